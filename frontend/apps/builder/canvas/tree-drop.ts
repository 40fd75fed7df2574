import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import { indexOf, slotAt, type ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { boxesOf } from '../edits.ts';
import { mayDrop, slotOf, type DragSource, type DropTarget } from './drag.ts';

/** Where on the row of a component in the tree something is held. */
export type RowEdge = 'before' | 'inside' | 'after';

/** The part of a row that a height on it means, as a share: a container is gone into in its middle, other components have only two sides. */
export function edgeAt(document: AppDocument, id: string, share: number): RowEdge {
  const isContainer = indexOf(document).get(id)?.node.slots !== undefined;
  if (isContainer && share > 0.25 && share < 0.75) return 'inside';
  return share < 0.5 ? 'before' : 'after';
}

/**
 * Where something goes that is dropped onto a row of the tree: in front of that component or behind it where both are read, or into it as the last. In a grid
 * in front of it is where it stands now, and what stands there moves down.
 */
export function targetInTree(document: AppDocument, source: DragSource, id: string, edge: RowEdge): DropTarget | null {
  const located = indexOf(document).get(id);
  if (!located || (source.kind === 'node' && source.id === id)) return null;
  const row = { id, edge };
  if (edge === 'inside') {
    const place = slotOf(document, id);
    const slot = place && slotAt(document, place);
    return place && slot && mayDrop(document, source, place) ? { place, row, ...atEnd(document, place) } : null;
  }
  const place = located.parent;
  if (!mayDrop(document, source, place)) return null;
  if (slotAt(document, place)?.flow !== 'grid') return { place, row, index: located.index + (edge === 'after' ? 1 : 0) };
  const box = boxesOf(document, place).find((one) => one.id === id);
  if (!box) return null;
  const y = edge === 'after' ? box.y + box.h : box.y;
  return { place, row, cell: { x: box.x, y, w: box.w, h: box.h, drawnRow: y } };
}

function atEnd(document: AppDocument, place: ParentPlace): Pick<DropTarget, 'index' | 'cell'> {
  const slot = slotAt(document, place);
  if (slot?.flow !== 'grid') return { index: slot?.children.length ?? 0 };
  const y = Math.max(0, ...boxesOf(document, place).map((box) => box.y + box.h));
  return { cell: { x: 0, y, w: 12, h: 8, drawnRow: y } };
}
