import { perform } from './commands.ts';
import type { FlowCommand, FlowDocument } from './flow-document.ts';

/** A document with its past and future. Documents share what is equal, so each entry costs only what it changed. */
export type History = {
  readonly document: FlowDocument;
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
  /** Set while typing into one field goes on: further changes of it belong to the same entry. */
  readonly open: { readonly key: string; readonly atMs: number } | null;
};

/** One thing that can be taken back: how the document and the selection were before, and after. */
export type Entry = {
  readonly label: string;
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly selectedBefore: string | null;
  readonly selectedAfter: string | null;
};

/** Typing that pauses for longer begins a new entry. */
const pauseMs = 1500;
const longestPast = 500;

/** A document without a past. */
export const startHistory = (document: FlowDocument): History => ({ document, past: [], future: [], open: null });

/** What a step of the history gives: the history and what is selected. */
export type Moved = { readonly history: History; readonly selected: string | null };

/** Carries a command out and remembers how it was before. Throws like {@link perform}. */
export function execute(history: History, command: FlowCommand, selected: string | null, nowMs: number): Moved {
  const { document, selected: chosen = selected } = perform(history.document, command);
  if (document === history.document) return { history, selected: chosen };
  const key = keyOf(command);
  const last = history.past.at(-1);
  const isSame = key !== null && history.open?.key === key && nowMs - history.open.atMs < pauseMs && last !== undefined;
  const entry: Entry = isSame
    ? { ...last, after: document, selectedAfter: chosen }
    : { label: labelOf(command), before: history.document, after: document, selectedBefore: selected, selectedAfter: chosen };
  const past = [...(isSame ? history.past.slice(0, -1) : history.past), entry].slice(-longestPast);
  return { history: { document, past, future: [], open: key === null ? null : { key, atMs: nowMs } }, selected: chosen };
}

/** Takes the last entry back; undefined where there is none. */
export function undo(history: History): Moved | undefined {
  const entry = history.past.at(-1);
  return (
    entry && {
      history: { document: entry.before, past: history.past.slice(0, -1), future: [entry, ...history.future], open: null },
      selected: entry.selectedBefore,
    }
  );
}

/** Does again what was taken back. */
export function redo(history: History): Moved | undefined {
  const [entry, ...future] = history.future;
  return entry && { history: { document: entry.after, past: [...history.past, entry], future, open: null }, selected: entry.selectedAfter };
}

/** Only changes of one field merge. */
function keyOf(command: FlowCommand): string | null {
  if (command.do === 'set_step') return `${command.step} ${command.field.join('/')}`;
  if (command.do === 'set_flow') return `# ${command.field.join('/')}`;
  return command.do === 'replace' ? 'text' : null;
}

function labelOf(command: FlowCommand): string {
  const words: Record<FlowCommand['do'], string> = {
    insert_steps: 'Insert',
    move_step: 'Move',
    delete_steps: 'Delete',
    duplicate_step: 'Duplicate',
    rename_step: 'Rename',
    set_step: 'Change',
    set_flow: 'Change the flow',
    add_branch: 'Add branch',
    remove_branch: 'Remove branch',
    move_branch: 'Move branch',
    wrap_step: 'Wrap',
    unwrap_step: 'Unwrap',
    set_root_module: 'Set handler',
    replace: 'Edit as text',
  };
  const step = 'step' in command && typeof command.step === 'string' ? ` ${command.step}` : '';
  return `${words[command.do]}${step}`;
}
