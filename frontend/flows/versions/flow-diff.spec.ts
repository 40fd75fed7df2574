import { describe, expect, test } from '@jest/globals';
import { defineFlow } from '../../../backend/flows/core/definition.ts';
import { FlowValue } from '../../../backend/flows/flow.contract.ts';
import { diffFlows } from './flow-diff.ts';

const run = (id: string, over: object = {}, inputs: object = {}) => ({ id, value: { type: 'script', path: `f/x/${id}`, input_transforms: inputs }, ...over });
const code = (id: string, content: string) => ({ id, value: { type: 'rawscript', language: 'bun', content } });
const loop = (id: string, ...modules: object[]) => ({ id, value: { type: 'forloopflow', iterator: { type: 'static', value: [1] }, modules } });
const flow = (...modules: object[]) => FlowValue.parse({ modules });
const changes = (before: FlowValue, after: FlowValue) =>
  diffFlows(before, after).steps.map(({ step, kind, isMoved }) => `${kind} ${step}${isMoved ? ' moved' : ''}`);
const order = (value: FlowValue) => [...defineFlow(value).steps.keys()];

describe('the difference of two flows', () => {
  test('is nothing for equal ones, in whatever order their keys stand', () => {
    const one = flow(run('a', { retry: { constant: { attempts: 2, seconds: 1 } } }));
    const two = flow({ retry: { constant: { seconds: 1, attempts: 2 } }, ...run('a') });
    expect(changes(one, two)).toEqual([]);
  });

  test('names added and removed steps, and draws the removed ones where they were', () => {
    const [before, after] = [flow(run('a'), run('b'), run('c')), flow(run('a'), run('n'), run('c'))];
    expect(changes(before, after)).toEqual(['added n', 'removed b']);
    expect(order(diffFlows(before, after).merged)).toEqual(['a', 'b', 'n', 'c']);
  });

  test('tells each setting that differs, each input by its name, and the code apart', () => {
    const before = flow(run('a', { summary: 'One' }, { order: { type: 'static', value: 1 } }), code('c', 'old'));
    const after = flow(
      run('a', { summary: 'Two', skip_if: { expr: 'true' } }, { order: { type: 'static', value: 2 }, note: { type: 'static', value: 'x' } }),
      code('c', 'new'),
    );
    const [first, second] = diffFlows(before, after).steps;
    expect(first?.fields.map(({ field }) => field).sort()).toEqual(['input note', 'input order', 'skip_if', 'summary']);
    expect(first?.fields.find(({ field }) => field === 'skip_if')).toMatchObject({ before: null, after: { expr: 'true' } });
    expect(second).toMatchObject({ step: 'c', fields: [], code: { before: 'old', after: 'new', language: 'bun' } });
  });

  test('does not call a loop changed for what happens inside of it', () => {
    expect(changes(flow(loop('l', run('a'))), flow(loop('l', run('a'), run('b'))))).toEqual(['added b']);
  });

  test('tells a move into another place and the fewest moves within one', () => {
    expect(changes(flow(run('a'), loop('l')), flow(loop('l', run('a'))))).toEqual(['changed a moved']);
    expect(changes(flow(run('a'), run('b'), run('c'), run('d')), flow(run('b'), run('c'), run('d'), run('a')))).toEqual(['changed a moved']);
  });

  test('draws a removed loop without what moved out of it, so that no step is there twice', () => {
    const [before, after] = [flow(loop('l', run('a'), run('b'))), flow(run('a'))];
    expect(changes(before, after)).toEqual(['changed a moved', 'removed l', 'removed b']);
    expect(order(diffFlows(before, after).merged).sort()).toEqual(['a', 'b', 'l']);
  });

  test('covers the failure handler', () => {
    const handled = FlowValue.parse({ modules: [run('a')], failure_module: run('failure') });
    expect(changes(handled, flow(run('a')))).toEqual(['removed failure']);
    expect(order(diffFlows(handled, flow(run('a'))).merged)).toContain('failure');
  });
});
