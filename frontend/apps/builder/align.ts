import type { AppCommand } from '../../../backend/apps/app-commands.contract.ts';
import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import { applyCommand } from '../../../backend/apps/core/commands/apply.ts';
import { columnCount, placeBox, type Box } from '../../../backend/apps/core/layout.ts';
import { indexOf, slotAt, type ParentPlace } from '../../../backend/apps/core/tree.ts';
import { boxesOf, moveTo } from './edits.ts';

/** A way to order several components of one grid. */
export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'bottom' | 'across' | 'down' | 'width';

type Change = (boxes: readonly Box[]) => Partial<Pick<Box, 'x' | 'y' | 'w'>>[];

const edges = (boxes: readonly Box[]): { left: number; right: number; top: number; bottom: number } => ({
  left: Math.min(...boxes.map(({ x }) => x)),
  right: Math.max(...boxes.map(({ x, w }) => x + w)),
  top: Math.min(...boxes.map(({ y }) => y)),
  bottom: Math.max(...boxes.map(({ y, h }) => y + h)),
});

/** The same space between all of them; the first and the last stay. Where they are too large for it they touch. */
function spread(boxes: readonly Box[], start: (box: Box) => number, size: (box: Box) => number): number[] {
  const order = boxes.toSorted((left, right) => start(left) - start(right));
  const [first, last] = [order[0], order.at(-1)];
  if (!first || !last) return [];
  const taken = order.reduce((sum, box) => sum + size(box), 0);
  const gap = Math.max(0, (start(last) + size(last) - start(first) - taken) / Math.max(1, order.length - 1));
  let cursor = start(first);
  const places = new Map<string, number>();
  for (const box of order) {
    places.set(box.id, Math.round(cursor));
    cursor += size(box) + gap;
  }
  return boxes.map(({ id }) => places.get(id) ?? 0);
}

const changes: Readonly<Record<Alignment, Change>> = {
  left: (boxes) => boxes.map(() => ({ x: edges(boxes).left })),
  centre: (boxes) => boxes.map(({ w }) => ({ x: Math.round((edges(boxes).left + edges(boxes).right - w) / 2) })),
  right: (boxes) => boxes.map(({ w }) => ({ x: edges(boxes).right - w })),
  top: (boxes) => boxes.map(() => ({ y: edges(boxes).top })),
  bottom: (boxes) => boxes.map(({ h }) => ({ y: edges(boxes).bottom - h })),
  across: (boxes) =>
    spread(
      boxes,
      ({ x }) => x,
      ({ w }) => w,
    ).map((x) => ({ x })),
  down: (boxes) =>
    spread(
      boxes,
      ({ y }) => y,
      ({ h }) => h,
    ).map((y) => ({ y })),
  width: (boxes) => {
    const widest = Math.max(...boxes.map(({ w }) => w));
    return boxes.map(({ x }) => ({ w: Math.min(widest, columnCount - x) }));
  },
};

/** The grid that components share; null where they stand in different places, or in none. */
export function sharedGrid(document: AppDocument, ids: readonly string[]): ParentPlace | null {
  const index = indexOf(document);
  const places = new Set(ids.map((id) => JSON.stringify(index.get(id)?.parent ?? null)));
  const place = index.get(ids[0] ?? '')?.parent;
  return ids.length > 1 && places.size === 1 && place && slotAt(document, place)?.flow === 'grid' ? place : null;
}

/** Orders components of one grid; what is in the way of one of them moves down, as with a drag. Null where nothing would change. */
export function align(document: AppDocument, ids: readonly string[], how: Alignment): AppCommand | null {
  const place = sharedGrid(document, ids);
  if (!place) return null;
  const before = boxesOf(document, place);
  const chosen = before.filter(({ id }) => ids.includes(id));
  const wanted = chosen.map((box, index) => ({ ...box, ...changes[how](chosen)[index] }));
  let boxes: readonly Box[] = before.map((box) => wanted.find(({ id }) => id === box.id) ?? box);
  // The last one that is put down stays where it is wanted, so the upper ones come last.
  for (const box of wanted.toSorted((left, right) => right.y - left.y || right.x - left.x)) boxes = placeBox(boxes, box);
  const commands = boxes.flatMap((box): AppCommand[] => {
    const old = before.find(({ id }) => id === box.id);
    const layout = indexOf(document).get(box.id)?.node.layout;
    if (!old || !layout || (old.x === box.x && old.y === box.y && old.w === box.w)) return [];
    const base = { x: box.x, y: box.y, w: box.w, h: layout.base?.h ?? ('auto' as const) };
    return [{ do: 'set_layout', id: box.id, layout: { ...layout, base } }];
  });
  return commands.length > 0 ? { do: 'batch', commands } : null;
}

/**
 * Moves components together: `lead` goes where it was dropped, the others keep their distance to it, or follow it in a line. What is inside of
 * another one that moves goes with it.
 */
export function moveTogether(
  document: AppDocument,
  ids: readonly string[],
  lead: string,
  to: ParentPlace,
  at: { readonly index?: number; readonly cell?: { readonly x: number; readonly y: number } },
): AppCommand | null {
  const index = indexOf(document);
  const outer = ids.filter((id) => index.has(id) && !index.get(id)?.ancestors.some((ancestor) => ids.includes(ancestor)));
  const start = index.get(lead)?.node.layout.base;
  const commands: AppCommand[] = [];
  let [next, line] = [document, at.index ?? 0];
  for (const id of [lead, ...outer.filter((one) => one !== lead)]) {
    const base = index.get(id)?.node.layout.base;
    const shifted = at.cell && start && base ? { x: Math.max(0, at.cell.x + base.x - start.x), y: Math.max(0, at.cell.y + base.y - start.y) } : at.cell;
    const command = moveTo(next, id, to, shifted ? { cell: shifted } : at.index === undefined ? {} : { index: line });
    if (command) {
      commands.push(command);
      next = applyCommand(next, command).document;
    }
    line = (indexOf(next).get(id)?.index ?? line) + 1;
  }
  return commands.length > 0 ? { do: 'batch', commands } : null;
}
