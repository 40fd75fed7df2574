import { expect, test } from '@jest/globals';
import { Slots } from './slots.ts';

test('no more jobs hold a slot than there are slots, and the next one gets it in turn', async () => {
  const slots = new Slots(1);
  const order: number[] = [];
  await slots.acquire();
  const second = slots.acquire().then(() => order.push(2));
  const third = slots.acquire().then(() => order.push(3));
  expect(slots.busy).toBe(1);
  slots.release();
  await second;
  slots.release();
  await third;
  expect(order).toEqual([2, 3]);
  slots.release();
  expect(slots.busy).toBe(0);
});

test('a worker that stops refuses those who wait and those who come', async () => {
  const slots = new Slots(1);
  await slots.acquire();
  const waiting = slots.acquire();
  slots.close();
  await expect(waiting).rejects.toThrow('stays in the queue');
  await expect(slots.acquire()).rejects.toThrow('stays in the queue');
});
