import { describe, expect, it } from '@jest/globals';
import { fitViewport, wholeViewport } from './viewport.ts';

const room = { width: 800, height: 600 };

describe('What is seen of a flow', () => {
  it('is all of a small one, not larger than it is', () => {
    expect(fitViewport({ left: -100, width: 200, height: 300 }, room)).toMatchObject({ zoom: 1, x: 400 });
  });

  it('is the beginning of a long one, large enough to be read', () => {
    const { zoom, y } = fitViewport({ left: -100, width: 200, height: 9000 }, room);
    expect(zoom).toBeGreaterThan(0.7);
    expect(y).toBe(24);
  });

  it('is the whole width of a wide one', () => {
    const { zoom, x } = fitViewport({ left: 0, width: 4000, height: 300 }, room);
    expect(4000 * zoom + x).toBeLessThanOrEqual(800);
  });

  it('is all of it where that is asked for, as far as anything could be told apart', () => {
    expect(1800 * wholeViewport({ left: 0, width: 200, height: 1800 }, room).zoom).toBeLessThanOrEqual(600);
    expect(wholeViewport({ left: 0, width: 200, height: 90_000 }, room).zoom).toBe(0.08);
  });
});
