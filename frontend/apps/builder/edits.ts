import type { AppCommand } from '../../../backend/apps/app-commands.contract.ts';
import type { AppDocument, AppNode, Breakpoint, Cell, Slot } from '../../../backend/apps/app.contract.ts';
import { mapExpressions, namesOf } from '../../../backend/apps/core/expressions.ts';
import { freeId } from '../../../backend/apps/core/ids.ts';
import { boxOf, cellsAt, placeAtEnd, placeBox, withCell, type Box } from '../../../backend/apps/core/layout.ts';
import { indexOf, slotAt, subtree, type ParentPlace } from '../../../backend/apps/core/tree.ts';
import { renameReference } from '../../../backend/expressions/core/rename-reference.ts';
import type { ComponentDefinition, ComponentSlot } from '../../../components/component.ts';
import { catalog } from '../../../components/definitions.ts';

/** Pure answers to "which commands does this wish take": the mouse, the keyboard and the menus all ask here. */

/** A new component of a type, with names for it and all that is in it. */
export function newNode(document: AppDocument, definition: ComponentDefinition): AppNode {
  const id = freeId(document, definition.idStem);
  const slots = Object.fromEntries(slotsOfNew(definition).map(([name, { flow }]) => [name, { flow, children: [] }]));
  return {
    id,
    type: definition.type,
    // What asks for something has a label from the start: without one nobody knows what it is for.
    props: {
      ...(definition.category === 'input' && 'label' in definition.props.shape ? { label: definition.title } : {}),
      ...(definition.initial as AppNode['props'] | undefined),
    },
    layout: {},
    ...(Object.keys(slots).length > 0 ? { slots } : {}),
  };
}

function slotsOfNew({ slots = {}, slotsOf, initial }: ComponentDefinition): [string, ComponentSlot][] {
  const items = slotsOf ? initial?.[slotsOf.prop] : [];
  const keys = Array.isArray(items) ? items.map((item) => (item as { key: string }).key) : [];
  return [...Object.entries(slots), ...keys.flatMap((key): [string, ComponentSlot][] => (slotsOf ? [[key, slotsOf.each]] : []))];
}

/** Boxes of the children of a grid, as far as they have places. */
export function boxesOf(document: AppDocument, place: ParentPlace): Box[] {
  return (slotAt(document, place)?.children ?? [])
    .filter((node) => catalog.get(node.type)?.isOverlay !== true)
    .map((node, index) => boxOf(node.id, node.layout.base ?? { x: 0, y: index * 8, w: 12, h: 'auto' }));
}

/** Puts a new component into a container: at a cell, at a position in a line, or where there is room. */
export function insertNew(document: AppDocument, node: AppNode, to: ParentPlace, at: { index?: number; cell?: { x: number; y: number } } = {}): AppCommand {
  const slot = slotAt(document, to);
  const definition = catalog.get(node.type);
  const index = at.index ?? slot?.children.length ?? 0;
  if (slot === undefined && 'node' in to) return { do: 'put_slot', node: to.node, slot: to.slot, value: firstIn(document, to, node) };
  if (slot?.flow !== 'grid' || definition?.isOverlay === true || !definition) return { do: 'insert_node', to, index, node };
  const { w, h } = definition.size;
  const boxes = boxesOf(document, to);
  const corner = at.cell ?? placeAtEnd(boxes, { w, h: h === 'auto' ? 8 : h });
  const base: Cell = { x: Math.min(corner.x, 12 - w), y: corner.y, w, h };
  const commands: AppCommand[] = [
    { do: 'insert_node', to, index, node: { ...node, layout: { base } } },
    ...pushed(document, boxes, boxOf(node.id, base)),
    ...grown(document, to, boxOf(node.id, base)),
  ];
  return commands.length === 1 && commands[0] ? commands[0] : { do: 'batch', commands };
}

