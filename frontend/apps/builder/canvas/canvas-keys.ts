import type { KeyboardEvent } from 'react';
import { AppNode } from '../../../../backend/apps/app.contract.ts';
import { indexOf, slotAt } from '../../../../backend/apps/core/tree.ts';
import { defaultPlace, moveTo, paste, removal, resizeTo } from '../edits.ts';
import type { Editor } from '../editor-store.ts';

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'metaKey' | 'ctrlKey' | 'altKey'>;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What was copied, as text with a mark, so that it can be pasted into another app. */
const clipboardMark = 'millrace.components';

/** Does what a key means on the canvas, and says whether it meant anything. Everything that the mouse does can be done here. */
export function canvasKey(key: Key, editor: Editor): boolean {
  const isMod = key.metaKey || key.ctrlKey;
  const { session, selection } = editor;
  if (isMod && key.key.toLowerCase() === 'z') return run(key.shiftKey ? editor.redo : editor.undo);
  if (isMod && key.key.toLowerCase() === 'v') return run(() => void pasteFromClipboard(editor));
  if (selection.kind !== 'components') return false;
  const { ids } = selection;
  const [id] = ids;
  const located = id === undefined ? undefined : indexOf(session.document).get(id);
  if (!located) return false;
  if (key.key === 'Delete' || key.key === 'Backspace')
    return editor.perform(removal(session.document, ids), ids.length === 1 ? `Delete ${id}` : `Delete ${ids.length} components`) || true;
  if (key.key === 'Escape')
    return run(() => (located.ancestors.length > 0 ? editor.selectComponents([located.ancestors.at(-1) ?? '']) : editor.select({ kind: 'page' })));
  if (key.key === 'Enter') return run(() => enter(editor, located.node));
  if (isMod && key.key.toLowerCase() === 'c') return run(() => void copy(editor, ids));
  if (isMod && key.key.toLowerCase() === 'd') return run(() => duplicate(editor, ids));
  const direction = arrows[key.key];
  return direction ? run(() => arrow(editor, located.node, direction, key)) : false;
}

function run(action: () => void): true {
  action();
  return true;
}

/** Into a container: its first component. */
function enter(editor: Editor, node: AppNode): void {
  const first = Object.values(node.slots ?? {}).flatMap(({ children }) => children)[0];
  if (first) editor.selectComponents([first.id]);
}

/** Arrows move by a column or row, with shift by more; with mod they resize; in a row or column they change the order. */
function arrow(editor: Editor, node: AppNode, [x, y]: readonly [number, number], key: Key): void {
  const { document } = editor.session;
  const located = indexOf(document).get(node.id);
  const slot = located && slotAt(document, located.parent);
  if (!located || !slot) return;
  if (slot.flow !== 'grid') {
    const step = x + y;
    const command = moveTo(document, node.id, located.parent, { index: located.index + (step > 0 ? 2 : -1) });
    if (command && located.index + step >= 0) editor.perform(command, `Move ${node.id}`);
    return;
  }
  const base = node.layout.base ?? { x: 0, y: 0, w: 12, h: 'auto' as const };
  const by = key.shiftKey ? 5 : 1;
  if (key.metaKey || key.ctrlKey) {
    const h = base.h === 'auto' ? (y === 0 ? base.h : 10) : Math.max(2, base.h + y * by);
    const command = resizeTo(document, node.id, { ...base, w: Math.max(1, Math.min(12 - base.x, base.w + x)), h });
    if (command) editor.perform(command, `Resize ${node.id}`, `resize:${node.id}`);
    return;
  }
  const command = moveTo(document, node.id, located.parent, { cell: { x: base.x + x, y: Math.max(0, base.y + y * by) } });
  if (command) editor.perform(command, `Move ${node.id}`, `move:${node.id}`);
}

function nodesOf(editor: Editor, ids: readonly string[]): AppNode[] {
  const index = indexOf(editor.session.document);
  return ids.flatMap((id) => index.get(id)?.node ?? []);
}

async function copy(editor: Editor, ids: readonly string[]): Promise<void> {
  await navigator.clipboard.writeText(JSON.stringify({ [clipboardMark]: nodesOf(editor, ids) }));
}

function duplicate(editor: Editor, ids: readonly string[]): void {
  const located = indexOf(editor.session.document).get(ids[0] ?? '');
  if (located) insertCopies(editor, nodesOf(editor, ids), located.parent);
}

async function pasteFromClipboard(editor: Editor): Promise<void> {
  const nodes = readClipboard(await navigator.clipboard.readText());
  const selected = editor.selection.kind === 'components' ? (editor.selection.ids[0] ?? null) : null;
  if (nodes.length > 0) insertCopies(editor, nodes, defaultPlace(editor.session.document, editor.page, selected));
}

function insertCopies(editor: Editor, nodes: readonly AppNode[], to: Parameters<typeof paste>[2]): void {
  const { command, ids } = paste(editor.session.document, nodes, to);
  if (editor.perform(command, ids.length === 1 ? `Paste ${ids[0]}` : `Paste ${ids.length} components`)) editor.selectComponents(ids);
}

/** Only what was copied here: the server checks the rest, as it does with every command. */
function readClipboard(text: string): AppNode[] {
  try {
    const parsed = JSON.parse(text) as Record<string, unknown> | null;
    return AppNode.array().safeParse(parsed?.[clipboardMark]).data ?? [];
  } catch {
    return [];
  }
}
