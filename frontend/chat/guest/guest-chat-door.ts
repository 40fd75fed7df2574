import type { GuestChat, SaidAsGuest } from '../../../backend/apps/guests/guest-chats.contract.ts';

/** How somebody without an account talks: with the agent of an action, in the conversation that their ticket is for. */
export type GuestChatDoor = {
  say(action: string, version: number, text: string, ticket: string | null): Promise<SaidAsGuest>;
  view(ticket: string): Promise<GuestChat>;
  stream(ticket: string, after: number, signal: AbortSignal): Promise<Response>;
  stop(ticket: string): Promise<unknown>;
};

/** Which conversation, and where its ticket is put aside: for this window only. */
export type GuestChatPlace = { door: GuestChatDoor; action: string; version: number; recall: () => string | null; remember: (ticket: string | null) => void };
