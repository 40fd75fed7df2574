import { expect, test } from '@jest/globals';
import { Slots } from './slots.ts';

const slowMs = 1_000;

const take = async (slots: Slots): Promise<boolean> => {
  await slots.claim();
  return slots.begin();
};

/** Slots of a worker whose jobs have been quick so far. */
async function quickSlots(capacity: number): Promise<Slots> {
  const slots = new Slots(capacity);
  for (let job = 0; job < 200; job += 1) {
    await take(slots);
    slots.release(1);
  }
  return slots;
}

test('no more jobs hold a slot than there are slots, and the next one gets it in turn', async () => {
  const slots = new Slots(1);
  const order: number[] = [];
  await take(slots);
  const second = take(slots).then(() => order.push(2));
  const third = take(slots).then(() => order.push(3));
  expect(slots.busy).toBe(1);
  slots.release(slowMs);
  await second;
  slots.release(slowMs);
  await third;
  expect(order).toEqual([2, 3]);
  slots.release(slowMs);
  expect(slots.busy).toBe(0);
});

test('jobs that take their time are claimed when a slot is free and no sooner', async () => {
  const slots = new Slots(1);
  await take(slots);
  let isClaimed = false;
  const second = slots.claim().then(() => {
    isClaimed = true;
  });
  await new Promise(setImmediate);
  expect(isClaimed).toBe(false);
  slots.release(slowMs);
  await second;
});

test('short jobs are claimed ahead, and get their slots in turn without more of them running at once', async () => {
  const slots = await quickSlots(2);
  const begun: number[] = [];
  await Promise.all(Array.from({ length: 8 }, () => slots.claim()));
  for (let job = 0; job < 8; job += 1) void slots.begin().then((hasSlot) => hasSlot && begun.push(job));
  await new Promise(setImmediate);
  expect({ begun, busy: slots.busy, isCrowded: slots.isCrowded }).toEqual({ begun: [0, 1], busy: 2, isCrowded: true });
  for (let job = 0; job < 6; job += 1) slots.release(1);
  await new Promise(setImmediate);
  expect({ begun, busy: slots.busy, isCrowded: slots.isCrowded }).toEqual({ begun: [0, 1, 2, 3, 4, 5, 6, 7], busy: 2, isCrowded: false });
});

test('a job that was claimed ahead and finds no slot goes back, and nothing more is claimed ahead', async () => {
  const slots = await quickSlots(1);
  await take(slots);
  await slots.claim();
  expect(await slots.begin()).toBe(false);
  const next = slots.claim();
  await expect(Promise.race([next.then(() => 'claimed'), new Promise((resolve) => setImmediate(() => resolve('waits')))])).resolves.toBe('waits');
  slots.release(slowMs);
  await next;
});

test('a claim that led to no job makes room for the next one', async () => {
  const slots = new Slots(1);
  await slots.claim();
  const second = slots.claim();
  slots.unclaim();
  await second;
  expect(await slots.begin()).toBe(true);
});

test('a worker that stops refuses those who wait and those who come, and gives back what was claimed ahead', async () => {
  const slots = await quickSlots(1);
  await take(slots);
  await slots.claim();
  const claimed = slots.begin();
  const full = Array.from({ length: 3 }, () => slots.claim());
  slots.close();
  expect(await claimed).toBe(false);
  expect((await Promise.allSettled(full)).at(-1)?.status).toBe('rejected');
  await expect(slots.claim()).rejects.toThrow('stays in the queue');
});
