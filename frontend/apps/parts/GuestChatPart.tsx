import { useState, type ReactNode } from 'react';
import type { ChatPartProps } from '../../../components/view.ts';
import { GuestChat } from '../../chat/guest/GuestChat.tsx';
import type { GuestChatDoor } from '../../chat/guest/guest-chat-door.ts';

/** What a conversation of a guest needs of the page that it is in. */
export type GuestChatHost = {
  door: GuestChatDoor;
  version: number;
  recall: (key: string) => string | null;
  remember: (key: string, value: string | null) => void;
};

/** A conversation with the agent of an action, for somebody without an account. */
export function GuestChatPart({ agent: _agent, guestAction, isKept, host, ...props }: ChatPartProps & { host: GuestChatHost }): ReactNode {
  const key = `chat ${guestAction}`;
  const [place] = useState(() => ({
    door: host.door,
    version: host.version,
    action: guestAction,
    recall: () => (isKept ? host.recall(key) : null),
    remember: (ticket: string | null) => host.remember(key, ticket),
  }));
  return <GuestChat {...props} title="How can I help?" place={place} />;
}
