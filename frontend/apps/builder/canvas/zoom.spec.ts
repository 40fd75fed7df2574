import { describe, expect, it } from '@jest/globals';
import { nextZoom, zoomWords } from './zoom.ts';

describe('the size of the page on the canvas', () => {
  it('goes by steps, also from one between them, and ends at either end', () => {
    expect([nextZoom(1, 1), nextZoom(1, -1), nextZoom(0.83, 1), nextZoom(0.83, -1)]).toEqual([1.25, 0.9, 0.9, 0.75]);
    expect([nextZoom(2, 1), nextZoom(0.25, -1)]).toEqual([2, 0.25]);
  });

  it('is said in per cent', () => {
    expect(zoomWords(0.667)).toBe('67 %');
  });
});
