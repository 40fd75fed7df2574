import { describe, expect, it } from '@jest/globals';
import { sparkline } from './sparkline.ts';

describe('a sparkline', () => {
  it('goes from the first value to the last, high ones at the top', () => {
    expect(sparkline([1, 3, 2], 100, 20)).toBe('0,20 50,0 100,10');
  });

  it('is level where all values are equal', () => {
    expect(sparkline([5, 5], 10, 20)).toBe('0,10 10,10');
  });

  it('needs two numbers', () => {
    expect([sparkline([], 10, 10), sparkline([1, Number.NaN], 10, 10)]).toEqual([null, null]);
  });

  it('takes as many values as there are', () => {
    expect(
      sparkline(
        Array.from({ length: 300_000 }, (_, index) => index),
        10,
        10,
      )?.startsWith('0,10 '),
    ).toBe(true);
  });
});
