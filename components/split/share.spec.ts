import { describe, expect, it } from '@jest/globals';
import { shareAt } from './share.ts';

const area = { left: 100, top: 0, width: 400, height: 200 };

describe('the share of the first part', () => {
  it('is counted from where the text begins', () => {
    expect(shareAt(area, { x: 200, y: 0 }, false, false)).toBe(25);
    expect(shareAt(area, { x: 200, y: 0 }, false, true)).toBe(75);
  });

  it('is counted from the top where parts are one under the other', () => {
    expect(shareAt(area, { x: 0, y: 50 }, true, true)).toBe(25);
  });

  it('is half where there is no room yet', () => {
    expect(shareAt({ ...area, width: 0 }, { x: 1, y: 1 }, false, false)).toBe(50);
  });
});
