import { expect, test } from '@jest/globals';
import { Occupancy } from './occupancy.ts';

test('half of the slots for the whole window is a half', () => {
  const occupancy = new Occupancy(4, 1000);
  occupancy.note(0, 2);
  expect(occupancy.share(1000)).toBe(0.5);
});

test('what lies before the window does not count', () => {
  const occupancy = new Occupancy(1, 1000);
  occupancy.note(0, 1);
  occupancy.note(5000, 0);
  expect(occupancy.share(10_000)).toBe(0);
});
