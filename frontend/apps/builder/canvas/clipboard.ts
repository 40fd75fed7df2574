import { AppNode } from '../../../../backend/apps/app.contract.ts';
import { indexOf } from '../../../../backend/apps/core/tree.ts';
import { defaultPlace, paste } from '../edits.ts';
import type { Editor } from '../editor-store.ts';

/** What was copied, as text with a mark, so that it can be pasted into another app. */
const mark = 'millrace.components';

/** The components that are selected as text for the clipboard; null where none is. What is inside of another one goes with it. */
export function copied(editor: Editor): string | null {
  const nodes = selectedNodes(editor);
  return nodes.length === 0 ? null : JSON.stringify({ [mark]: nodes });
}

/** Puts what was copied into the selected container or beside the selected component; false for a text that holds no components. */
export function pasteText(editor: Editor, text: string): boolean {
  const nodes = readClipboard(text);
  const selected = editor.selection.kind === 'components' ? (editor.selection.ids[0] ?? null) : null;
  if (nodes.length > 0) insertCopies(editor, nodes, defaultPlace(editor.session.document, editor.page, selected));
  return nodes.length > 0;
}

/** Puts a copy of what is selected beside it. */
export function duplicate(editor: Editor): void {
  const nodes = selectedNodes(editor);
  const located = indexOf(editor.session.document).get(nodes[0]?.id ?? '');
  if (located) insertCopies(editor, nodes, located.parent);
}

function selectedNodes({ session, selection }: Editor): AppNode[] {
  if (selection.kind !== 'components') return [];
  const index = indexOf(session.document);
  const outer = selection.ids.filter((id) => !index.get(id)?.ancestors.some((ancestor) => selection.ids.includes(ancestor)));
  return outer.flatMap((id) => index.get(id)?.node ?? []);
}

function insertCopies(editor: Editor, nodes: readonly AppNode[], to: Parameters<typeof paste>[2]): void {
  const { command, ids } = paste(editor.session.document, nodes, to);
  if (editor.perform(command, ids.length === 1 ? `Paste ${ids[0]}` : `Paste ${ids.length} components`)) editor.selectComponents(ids);
}

/** Only what was copied here: the server checks the rest, as it does with every command. */
function readClipboard(text: string): AppNode[] {
  try {
    const parsed = JSON.parse(text) as Record<string, unknown> | null;
    return AppNode.array().safeParse(parsed?.[mark]).data ?? [];
  } catch {
    return [];
  }
}
