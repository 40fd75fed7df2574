import type { GuestChat, SaidAsGuest } from '../../../backend/apps/guests/guest-chats.contract.ts';

/** A file that was given, as it is shown with what was said. */
export type GivenFile = { readonly id: string; readonly name: string; readonly size: number };

/** Gives a file to the app around the conversation; the next message hands it over. */
export type GiveFile = (file: File, onProgress: (percent: number) => void, signal: AbortSignal) => Promise<GivenFile>;

/** What is said: words, files that were given, and the question in whose place it stands, if it is not a further one. */
export type GuestWords = { readonly text: string; readonly files: readonly GivenFile[]; readonly insteadOf: string | null };

/** How somebody without an account talks: with the agent of an action, in the conversation that their ticket is for. */
export type GuestChatDoor = {
  say(action: string, version: number, words: GuestWords, ticket: string | null): Promise<SaidAsGuest>;
  view(ticket: string): Promise<GuestChat>;
  stream(ticket: string, after: number, signal: AbortSignal): Promise<Response>;
  stop(ticket: string): Promise<unknown>;
};

/** Which conversation, and where its ticket is put aside: for this window only. */
export type GuestChatPlace = { door: GuestChatDoor; action: string; version: number; recall: () => string | null; remember: (ticket: string | null) => void };
