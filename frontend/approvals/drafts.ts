import { create } from 'zustand';

/** What was typed about a request and not sent: it survives a look at another one. */
export type DecisionDraft = { comment: string; approve: Record<string, unknown>; reject: Record<string, unknown> };

const empty: DecisionDraft = { comment: '', approve: {}, reject: {} };

type DraftStore = { drafts: Readonly<Record<string, DecisionDraft>>; change: (id: string, part: Partial<DecisionDraft>) => void; forget: (id: string) => void };

/** Unsent decisions by request, for as long as the page is open. */
export const useDrafts = create<DraftStore>((set) => ({
  drafts: {},
  change: (id, part) => set(({ drafts }) => ({ drafts: { ...drafts, [id]: { ...(drafts[id] ?? empty), ...part } } })),
  forget: (id) => set(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== id)) })),
}));

/** What was typed about one request. */
export const draftOf = (id: string): DecisionDraft => useDrafts.getState().drafts[id] ?? empty;

/** A key that makes a repeated send of the same decision count once. Works without HTTPS as well, where `randomUUID` does not. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
