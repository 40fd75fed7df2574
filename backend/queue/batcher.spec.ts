import { expect, test } from '@jest/globals';
import { Batcher } from './batcher.ts';

test('calls of the same turn leave as one batch, results in the order of the calls', async () => {
  const sizes: number[] = [];
  const batcher = new Batcher<number, number>(async (items) => {
    sizes.push(items.length);
    return items.map((item) => item * 2);
  }, { maximumSize: 100, lanes: 1 });
  expect(await Promise.all([1, 2, 3].map((item) => batcher.add(item)))).toEqual([2, 4, 6]);
  expect(sizes).toEqual([3]);
});

test('what arrives while every lane is busy becomes the next batch', async () => {
  const sizes: number[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  const batcher = new Batcher<number, number>(async (items) => {
    sizes.push(items.length);
    if (sizes.length === 1) await held;
    return items;
  }, { maximumSize: 100, lanes: 1 });
  const first = batcher.add(0);
  await new Promise((resolve) => setImmediate(resolve));
  const rest = Promise.all([1, 2, 3, 4].map((item) => batcher.add(item)));
  release();
  await first;
  await rest;
  expect(sizes).toEqual([1, 4]);
});

test('a batch is never larger than the maximum', async () => {
  const sizes: number[] = [];
  const batcher = new Batcher<number, number>(async (items) => {
    sizes.push(items.length);
    return items;
  }, { maximumSize: 2, lanes: 4 });
  await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)));
  expect(Math.max(...sizes)).toBe(2);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5);
});

test('an error rejects the calls of its batch and only those', async () => {
  let calls = 0;
  const batcher = new Batcher<number, number>(async (items) => {
    calls += 1;
    if (calls === 1) throw new Error('refused');
    return items;
  }, { maximumSize: 1, lanes: 1 });
  const outcomes = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
