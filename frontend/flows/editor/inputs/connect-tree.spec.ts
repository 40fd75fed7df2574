import { describe, expect, it } from '@jest/globals';
import { childrenOf, findNodes, keyOf, pinnedResults, previewOf, rootsOf, suggestPlaces } from './connect-tree.ts';

const schemas = {
  flow_input: { type: 'object', properties: { order_id: { type: 'string' }, 'first name': { type: 'string' } } },
  flow_env: { type: 'object', properties: {} },
  previous_result: {},
  WM_JOB_ID: { type: 'string' },
  results: { type: 'object', properties: { load: { type: 'object', properties: { amount: { type: 'number' } } }, pay: {} } },
};
const values = { results: { pay: { id: 'p1', lines: [{ sum: 3 }] } }, flow_input: { order_id: 'A-1' } };
const roots = rootsOf(schemas, values, new Map([['load', 'Load the order']]));

describe('The tree of what an input can be connected to', () => {
  it('begins with the input, then the nearest step, and leaves out what is empty', () => {
    expect(roots.map(({ expr }) => expr)).toEqual(['flow_input', 'results.pay', 'results.load', 'previous_result', 'WM_JOB_ID']);
    expect(roots[2]?.detail).toBe('Load the order');
  });

  it('shows fields that are declared and fields that the last value had, with values where they are known', () => {
    expect(childrenOf(roots[0]!).map(({ expr, type, preview }) => ({ expr, type, preview }))).toEqual([
      { expr: 'flow_input.order_id', type: 'string', preview: '"A-1"' },
      { expr: 'flow_input["first name"]', type: 'string', preview: undefined },
    ]);
    expect(childrenOf(roots[1]!).map(({ expr, type }) => ({ expr, type }))).toEqual([
      { expr: 'results.pay.id', type: 'string' },
      { expr: 'results.pay.lines', type: 'array' },
    ]);
  });

  it('finds places at any depth, lists included', () => {
    expect(findNodes(roots, 'sum').map(({ expr }) => expr)).toEqual(['results.pay.lines[0].sum']);
    expect(findNodes(roots, 'load the').map(({ expr }) => expr)).toContain('results.load');
  });

  it('knows the fields of a pinned result before anything has run', () => {
    const pinned = pinnedResults([
      { id: 'pay', mock: { enabled: true, return_value: { total: 6 } } },
      { id: 'load' },
      { id: 'off', mock: { enabled: false, return_value: 1 } },
    ]);
    expect(pinned).toEqual({ pay: { total: 6 } });
    expect(findNodes(rootsOf(schemas, { results: pinned }, new Map()), 'total').map(({ expr, preview }) => [expr, preview])).toEqual([
      ['results.pay.total', '6'],
    ]);
  });

  it('suggests what has the name and the type of an input', () => {
    expect(suggestPlaces('orderId', roots, 'string').map(({ expr }) => expr)).toEqual(['flow_input.order_id']);
    expect(suggestPlaces('amount', roots, 'string')).toEqual([]);
    expect(suggestPlaces('amount', roots, 'number').map(({ expr }) => expr)).toEqual(['results.load.amount']);
  });

  it('writes keys and values short', () => {
    expect([keyOf('a'), keyOf('a b')]).toEqual(['.a', '["a b"]']);
    expect([previewOf(undefined), previewOf(null), previewOf([1]), previewOf('x'.repeat(100))?.length]).toEqual([undefined, 'null', '1 item', 60]);
  });
});