/** A place that nothing was in yet, such as a tab that was added, with its first component. */
function firstIn(document: AppDocument, to: { node: string; slot: string }, node: AppNode): Slot {
  const parent = catalog.get(indexOf(document).get(to.node)?.node.type ?? '');
  const { flow = 'grid' } = parent?.slots?.[to.slot] ?? parent?.slotsOf?.each ?? {};
  const { w = 12, h = 'auto' } = catalog.get(node.type)?.size ?? {};
  return { flow, children: [flow === 'grid' ? { ...node, layout: { base: { x: 0, y: 0, w, h } } } : node] };
}

/** Moves a component to a cell of a grid, or to a position in a line; what is in its way moves down. */
export function moveTo(document: AppDocument, id: string, to: ParentPlace, at: { index?: number; cell?: { x: number; y: number } }): AppCommand | null {
  const located = indexOf(document).get(id);
  const slot = slotAt(document, to);
  if (!located || !slot) return null;
  const isSamePlace = JSON.stringify(located.parent) === JSON.stringify(to);
  const index = at.index ?? (isSamePlace ? located.index : slot.children.length);
  if (slot.flow !== 'grid') {
    const shifted = isSamePlace && index > located.index ? index - 1 : index;
    return isSamePlace && shifted === located.index ? null : { do: 'move_node', id, to, index: shifted };
  }
  const size = located.node.layout.base ?? { ...(catalog.get(located.node.type)?.size ?? { w: 6, h: 'auto' as const }), x: 0, y: 0 };
  const cell = at.cell ?? placeAtEnd(boxesOf(document, to), { w: size.w, h: size.h === 'auto' ? 8 : size.h });
  const base: Cell = { x: Math.max(0, Math.min(12 - size.w, cell.x)), y: Math.max(0, cell.y), w: size.w, h: size.h };
  const layout = { ...located.node.layout, base };
  const boxes = boxesOf(document, to).filter((box) => box.id !== id);
  const move: AppCommand = isSamePlace ? { do: 'set_layout', id, layout } : { do: 'move_node', id, to, index, layout };
  return { do: 'batch', commands: [move, ...pushed(document, boxes, boxOf(id, base)), ...(isSamePlace ? [] : grown(document, to, boxOf(id, base)))] };
}

/** Gives a component another cell in its grid. */
export function resizeTo(document: AppDocument, id: string, base: Cell): AppCommand | null {
  const located = indexOf(document).get(id);
  if (!located) return null;
  const boxes = boxesOf(document, located.parent).filter((box) => box.id !== id);
  return { do: 'batch', commands: [{ do: 'set_layout', id, layout: { ...located.node.layout, base } }, ...pushed(document, boxes, boxOf(id, base))] };
}

/** Rows that the frame, title and padding of a container take at most. */
const rowsAround = 10;

/** A container of a fixed height becomes as high as what is put at its end, so that nothing lands where nobody sees it. */
function grown(document: AppDocument, to: ParentPlace, last: Box): AppCommand[] {
  const base = 'node' in to ? indexOf(document).get(to.node)?.node.layout.base : undefined;
  if (!('node' in to) || !base || base.h === 'auto' || last.y + last.h + rowsAround <= base.h) return [];
  const command = resizeTo(document, to.node, { ...base, h: last.y + last.h + rowsAround });
  return command ? [command] : [];
}

/** Gives a component another size at one width. Where the layout is derived only this component is changed, and only there. */
export function resizeAt(document: AppDocument, id: string, at: Breakpoint | 'base', change: Partial<Pick<Cell, 'w' | 'h'>>): AppCommand | null {
  const located = indexOf(document).get(id);
  const slot = located && slotAt(document, located.parent);
  if (!located || !slot) return null;
  const { layout } = located.node;
  if (at === 'base') return resizeTo(document, id, { ...(layout.base ?? { x: 0, y: 0, w: 12, h: 'auto' }), ...change });
  const { [at]: _own, ...others } = layout.overrides ?? {};
  const plain = slot.children.map((child) => (child.id === id ? { id, layout: { ...layout, overrides: others } } : child));
  const derived = cellsAt(plain, at).find((placed) => placed.id === id)?.cell;
  const current = cellsAt(slot.children, at).find((placed) => placed.id === id)?.cell;
  if (!derived || !current) return null;
  // Where it stands follows from the order; only its size is one's own.
  return { do: 'set_layout', id, layout: withCell(layout, at, { ...derived, w: current.w, h: current.h, ...change }, derived) };
}

