import { useEffect, useState } from 'react';
import type { ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { beginAnswer } from '../parts/core/live-answer.ts';
import { followAnswer, pause } from '../parts/follow-answer.ts';
import { isOpen } from '../parts/useThread.ts';
import type { GivenFile, GuestChatPlace, GuestWords } from './guest-chat-door.ts';

/** A conversation of somebody without an account, with what they may do in it. */
export type GuestChatState = {
  ticket: string | null;
  messages: readonly ThreadMessage[];
  isRunning: boolean;
  /** What was said and is not among the messages yet. */
  sending: GuestWords | null;
  isConnected: boolean;
  error: unknown;
  send: (text: string, files?: readonly GivenFile[]) => void;
  /** Says a question in other words, or once more in the same: what came after it is left behind. */
  reword: (question: ThreadMessage, text: string) => void;
  stop: () => void;
  begin: () => void;
};

/** Reads the conversation of a ticket, follows its answer, and says things in it. The server holds everything. */
export function useGuestChat({ door, action, version, recall, remember }: GuestChatPlace): GuestChatState {
  const [ticket, setTicket] = useState(recall);
  const [turn, setTurn] = useState(0);
  const [messages, setMessages] = useState<readonly ThreadMessage[]>([]);
  const [sending, setSending] = useState<GuestWords | null>(null);
  const [isConnected, setConnected] = useState(true);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (ticket === null) return undefined;
    const stop = new AbortController();
    const follow = async (): Promise<void> => {
      // The end of a stream is not yet the end of the answer that the server has written down: it is read until that says so.
      for (let waitMs = 50; !stop.signal.aborted; waitMs = Math.min(waitMs * 2, 5000)) {
        const chat = await door.view(ticket);
        if (stop.signal.aborted) return;
        setMessages(chat.messages);
        setSending(null);
        const running = chat.messages.findLast(isOpen);
        if (!running) return setConnected(true);
        const onChange = ({ parts }: { parts: ThreadMessage['parts'] | readonly ThreadMessage['parts'][number][] }): void =>
          setMessages((before) => before.map((message) => (message.id === running.id ? { ...message, parts: [...parts] } : message)));
        const open = (after: number, signal: AbortSignal): Promise<Response> => door.stream(ticket, after, signal);
        await followAnswer(open, beginAnswer(running.parts, chat.stream_seq), { onChange, onConnection: setConnected }, stop.signal);
        await pause(waitMs, stop.signal);
      }
    };
    follow().catch((reason: unknown) => {
      if (stop.signal.aborted) return;
      // One that is gone, or is not theirs any more: they begin a new one.
      if (isApiError(reason, 'thread/not_found')) setTicket(null);
      else setError(reason);
    });
    return () => stop.abort();
  }, [door, ticket, turn]);
  const say = async (words: GuestWords): Promise<void> => {
    setError(null);
    setSending(words);
    try {
      const said = await door.say(action, version, words, ticket);
      remember(said.ticket);
      setTicket(said.ticket);
      setTurn((before) => before + 1);
    } catch (reason) {
      setSending(null);
      setError(reason);
    }
  };
  return {
    ticket,
    messages,
    isRunning: sending !== null || messages.some(isOpen),
    sending,
    isConnected,
    error,
    send: (text, files = []) => void (text.trim() === '' && files.length === 0 ? undefined : say({ text: text.trim(), files, insteadOf: null })),
    reword: (question, text) => {
      setMessages((before) => before.slice(0, before.indexOf(question)));
      const files = question.parts.flatMap((part) => (part.type === 'file' ? [part.attachment] : []));
      void say({ text, files, insteadOf: question.id });
    },
    stop: () => void (ticket === null ? undefined : door.stop(ticket).catch(setError)),
    begin: () => {
      remember(null);
      setTicket(null);
      setMessages([]);
      setError(null);
    },
  };
}
