import { describe, expect, it } from '@jest/globals';
import { EvaluationCase } from '../../../backend/agents/agent.contract.ts';
import type { ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { newTool } from './agent-document.ts';
import { caseInWords, caseOfAnswer, expectedOfText, expectedText, freeCaseId, newCase, withTools } from './evaluation-edit.ts';

const message = (part: Partial<ThreadMessage>): ThreadMessage => ({
  id: 'q',
  parent_id: null,
  role: 'user',
  parts: [],
  status: 'done',
  error: null,
  job_id: null,
  model: null,
  is_practice: false,
  usage: null,
  siblings: [],
  feedback: null,
  created_by: 'u/ada',
  created_at: '2026-01-01T00:00:00.000Z',
  ...part,
});

const tool = {
  type: 'tool',
  call_id: 'c',
  name: 'find_order',
  kind: 'script',
  path: 'f/a/find_order',
  args: { id: 1042 },
  status: 'succeeded',
  output: {},
  error: null,
  job_id: null,
  approval_id: null,
  started_at: null,
  ended_at: null,
} as const;

describe('the evaluation set', () => {
  it('takes a question and its answer out of a conversation, with the tools that were called', () => {
    const question = message({ parts: [{ type: 'text', text: 'Where is order 1042?' }] });
    const answer = message({ id: 'a', parent_id: 'q', role: 'assistant', parts: [tool, { type: 'text', text: 'With DHL.' }] });
    const made = caseOfAnswer({ messages: [question, answer] }, 'a', 'case_1');
    expect(made).toEqual({ ...newCase('case_1', 'Where is order 1042?'), expected: 'With DHL.', tools: [{ name: 'find_order', args: { id: 1042 } }] });
    expect(EvaluationCase.parse(made)).toEqual(made);
    expect(caseOfAnswer({ messages: [question] }, 'a', 'case_1')).toBeNull();
  });

  it('expects of a call what the model chose, not what the agent gives by itself', () => {
    const call = { ...tool, args: { id: 1042, database: '$res:f/a/db', who: 'ada' } };
    const answer = message({ id: 'a', parent_id: 'q', role: 'assistant', parts: [call] });
    const given = newTool('script', 'f/a/find_order', { isReadOnly: true, schema: {} }, new Set());
    const known = {
      ...given,
      arguments: { database: { type: 'fixed', value: '$res:f/a/db' }, who: { type: 'context', expr: 'user.username' }, id: { type: 'model' } },
    } as const;
    expect(caseOfAnswer({ messages: [message({}), answer] }, 'a', 'case_1', [known])?.tools).toEqual([{ name: 'find_order', args: { id: 1042 } }]);
  });

  it('prefers the better answer that somebody gave', () => {
    const answer = message({ id: 'a', parent_id: 'q', role: 'assistant', feedback: { rating: 'down', comment: '', correction: 'With UPS.' } });
    expect(caseOfAnswer({ messages: [message({}), answer] }, 'a', 'case_1')?.expected).toBe('With UPS.');
  });

  it('gives each case an id of its own', () => {
    expect(freeCaseId([])).toBe('case_1');
    expect(freeCaseId([newCase('case_2')])).toBe('case_3');
  });

  it('says in a line what a good answer has, and keeps all expected calls of a tool that stays', () => {
    const call = (name: string) => ({ name, args: null });
    const several = { ...newCase('several', 'Show both'), expected: ['1042', '1044'], tools: [call('find'), call('find'), call('read')] };
    expect(caseInWords(several)).toEqual({ question: 'Show both', expects: 'expects 1042, 1044; calls find 2 times, read' });
    expect(caseInWords({ ...newCase('a'), input: { message: 'Hi', order: 7 } })).toEqual({ question: '{"message":"Hi","order":7}', expects: '' });
    expect(withTools(several.tools, ['find', 'pay'])?.map(({ name }) => name)).toEqual(['find', 'find', 'pay']);
    expect(withTools(several.tools, [])).toBeNull();
  });

  it('writes what is expected as text and reads it again', () => {
    for (const value of ['DHL', ['DHL', 'tomorrow'], { status: 'refunded' }, null]) expect(expectedOfText(expectedText(value))).toEqual(value);
    expect(expectedOfText('[not json')).toBe('[not json');
  });
});