/** What has to move out of the way of a box. */
function pushed(document: AppDocument, boxes: readonly Box[], wanted: Box): AppCommand[] {
  const before = new Map(boxes.map((box) => [box.id, box]));
  return placeBox(boxes, wanted).flatMap((box): AppCommand[] => {
    const old = before.get(box.id);
    const node = indexOf(document).get(box.id)?.node;
    if (!old || !node || (old.y === box.y && old.x === box.x)) return [];
    const base = node.layout.base ?? { x: box.x, y: box.y, w: box.w, h: 'auto' as const };
    return [{ do: 'set_layout', id: box.id, layout: { ...node.layout, base: { ...base, x: box.x, y: box.y } } }];
  });
}

/** Removes components; those inside of others go with them. */
export function removal(document: AppDocument, ids: readonly string[]): AppCommand {
  const index = indexOf(document);
  const outer = ids.filter((id) => !index.get(id)?.ancestors.some((ancestor) => ids.includes(ancestor)));
  return { do: 'batch', commands: outer.map((id) => ({ do: 'remove_node', id })) };
}

/** Copies of subtrees under names that are free; expressions among them read the copies. */
export function withFreshIds(document: AppDocument, nodes: readonly AppNode[]): AppNode[] {
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  for (const node of nodes) {
    for (const { id } of subtree(node)) {
      const fresh = freeId(document, id, taken);
      taken.add(fresh);
      renamed.set(id, fresh);
    }
  }
  const names = new Set([...namesOf(document), ...renamed.keys()]);
  const inside = <Value>(value: Value): Value =>
    mapExpressions(value, (expr) => {
      let text = expr;
      for (const [from, to] of renamed) {
        if (from === to || !text.includes(from)) continue;
        try {
          text = renameReference(text, names, { root: from }, to);
        } catch {
          // A variable inside of the expression has the new name: the copy reads the original, and the check says what is wrong if anything is.
        }
      }
      return text;
    });
  const copy = ({ slots, ...node }: AppNode): AppNode => ({
    ...inside(node),
    id: renamed.get(node.id) ?? node.id,
    ...(slots ? { slots: Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, { ...slot, children: slot.children.map(copy) }])) } : {}),
  });
  return nodes.map(copy);
}

/** Puts copies into a container, one below the other. */
export function paste(document: AppDocument, nodes: readonly AppNode[], to: ParentPlace): { command: AppCommand; ids: string[] } {
  const copies = withFreshIds(document, nodes);
  const slot = slotAt(document, to);
  let bottom = Math.max(0, ...boxesOf(document, to).map(({ y, h }) => y + h));
  const commands = copies.map((node, index): AppCommand => {
    const base = node.layout.base;
    const layout = slot?.flow === 'grid' && base ? { ...node.layout, base: { ...base, y: bottom } } : node.layout;
    if (base) bottom += base.h === 'auto' ? 8 : base.h;
    return { do: 'insert_node', to, index: (slot?.children.length ?? 0) + index, node: { ...node, layout } };
  });
  return { command: { do: 'batch', commands }, ids: copies.map(({ id }) => id) };
}

/** Where something new goes when nobody says where: into the selected container, beside the selected component, or onto the page. */
export function defaultPlace(document: AppDocument, page: string, selected: string | null): ParentPlace {
  const located = selected === null ? undefined : indexOf(document).get(selected);
  if (!located) return { page };
  const slots = Object.keys(located.node.slots ?? {});
  const first = slots.includes('body') ? 'body' : slots[0];
  return first === undefined ? located.parent : { node: located.node.id, slot: first };
}
