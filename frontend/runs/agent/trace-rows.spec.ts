import { describe, expect, it } from '@jest/globals';
import type { AgentTraceStep } from '../../../backend/agents/agents.contract.ts';
import { outputOf, statusOfStep, textsOfTurn, traceRows } from './trace-rows.ts';

const step = (part: Partial<AgentTraceStep>): AgentTraceStep => ({
  seq: 1,
  kind: 'turn',
  name: 'practice/practice',
  status: 'done',
  input: null,
  output: null,
  error: null,
  usage: null,
  first_token_ms: null,
  attributes: {},
  attempts: 1,
  child_job_id: null,
  approval_id: null,
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.000Z',
  ...part,
});

describe('the trace of an agent', () => {
  it('is one line of time on which what runs goes on to now', () => {
    const rows = traceRows(
      [step({}), step({ seq: 2, kind: 'tool', name: 'find', status: 'running', started_at: '2026-01-01T00:00:01.000Z', ended_at: null })],
      Date.parse('2026-01-01T00:00:04.000Z'),
    );
    expect(rows.map(({ left, width, lengthMs, turn, status }) => ({ left, width, lengthMs, turn, status }))).toEqual([
      { left: 0, width: 25, lengthMs: 1000, turn: 1, status: 'succeeded' },
      { left: 25, width: 75, lengthMs: 3000, turn: null, status: 'running' },
    ]);
    expect(traceRows([], 0)).toEqual([]);
  });

  it('says of each step how it stands', () => {
    expect(statusOfStep({ kind: 'tool', status: 'asked', ended_at: null })).toBe('waiting');
    expect(statusOfStep({ kind: 'tool', status: 'denied', ended_at: null })).toBe('skipped');
    expect(statusOfStep({ kind: 'turn', status: 'done', ended_at: '2026-01-01T00:00:01.000Z' })).toBe('succeeded');
    expect(statusOfStep({ kind: 'turn', status: 'done', ended_at: null })).toBe('running');
  });

  it('finds the words of a turn, and the output in a result', () => {
    expect(
      textsOfTurn([
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'With DHL.' },
            { type: 'tool-call', input: { text: 'no' } },
          ],
        },
      ]),
    ).toBe('With DHL.');
    expect(textsOfTurn([{ role: 'assistant', content: 'Plain.' }])).toBe('Plain.');
    expect(outputOf({ output: 'With DHL.', usage: {}, messages: [] })).toEqual({ markdown: 'With DHL.' });
    expect(outputOf({ output: { carrier: 'DHL' }, usage: {} })).toEqual({ carrier: 'DHL' });
    expect(outputOf({ output: 1 })).toEqual({ output: 1 });
    expect(outputOf(null)).toBeNull();
  });
});
