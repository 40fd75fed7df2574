import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppDocument, AppNode } from '../../../backend/apps/app.contract.ts';
import { applyCommand } from '../../../backend/apps/core/commands/apply.ts';
import { emptyDocument } from '../../../backend/apps/core/empty.ts';
import { indexOf } from '../../../backend/apps/core/tree.ts';
import { align, moveTogether, sharedGrid, type Alignment } from './align.ts';
import { boxesOf } from './edits.ts';

const [home] = emptyDocument.pages;
const node = (id: string, x: number, y: number, w: number, h: number): AppNode => ({ id, type: 'text', props: {}, layout: { base: { x, y, w, h } } });

function appOf(...children: AppNode[]): AppDocument {
  if (!home) throw new Error('An empty app has a page');
  return { ...emptyDocument, pages: [{ ...home, body: { flow: 'grid', children } }] };
}

const three = appOf(node('a', 0, 0, 2, 4), node('b', 3, 6, 4, 4), node('c', 8, 14, 4, 6));

function after(document: AppDocument, ids: string[], how: Alignment): Record<string, unknown> {
  const command = align(document, ids, how);
  const next = command ? applyCommand(document, command).document : document;
  return Object.fromEntries(ids.map((id) => [id, indexOf(next).get(id)?.node.layout.base]));
}

describe('ordering several components', () => {
  it('puts them at one edge', () => {
    expect(after(three, ['a', 'b', 'c'], 'left')).toMatchObject({ a: { x: 0 }, b: { x: 0 }, c: { x: 0 } });
    expect(after(three, ['a', 'b', 'c'], 'right')).toMatchObject({ a: { x: 10 }, b: { x: 8 }, c: { x: 8 } });
    expect(after(three, ['a', 'b', 'c'], 'top')).toMatchObject({ a: { y: 0 }, b: { y: 0 }, c: { y: 0 } });
    expect(after(three, ['a', 'b', 'c'], 'bottom')).toMatchObject({ a: { y: 16 }, b: { y: 16 }, c: { y: 14 } });
  });

  it('puts the same space between them, and makes them equally wide', () => {
    expect(after(three, ['a', 'b', 'c'], 'down')).toMatchObject({ a: { y: 0 }, b: { y: 7 }, c: { y: 14 } });
    expect(after(three, ['a', 'b', 'c'], 'across')).toMatchObject({ a: { x: 0 }, b: { x: 3 }, c: { x: 8 } });
    expect(after(three, ['a', 'b'], 'width')).toMatchObject({ a: { w: 4 }, b: { w: 4 } });
  });

  it('changes nothing where they stand in different places, or are ordered already', () => {
    expect(sharedGrid(three, ['a'])).toBeNull();
    expect(align(appOf(node('a', 0, 0, 2, 4), node('b', 0, 6, 2, 4)), ['a', 'b'], 'left')).toBeNull();
  });

  it('never lets two components overlap', () => {
    const cell = fc.record({
      x: fc.integer({ min: 0, max: 11 }),
      y: fc.integer({ min: 0, max: 12 }),
      w: fc.integer({ min: 1, max: 6 }),
      h: fc.integer({ min: 2, max: 8 }),
    });
    const how = fc.constantFrom<Alignment>('left', 'centre', 'right', 'top', 'bottom', 'across', 'down', 'width');
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 7 }), how, (cells, wish) => {
        const document = appOf(...cells.map(({ x, y, w, h }, index) => node(`n${index}`, Math.min(x, 12 - w), y, w, h)));
        const command = align(document, ['n0', 'n1'], wish);
        if (!command || !home) return;
        const boxes = boxesOf(applyCommand(document, command).document, { page: home.id });
        for (const [index, one] of boxes.entries())
          for (const other of boxes.slice(index + 1))
            expect(one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h).toBe(false);
      }),
    );
  });
});

describe('moving several components', () => {
  it('keeps their distance, and is undone as one', () => {
    const command = moveTogether(three, ['a', 'b'], 'a', { page: home?.id ?? '' }, { cell: { x: 1, y: 30 } });
    if (!command) throw new Error('There is a command');
    const { document, inverse } = applyCommand(three, command);
    expect(indexOf(document).get('a')?.node.layout.base).toMatchObject({ x: 1, y: 30 });
    expect(indexOf(document).get('b')?.node.layout.base).toMatchObject({ x: 4, y: 36 });
    expect(applyCommand(document, inverse).document).toEqual(three);
  });
});
