import { describe, expect, it } from '@jest/globals';
import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../../../backend/apps/core/empty.ts';
import { applyCommand } from '../../../../backend/apps/core/commands/apply.ts';
import { indexOf } from '../../../../backend/apps/core/tree.ts';
import { readingIds } from './canvas-keys.ts';
import { drop, slotOf, targetAt } from './drag.ts';
import { documentRow } from './geometry.ts';
import { edgeAt, targetInTree } from './tree-drop.ts';

const home = emptyDocument.pages[0]!;
const app: AppDocument = {
  ...emptyDocument,
  pages: [
    {
      ...home,
      body: {
        flow: 'grid',
        children: [
          { id: 'intro', type: 'text', props: {}, layout: { base: { x: 0, y: 0, w: 12, h: 'auto' } } },
          {
            id: 'card',
            type: 'container',
            props: {},
            layout: { base: { x: 0, y: 6, w: 6, h: 20 } },
            slots: { body: { flow: 'grid', children: [] }, footer: { flow: 'row', children: [] } },
          },
          { id: 'note', type: 'text', props: {}, layout: { base: { x: 0, y: 30, w: 12, h: 'auto' } } },
          { id: 'details', type: 'drawer', props: {}, layout: {}, slots: { body: { flow: 'grid', children: [] } } },
        ],
      },
    },
  ],
};
const grid = { left: 0, top: 0, width: 1184, height: 800, gap: 16 };
/** The text is drawn much higher than the document thinks, so that all below it stands lower. */
const children = [
  { id: 'intro', rect: { left: 0, top: 0, width: 1184, height: 160 } },
  { id: 'card', rect: { left: 0, top: 160, width: 584, height: 160 } },
];
const text = { kind: 'new', type: 'text' } as const;
const boxOf = (document: AppDocument, id: string) => indexOf(document).get(id)?.node.layout.base;

describe('dropping a component', () => {
  it('lands where it is shown, also below content that is higher than the document knows', () => {
    const point = { x: 600, y: 165 };
    const target = targetAt(app, text, { page: 'home' }, { grid, children }, point, point);
    expect(target?.cell).toMatchObject({ x: 6, y: 7, drawnRow: 21 });
    const dropped = drop(app, text, target!);
    const { document } = applyCommand(app, dropped!.command);
    expect(boxOf(document, dropped!.id)).toMatchObject({ x: 6, y: 7 });
    expect(boxOf(document, 'card')).toEqual({ x: 0, y: 6, w: 6, h: 20 });
  });

  it('goes before a component on its upper half, and behind it on its lower half', () => {
    const drawn = [{ base: { id: 'a', x: 0, y: 4, w: 12, h: 6 }, drawn: { id: 'a', x: 0, y: 10, w: 12, h: 20 } }];
    expect(documentRow(drawn, { x: 3, w: 2 }, 12)).toEqual({ y: 4, drawnRow: 10 });
    expect(documentRow(drawn, { x: 3, w: 2 }, 25)).toEqual({ y: 10, drawnRow: 30 });
    expect(documentRow(drawn, { x: 3, w: 2 }, 34)).toEqual({ y: 14, drawnRow: 34 });
    expect(documentRow(drawn, { x: 3, w: 2 }, 2)).toEqual({ y: 2, drawnRow: 2 });
  });

  it('makes a container of a fixed height higher when it is full, and moves what is below it', () => {
    const place = slotOf(app, 'card')!;
    const target = { place, cell: { x: 0, y: 30, w: 4, h: 8, drawnRow: 30 } };
    const { document } = applyCommand(app, drop(app, text, target)!.command);
    const card = boxOf(document, 'card')!;
    expect(card.h).toBeGreaterThanOrEqual(36);
    expect(boxOf(document, 'note')!.y).toBeGreaterThanOrEqual(card.y + Number(card.h));
  });

  it('never puts a container into itself, nor a modal into a component', () => {
    const point = { x: 10, y: 10 };
    const inside = { node: 'card', slot: 'body' };
    expect(targetAt(app, { kind: 'node', id: 'card' }, inside, { grid, children: [] }, point, point)).toBeNull();
    expect(targetAt(app, { kind: 'new', type: 'modal' }, inside, { grid, children: [] }, point, point)).toBeNull();
  });
});

describe('dropping onto a row of the tree', () => {
  const moved = (id: string, onto: string, edge: 'before' | 'inside' | 'after'): AppDocument => {
    const target = targetInTree(app, { kind: 'node', id }, onto, edge);
    return target ? applyCommand(app, drop(app, { kind: 'node', id }, target)!.command).document : app;
  };

  it('goes before or behind that component, as both are read', () => {
    expect(readingIds(moved('note', 'intro', 'before'), 'home').slice(0, 3)).not.toEqual(readingIds(app, 'home').slice(0, 3));
    expect(boxOf(moved('note', 'card', 'before'), 'note')).toMatchObject({ y: 6 });
    expect(boxOf(moved('intro', 'card', 'after'), 'intro')).toMatchObject({ y: 26 });
  });

  it('goes into a container in the middle of its row, and never into itself', () => {
    expect(['card', 'intro'].map((id) => edgeAt(app, id, 0.5))).toEqual(['inside', 'after']);
    expect(indexOf(moved('note', 'card', 'inside')).get('note')?.parent).toEqual({ node: 'card', slot: 'body' });
    expect(targetInTree(app, { kind: 'node', id: 'card' }, 'card', 'inside')).toBeNull();
  });
});
