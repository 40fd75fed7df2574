import { describe, expect, it } from '@jest/globals';
import { AgentValue } from '../../../backend/agents/agent.contract.ts';
import { messageSchema as contractSchema } from '../../../backend/agents/agents.contract.ts';
import { documentOfDraft, emptyValue, isSameDocument, messageSchema, newDocument, newTool, toolNameOf, toolsOfAddress } from './agent-document.ts';

describe('an agent in the editor', () => {
  it('begins with what the server takes a field to be of which nothing is said', () => {
    expect(emptyValue).toEqual(AgentValue.parse({}));
    expect(messageSchema).toEqual(contractSchema);
  });

  it('names tools as every provider takes them, each once', () => {
    expect(toolNameOf('f/support/refund_order', new Set())).toBe('refund_order');
    expect(toolNameOf('f/support/1st-step!', new Set())).toBe('st_step_');
    expect(toolNameOf('f/support/refund', new Set(['refund', 'refund_2']))).toBe('refund_3');
    expect(toolNameOf('f/support/123', new Set())).toBe('tool');
  });

  it('lets tools ask first that do not promise to change nothing', () => {
    const rule = (kind: 'script' | 'agent', isReadOnly: boolean): string => newTool(kind, 'f/a/b', { isReadOnly, schema: {} }, new Set()).rule.otherwise;
    expect([rule('script', false), rule('script', true), rule('agent', false)]).toEqual(['ask', 'auto', 'auto']);
  });

  it('leaves no connection to the model that a tool has by default', () => {
    const schema = { properties: { id: { type: 'number', default: 1 }, database: { type: 'object', default: '$res:f/a/db' } } };
    expect(newTool('script', 'f/a/b', { isReadOnly: true, schema }, new Set()).arguments).toEqual({ database: { type: 'fixed', value: '$res:f/a/db' } });
  });

  it('takes tools out of an address, and nothing else', () => {
    expect(toolsOfAddress('script:f/a/b,flow:u/ada/c,app:f/a/d,nonsense')).toEqual([
      { kind: 'script', path: 'f/a/b' },
      { kind: 'flow', path: 'u/ada/c' },
    ]);
    expect(toolsOfAddress(undefined)).toEqual([]);
  });

  it('reads drafts of an older product, and what is broken not at all', () => {
    const base = newDocument('Helper');
    const { evaluation: _evaluation, ...older } = base.value;
    expect(documentOfDraft({ summary: 'Other', value: older as never }, base)).toEqual({ ...base, summary: 'Other' });
    expect(documentOfDraft({ value: 'broken' }, base)).toEqual(base);
    expect(isSameDocument(base, structuredClone(base))).toBe(true);
  });
});
