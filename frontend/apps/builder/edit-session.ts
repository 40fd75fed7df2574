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
  /** Commands of which the server has not said yet what became of them; the first `sent` of them were sent. */
  readonly pending: readonly AppCommand[];
  readonly sent: number;
  /**
   * The one question to the server that is open. There is never a second beside it: its answer would be about another state than the one that it
   * meets. What was sent while nothing is open has got lost on its way there or back, and the server is asked which of it was carried out.
   */
  readonly open: 'sending' | 'asking' | null;
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
  open: null,
  document,
  undo: [],
  redo: [],
});

/** Things that can be undone, the newest so many. */
const longestHistory = 500;
/** As many as the server takes. */
const mostAtOnce = 100;

/** Does something now, and leaves it to be sent. Throws `CommandRefused` where it does not fit, and changes nothing then. */
export function perform(state: EditState, command: AppCommand, title: string, merge: string | null = null): EditState {
  const { document, inverse } = applyCommand(state.document, command);
  const last = state.undo.at(-1);
  const isMerged = merge !== null && last?.merge === merge;
  // Undoing leads back to before the first of the changes that are one.
  const undo = isMerged ? state.undo : [...state.undo, { title, inverse, merge }].slice(-longestHistory);
  return { ...state, document, pending: withPending(state, command, isMerged), undo, redo: [] };
}

/** Undoes the last change of this person, whatever others did meanwhile. Throws `CommandRefused` where it does not fit any more; see {@link forget}. */
export const undo = (state: EditState): EditState => step(state, 'undo', 'redo');

/** Does again what was undone last. */
export const redo = (state: EditState): EditState => step(state, 'redo', 'undo');

/** Leaves out what cannot be undone (or done again) any more, so that what was done before it still can. */
export const forget = (state: EditState, from: 'undo' | 'redo'): EditState => ({ ...state, [from]: state[from].slice(0, -1) });

function step(state: EditState, from: 'undo' | 'redo', to: 'undo' | 'redo'): EditState {
  const last = state[from].at(-1);
  if (!last) return state;
  const { document, inverse } = applyCommand(state.document, last.inverse);
  const done = { title: last.title, inverse, merge: null };
  return { ...forget(state, from), document, pending: [...state.pending, last.inverse], [to]: [...state[to], done] };
}

/** Ends the merging of what is typed: the next change is one of its own. */
export function settle(state: EditState): EditState {
  const last = state.undo.at(-1);
  return last?.merge == null ? state : { ...state, undo: [...state.undo.slice(0, -1), { ...last, merge: null }] };
}

/** What goes to the server: commands, or none where it is only asked what was done. */
export type Exchange = { readonly state: EditState; readonly commands: readonly AppCommand[] };

/** Begins an exchange with the server: sends what is pending, or asks. Nothing while an answer is awaited, so that commands keep their order. */
export function takeToSend(state: EditState, hasToAsk = false): Exchange | null {
  if (state.open !== null) return null;
  if (state.sent > 0) return { state: { ...state, open: 'asking' }, commands: [] };
  if (state.pending.length === 0) return hasToAsk ? { state: { ...state, open: 'asking' }, commands: [] } : null;
  const commands = state.pending.slice(0, mostAtOnce);
  return { state: { ...state, open: 'sending', sent: commands.length }, commands };
}

/** What comes of an answer: the new state, and what the person has to be told. */
export type Answered = { readonly state: EditState; readonly refused: string | null; readonly isBehind: boolean };

/**
 * Takes the answer to what was sent: first what others did, then what was sent, up to what the server refused; what is still pending is done again on
 * top. What does not fit any more is left out and said. `client`: who sends here; what it sent and never had an answer to comes back among the others.
 */
export function answered(state: EditState, { seq, others, is_behind: isBehind, refused }: AppCommandsResult, client: string): Answered {
  const sent = state.pending.slice(0, state.sent);
  const isSent = state.open === 'sending';
  const known = isSent ? sent.length : others.filter((other) => other.client === client).length;
  // What came after a refused command was sent in vain and is tried again.
  const waiting = [...sent.slice(isSent && refused ? refused.index + 1 : known), ...state.pending.slice(state.sent)];
  const said = refused?.message ?? null;
  const behind = { state: { ...state, pending: waiting, sent: 0 }, refused: said, isBehind: true };
  if (isBehind) return behind;
  const confirmed = carriedOut(state.confirmed, [...others.map(({ command }) => command), ...(isSent ? sent.slice(0, refused?.index) : [])]);
  // Where it does not fit, this is no longer the copy that the server has.
  if (confirmed === null) return behind;
  const rebased = rebase(confirmed, waiting);
  const next = { ...state, confirmed, seq, pending: rebased.pending, sent: 0, open: null, document: rebased.document };
  return { state: next, refused: said ?? rebased.problem, isBehind: false };
}

/** Takes the working copy as the server has it now, after too much happened there to be told; what is still pending is done again on top. */
export function caughtUp(state: EditState, confirmed: AppDocument, seq: number): Answered {
  const { document, pending, problem } = rebase(confirmed, state.pending);
  return { state: { ...state, confirmed, seq, pending, sent: 0, open: null, document }, refused: problem, isBehind: false };
}

/** The question or its answer got lost. Whether what was sent was carried out is asked before anything is sent again. */
export const notDelivered = (state: EditState): EditState => ({ ...state, open: null });

/** `null` where something does not fit. */
function carriedOut(start: AppDocument, commands: readonly AppCommand[]): AppDocument | null {
  try {
    return commands.reduce((document, command) => applyCommand(document, command).document, start);
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    return null;
  }
}

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
