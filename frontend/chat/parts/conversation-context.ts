import { createContext, use } from 'react';
import type { Conversation } from './useConversation.ts';

/** What messages and tools need of the conversation around them. */
export type ConversationContext = {
  conversation: Conversation;
  /** May say something here: edit, ask again. */
  mayWrite: boolean;
  /** Builds in this workspace: sees runs, settings and codes of errors. */
  canBuild: boolean;
};

const Context = createContext<ConversationContext | null>(null);

/** Makes a conversation known to the messages in it. */
export const ConversationProvider = Context;

/** The conversation that one stands in. */
export function useConversationContext(): ConversationContext {
  const context = use(Context);
  if (!context) throw new Error('Messages stand in a conversation.');
  return context;
}
