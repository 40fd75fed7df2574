import { describe, expect, it } from '@jest/globals';
import { idsWithin, rectBetween } from './marquee.ts';

const frame = (id: string, left: number, top: number, width: number, height: number, ancestors: string[] = [], isContainer = false) => ({
  id,
  rect: { left, top, width, height },
  ancestors,
  isContainer,
});

describe('a rectangle drawn over the canvas', () => {
  const frames = [frame('card', 0, 0, 200, 200, [], true), frame('inner', 20, 20, 50, 20, ['card']), frame('note', 220, 0, 100, 40)];

  it('is the same from whichever corner it is drawn', () => {
    expect(rectBetween({ x: 30, y: 40 }, { x: 10, y: 15 })).toEqual({ left: 10, top: 15, width: 20, height: 25 });
  });

  it('means what it touches, and what is in a container that it only cuts', () => {
    expect(idsWithin({ left: 10, top: 10, width: 240, height: 20 }, frames)).toEqual(['inner', 'note']);
  });

  it('means a container as a whole, without what is in it', () => {
    expect(idsWithin({ left: -5, top: -5, width: 400, height: 300 }, frames)).toEqual(['card', 'note']);
  });
});
