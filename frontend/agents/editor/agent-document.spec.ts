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
    expect(newTool('script', 'f/a/b', false, new Set()).rule.otherwise).toBe('ask');
    expect(newTool('script', 'f/a/b', true, new Set()).rule.otherwise).toBe('auto');
    expect(newTool('agent', 'f/a/b', false, new Set()).rule.otherwise).toBe('auto');
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
