import { describe, expect, it } from '@jest/globals';
import { NameIsTaken, renameReference } from './rename-reference.ts';

const names = new Set(['orders', 'results', 'vars']);

describe('renameReference', () => {
  it.each([
    ['orders.data', 'sales.data'],
    ['orders?.data[0] + orders.total', 'sales?.data[0] + sales.total'],
    ['"orders" + orders.data /* orders */', '"orders" + sales.data /* orders */'],
    ['results.orders + orders.data', 'results.orders + sales.data'],
    ['({ orders })', '({ orders: sales })'],
    ['({ orders: orders.data })', '({ orders: sales.data })'],
    ['[1].map((orders) => orders + 1)', '[1].map((orders) => orders + 1)'],
    ['const n = orders.total; n + 1', 'const n = sales.total; n + 1'],
    ['`${orders.total} orders`', '`${sales.total} orders`'],
    ['orders +', 'orders +'],
  ])('renames what %s reads, and nothing else', (before, after) => {
    expect(renameReference(before, names, { root: 'orders' }, 'sales')).toBe(after);
  });

  it.each([
    ['results.fetch.rows', 'results.load.rows'],
    ['results["fetch"].rows', 'results["load"].rows'],
    ['vars.fetch + results.fetch', 'vars.fetch + results.load'],
    ['results?.fetch', 'results?.load'],
  ])('renames the first key below a root in %s', (before, after) => {
    expect(renameReference(before, names, { below: 'results', key: 'fetch' }, 'load')).toBe(after);
  });

  it('refuses a name that a variable of the expression has', () => {
    expect(() => renameReference('[1].map((sales) => sales + orders.total)', names, { root: 'orders' }, 'sales')).toThrow(NameIsTaken);
  });
});
