import { describe, expect, it } from '@jest/globals';
import { FlowValue } from '../../../../backend/flows/flow.contract.ts';
import { codeSteps, findInsertables, plainSteps, runnableSteps } from './new-steps.ts';

const all = [
  ...codeSteps([{ name: 'bun', title: 'TypeScript', extension: 'ts', template: 'export const main = () => 1' }]),
  ...runnableSteps([{ kind: 'script', path: 'f/support/Refund-Order', summary: 'Refund', language: 'bun' }]),
  ...runnableSteps([{ kind: 'agent', path: 'f/support/helper', summary: 'Helper', language: null }]),
  ...plainSteps,
];

describe('What can be inserted into a flow', () => {
  it('makes steps that the server takes, with free ids', () => {
    for (const { make } of all) {
      const modules = make(new Set(['a', 'refund_order']));
      expect(FlowValue.safeParse({ modules }).success).toBe(true);
      expect(['a', 'refund_order']).not.toContain(modules[0]?.id);
    }
    expect(runnableSteps([{ kind: 'flow', path: 'f/x/do', summary: '', language: null }])[0]?.make(new Set())[0]?.id).toBe('do_2');
  });

  it('never gives two steps one object', () => {
    const [one, other] = [plainSteps[0]!.make(new Set())[0]!, plainSteps[0]!.make(new Set())[0]!];
    expect(one.value).not.toBe(other.value);
  });

  it('is found by name, by other words for it, and by path', () => {
    const found = (search: string): string[] => findInsertables(all, search).map(({ label }) => label);
    expect(found('for')[0]).toBe('For loop');
    expect(found('if else')).toEqual(['Choice']);
    expect(found('delay')).toEqual(['Sleep']);
    expect(found('support refund')).toEqual(['Refund']);
    expect(found('helper')).toEqual(['Helper']);
    expect(found('no such thing')).toEqual([]);
  });
});
