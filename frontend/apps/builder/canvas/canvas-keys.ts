import type { KeyboardEvent } from 'react';
import type { AppDocument, AppNode, Slot } from '../../../../backend/apps/app.contract.ts';
import { readingOrder } from '../../../../backend/apps/core/layout.ts';
import { indexOf, slotAt, type Located } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { moveTo, removal, resizeTo } from '../edits.ts';
import type { Editor } from '../editor-store.ts';
import { duplicate } from './clipboard.ts';

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'metaKey' | 'ctrlKey' | 'altKey'>;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Does what a key means on the canvas, and says whether it meant anything. Everything that the mouse does can be done here. */
export function canvasKey(key: Key, editor: Editor): boolean {
  const isMod = key.metaKey || key.ctrlKey;
  if (isMod && key.key.toLowerCase() === 'z') return run(key.shiftKey ? editor.redo : editor.undo);
  if (isMod && key.key.toLowerCase() === 'a') return run(() => selectSiblings(editor));
  if (key.key === 'Tab' && !isMod && !key.altKey) return walkTo(editor, key.shiftKey ? -1 : 1);
  const { session, selection } = editor;
  if (selection.kind !== 'components') return false;
  const { ids } = selection;
  const located = indexOf(session.document).get(ids[0] ?? '');
  if (!located) return false;
  if (key.key === 'Delete' || key.key === 'Backspace') return run(() => remove(editor));
  if (key.key === 'Escape')
    return run(() => (located.ancestors.length > 0 ? editor.selectComponents([located.ancestors.at(-1) ?? '']) : editor.select({ kind: 'page' })));
  if (key.key === 'Enter') return run(() => enter(editor, located.node));
  if (isMod && key.key.toLowerCase() === 'd') return run(() => duplicate(editor));
  const direction = arrows[key.key];
  return direction && !key.altKey ? run(() => arrow(editor, ids, direction, key)) : false;
}

function run(action: () => void): true {
  action();
  return true;
}

/** Deletes what is selected, and selects what stood beside it, so that one can go on by keys. */
export function remove(editor: Editor): void {
  if (editor.selection.kind !== 'components') return;
  const { ids } = editor.selection;
  const { document } = editor.session;
  const first = indexOf(document).get(ids[0] ?? '');
  const neighbours = first ? inOrder(slotAt(document, first.parent)).map(({ id }) => id) : [];
  const at = neighbours.indexOf(ids[0] ?? '');
  const next = [...neighbours.slice(at + 1), ...neighbours.slice(0, at).toReversed(), first?.ancestors.at(-1)].find(
    (id) => id !== undefined && !ids.includes(id),
  );
  if (!editor.perform(removal(document, ids), ids.length === 1 ? `Delete ${ids[0]}` : `Delete ${ids.length} components`)) return;
  if (next !== undefined) editor.selectComponents([next]);
}

/** The components of a page in the order in which they are read and in which Tab goes through them. */
export function readingIds(document: AppDocument, page: string): string[] {
  const visit = (slot: Slot): string[] => inOrder(slot).flatMap((node) => [node.id, ...Object.values(node.slots ?? {}).flatMap(visit)]);
  const body = document.pages.find(({ id }) => id === page)?.body;
  return body ? visit(body) : [];
}

/** By place in a grid. What lies over the page has none in it, and comes after all that has. */
function inOrder(slot: Slot | undefined): readonly AppNode[] {
  if (slot === undefined) return [];
  const ordered = slot.flow === 'grid' ? readingOrder(slot.children) : slot.children;
  return [...ordered.filter((node) => !isOverlay(node)), ...ordered.filter(isOverlay)];
}

const isOverlay = ({ type }: AppNode): boolean => catalog.get(type)?.isOverlay === true;

/** To the component before or after; at either end the key is left to the browser, which leads out of the canvas. */
function walkTo(editor: Editor, step: 1 | -1): boolean {
  const ids = readingIds(editor.session.document, editor.page);
  const current = editor.selection.kind === 'components' ? ids.indexOf(editor.selection.ids.at(-1) ?? '') : -1;
  if (current === -1 && step === -1) return false;
  const next = ids[current + step];
  if (next === undefined) return false;
  editor.selectComponents([next]);
  return true;
}

function selectSiblings(editor: Editor): void {
  const { session, selection, page } = editor;
  const located = selection.kind === 'components' ? indexOf(session.document).get(selection.ids[0] ?? '') : undefined;
  const slot = slotAt(session.document, located?.parent ?? { page });
  if (slot && slot.children.length > 0) editor.selectComponents(inOrder(slot).map(({ id }) => id));
}

/** Into a container: its first component. */
function enter(editor: Editor, node: AppNode): void {
  const first = Object.values(node.slots ?? {}).flatMap(inOrder)[0];
  if (first) editor.selectComponents([first.id]);
}

/** Arrows move by a column or row, with shift by more; with mod they resize; in a row or column they change the order. Several go together. */
function arrow(editor: Editor, ids: readonly string[], [x, y]: readonly [number, number], key: Key): void {
  // What goes ahead moves first, so that the others do not push it.
  const ordered = readingIds(editor.session.document, editor.page).filter((id) => ids.includes(id));
  for (const id of x + y > 0 ? ordered.toReversed() : ordered) {
    const located = indexOf(editor.session.document).get(id);
    if (located) moveOne(editor, located, [x, y], key, ids.length === 1 ? id : `${ids.length} components`);
    editor = editor.now();
  }
}

function moveOne(editor: Editor, { node, parent, index }: Located, [x, y]: readonly [number, number], key: Key, what: string): void {
  const { document } = editor.session;
  const slot = slotAt(document, parent);
  if (slot?.flow !== 'grid') {
    const step = x + y;
    const command = moveTo(document, node.id, parent, { index: index + (step > 0 ? 2 : -1) });
    if (command && index + step >= 0) editor.perform(command, `Move ${what}`);
    return;
  }
  const base = node.layout.base ?? { x: 0, y: 0, w: 12, h: 'auto' as const };
  const by = key.shiftKey ? 5 : 1;
  if (key.metaKey || key.ctrlKey) {
    const h = base.h === 'auto' ? (y === 0 ? base.h : 10) : Math.max(2, base.h + y * by);
    const command = resizeTo(document, node.id, { ...base, w: Math.max(1, Math.min(12 - base.x, base.w + x)), h });
    if (command) editor.perform(command, `Resize ${what}`, `resize:${what}`);
    return;
  }
  const command = moveTo(document, node.id, parent, { cell: { x: base.x + x, y: Math.max(0, base.y + y * by) } });
  if (command) editor.perform(command, `Move ${what}`, `move:${what}`);
}
