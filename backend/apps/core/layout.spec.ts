import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellsAt, clamp, placeAtEnd, placeBox, readingOrder, withCell, withHeights, type Box } from './layout.ts';

const box = (id: string): fc.Arbitrary<Box> =>
  fc
    .record({ id: fc.constant(id), x: fc.nat({ max: 11 }), y: fc.nat({ max: 60 }), w: fc.integer({ min: 1, max: 12 }), h: fc.integer({ min: 1, max: 20 }) })
    .map(clamp);

/** Boxes of which none overlap, made by placing one after the other. */
const layouts = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => box(`b${index}`))))
  .map((boxes) => boxes.reduce<Box[]>((placed, next) => placeBox(placed, next), []));

const overlapping = (boxes: readonly Box[]): boolean =>
  boxes.some((left, index) =>
    boxes.some(
      (right, other) => other > index && left.x < right.x + right.w && right.x < left.x + left.w && left.y < right.y + right.h && right.y < left.y + left.h,
    ),
  );

describe('the grid', () => {
  it('never lets two components overlap, wherever one is dropped', () => {
    fc.assert(fc.property(layouts, box('new'), (boxes, wanted) => !overlapping(placeBox(boxes, wanted))));
  });

  it('puts a component exactly where it is dropped', () => {
    fc.assert(fc.property(layouts, box('new'), (boxes, wanted) => expect(placeBox(boxes, wanted)).toContainEqual(wanted)));
  });

  it('moves nothing that is not in the way', () => {
    fc.assert(
      fc.property(layouts, box('new'), (boxes, wanted) => {
        if (overlapping([...boxes, wanted])) return;
        expect(new Set(placeBox(boxes, wanted))).toEqual(new Set([...boxes, wanted]));
      }),
    );
  });

  it('keeps the distances when content grows', () => {
    const boxes: Box[] = [
      { id: 'text', x: 0, y: 0, w: 12, h: 4 },
      { id: 'left', x: 0, y: 6, w: 6, h: 10 },
      { id: 'right', x: 6, y: 20, w: 6, h: 10 },
    ];
    const grown = withHeights(boxes, new Map([['text', 9]]));
    expect(grown.map(({ id, y }) => [id, y])).toEqual([
      ['text', 0],
      ['left', 11],
      ['right', 25],
    ]);
  });

  it('never lets growing content overlap what is below', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 12, maxLength: 12 }),
        (boxes, heights) => !overlapping(withHeights(boxes, new Map(boxes.map(({ id }, index) => [id, heights[index] ?? 1])))),
      ),
    );
  });

  it('finds a free place at the end', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 10 }),
        (boxes, w, h) => !overlapping([...boxes, { id: 'new', ...placeAtEnd(boxes, { w, h }), w, h }]),
      ),
    );
  });
});

describe('a narrow layout', () => {
  const children = [
    { id: 'table', layout: { base: { x: 0, y: 10, w: 12, h: 30 } } },
    { id: 'right', layout: { base: { x: 6, y: 0, w: 6, h: 8 } } },
    { id: 'left', layout: { base: { x: 0, y: 0, w: 6, h: 8 } } },
  ];

  it('follows the reading order, not the order of the document', () => {
    expect(readingOrder(children).map(({ id }) => id)).toEqual(['left', 'right', 'table']);
    expect(cellsAt(children, 'narrow').map(({ id, cell }) => [id, cell.x, cell.y, cell.w])).toEqual([
      ['left', 0, 0, 12],
      ['right', 0, 10, 12],
      ['table', 0, 20, 12],
    ]);
  });

  it('has two columns on a tablet', () => {
    expect(cellsAt(children, 'medium').map(({ id, cell }) => [id, cell.x, cell.y, cell.w])).toEqual([
      ['left', 0, 0, 6],
      ['right', 6, 0, 6],
      ['table', 0, 10, 12],
    ]);
  });

  it('leaves out what is hidden there, and takes what was set there', () => {
    const [table, right, left] = children;
    const changed = [
      table,
      { id: 'right', layout: { ...right?.layout, overrides: { narrow: { is_hidden: true } } } },
      { id: 'left', layout: { ...left?.layout, overrides: { narrow: { h: 4 } } } },
    ];
    expect(
      cellsAt(
        changed.filter((child) => child !== undefined),
        'narrow',
      ).map(({ id, cell }) => [id, cell.h]),
    ).toEqual([
      ['left', 4],
      ['table', 30],
    ]);
  });

  it('keeps only what differs from what is derived', () => {
    const derived = { x: 0, y: 8, w: 12, h: 8 };
    expect(withCell({ base: { x: 6, y: 0, w: 6, h: 8 } }, 'narrow', { ...derived, h: 12 }, derived)).toEqual({
      base: { x: 6, y: 0, w: 6, h: 8 },
      overrides: { narrow: { h: 12 } },
    });
    expect(withCell({ overrides: { narrow: { h: 12 } } }, 'narrow', derived, derived)).toEqual({});
  });
});
