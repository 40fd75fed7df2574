import type { AppCommand } from '../../../backend/apps/app-commands.contract.ts';
import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import type { AppCommandsResult } from '../../../backend/apps/apps.contract.ts';
import { applyCommand } from '../../../backend/apps/core/commands/apply.ts';
import { CommandRefused } from '../../../backend/apps/core/commands/command.ts';

/** What can be undone: how it is called, and the command that does it. Changes with the same `merge` key that follow each other are one. */
type Undoable = { readonly title: string; readonly inverse: AppCommand; readonly merge: string | null };

/** A state of the session. Every change makes a new one. */
export type EditState = {
  /** What the server has carried out. */
  readonly confirmed: AppDocument;
  /** Number of the last command that the server has carried out. */
  readonly seq: number;
  /** Commands that the server has not answered yet; the first `sent` of them are under way. */
  readonly pending: readonly AppCommand[];
  readonly sent: number;
  /** What the person sees: the confirmed document with everything pending. */
  readonly document: AppDocument;
  readonly undo: readonly Undoable[];
  readonly redo: readonly Undoable[];
};

/** A session begins with the working copy as the server has it. */
export const beginSession = (document: AppDocument, seq: number): EditState => ({
  confirmed: document,
  seq,
  pending: [],
  sent: 0,
  document,
  undo: [],
  redo: [],
});

/** Things that can be undone, the newest so many. */
const longestHistory = 500;

/** Does something now, and leaves it to be sent. Throws `CommandRefused` where it does not fit, and changes nothing then. */
export function perform(state: EditState, command: AppCommand, title: string, merge: string | null = null): EditState {
  const { document, inverse } = applyCommand(state.document, command);
  const last = state.undo.at(-1);
  const isMerged = merge !== null && last?.merge === merge;
  // Undoing leads back to before the first of the changes that are one.
  const undo = isMerged ? state.undo : [...state.undo, { title, inverse, merge }].slice(-longestHistory);
  return { ...state, document, pending: withPending(state, command, isMerged), undo, redo: [] };
}

/** Undoes the last change of this person, whatever others did meanwhile. */
export const undo = (state: EditState): EditState => step(state, 'undo', 'redo');

/** Does again what was undone last. */
export const redo = (state: EditState): EditState => step(state, 'redo', 'undo');

function step(state: EditState, from: 'undo' | 'redo', to: 'undo' | 'redo'): EditState {
  const last = state[from].at(-1);
  if (!last) return state;
  const { document, inverse } = applyCommand(state.document, last.inverse);
  return {
    ...state,
    document,
    pending: [...state.pending, last.inverse],
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], { title: last.title, inverse, merge: null }],
  };
}

/** Ends the merging of what is typed: the next change is one of its own. */
export function settle(state: EditState): EditState {
  const last = state.undo.at(-1);
  return last?.merge == null ? state : { ...state, undo: [...state.undo.slice(0, -1), { ...last, merge: null }] };
}

/** Takes what is pending to be sent; nothing while an answer is awaited, so that the server carries commands out in their order. */
export function takeToSend(state: EditState): { state: EditState; commands: readonly AppCommand[] } | null {
  if (state.sent > 0 || state.pending.length === 0) return null;
  const commands = state.pending.slice(0, 100);
  return { state: { ...state, sent: commands.length }, commands };
}

/** What comes of an answer: the new state, and what the person has to be told. */
export type Answered = { readonly state: EditState; readonly refused: string | null; readonly isBehind: boolean };

/**
 * Takes the answer to what was sent: first what others did, then what was sent, up to what the server refused; what is still pending is done again on
 * top. What does not fit any more is left out and said.
 */
export function answered(state: EditState, { seq, others, is_behind: isBehind, refused }: AppCommandsResult): Answered {
  if (isBehind) return { state, refused: null, isBehind: true };
  const sent = state.pending.slice(0, state.sent);
  const done = refused ? sent.slice(0, refused.index) : sent;
  let confirmed = state.confirmed;
  for (const { command } of others) confirmed = applyCommand(confirmed, command).document;
  for (const command of done) confirmed = applyCommand(confirmed, command).document;
  // What came after a refused command was sent in vain and is tried again.
  const waiting = [...(refused ? sent.slice(refused.index + 1) : []), ...state.pending.slice(state.sent)];
  const rebased = rebase(confirmed, waiting);
  const said = refused?.message ?? rebased.problem;
  return { state: { ...state, confirmed, seq, pending: rebased.pending, sent: 0, document: rebased.document }, refused: said, isBehind: false };
}

/** Takes commands of others that came without asking; `null` where some are missing in between. */
export function received(state: EditState, seq: number, commands: readonly AppCommand[]): EditState | null {
  if (state.sent > 0 || seq - commands.length !== state.seq) return null;
  let confirmed = state.confirmed;
  for (const command of commands) confirmed = applyCommand(confirmed, command).document;
  const { document, pending } = rebase(confirmed, state.pending);
  return { ...state, confirmed, seq, pending, document };
}

/** What was sent could not be delivered: it is sent again later. */
export const notDelivered = (state: EditState): EditState => ({ ...state, sent: 0 });

function rebase(confirmed: AppDocument, waiting: readonly AppCommand[]): { document: AppDocument; pending: AppCommand[]; problem: string | null } {
  let document = confirmed;
  let problem: string | null = null;
  const pending: AppCommand[] = [];
  for (const command of waiting) {
    try {
      ({ document } = applyCommand(document, command));
      pending.push(command);
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      problem ??= error.message;
    }
  }
  return { document, pending, problem };
}

/** Of what is typed only the last state is sent, as long as none of it is under way. */
function withPending({ pending, sent }: EditState, command: AppCommand, isMerged: boolean): AppCommand[] {
  const last = pending.at(-1);
  const replaces = isMerged && pending.length > sent && last !== undefined && isSameTarget(last, command);
  return [...(replaces ? pending.slice(0, -1) : pending), command];
}

function isSameTarget(left: AppCommand, right: AppCommand): boolean {
  if (left.do === 'set_prop' && right.do === 'set_prop') return left.id === right.id && left.name === right.name;
  if (left.do === 'set_layout' && right.do === 'set_layout') return left.id === right.id;
  return left.do === 'put_action' && right.do === 'put_action' && left.action.id === right.action.id;
}
