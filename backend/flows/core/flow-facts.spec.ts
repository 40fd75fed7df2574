import { describe, expect, test } from '@jest/globals';
import { FlowValue } from '../flow.contract.ts';
import { factsOf, locksOf, withLocks } from './flow-facts.ts';

const run = (id: string, path: string, type = 'script') => ({ id, value: { type, path } });
const code = (id: string, over: object = {}) => ({ id, value: { type: 'rawscript', language: 'bun', content: id, ...over } });
const flow = FlowValue.parse({
  modules: [
    run('a', 'f/x/pay'),
    {
      id: 'loop',
      value: {
        type: 'forloopflow',
        iterator: { type: 'static', value: [] },
        modules: [run('b', 'f/x/pay'), run('c', 'f/x/inner', 'flow'), code('d', { lock: 'old' })],
      },
    },
  ],
  failure_module: { ...run('failure', 'f/a/tell') },
});

describe('the facts of a flow', () => {
  test('count all steps, and name the kinds of the first level and what is run, each once', () => {
    expect(factsOf(flow)).toEqual({
      stepCount: 6,
      stepKinds: ['script', 'forloopflow'],
      scripts: ['f/a/tell', 'f/x/pay'],
      flows: ['f/x/inner'],
      agents: [],
      resources: [],
    });
  });

  test('put locks into a copy of the document and take others out, however deep', () => {
    expect(locksOf(flow)).toEqual(new Map([['d', 'old']]));
    expect(locksOf(withLocks(flow, { d: 'new' }))).toEqual(new Map([['d', 'new']]));
    expect(JSON.stringify(withLocks(flow, {}))).not.toContain('lock');
    expect(locksOf(flow).get('d')).toBe('old');
  });
});
