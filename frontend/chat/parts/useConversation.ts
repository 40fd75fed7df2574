import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Attachment, SendMessage, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { createThread, retryMessage, sendMessage, stopThread, threadQuery, threadsListKey, updateThread } from '../chat.api.ts';
import { type LiveThread, useThread } from './useThread.ts';

/** What a person says: new words and what goes with them. */
export type Outgoing = {
  text: string;
  attachments: readonly Attachment[];
  input: SendMessage['input'];
  model: SendMessage['model'];
  /** After which message; left out: after the last one that is shown. */
  parentId?: string | null;
};

/** A message that waits until the answer before it is there. */
export type Queued = Outgoing & { id: number };

/** A conversation with all that one may do in it. */
export type Conversation = LiveThread & {
  workspace: string;
  agent: string;
  /** Id of the conversation; made when it is needed first. */
  ensureThread: () => Promise<string>;
  /** What was sent and is not among the messages yet. */
  sending: Outgoing | null;
  queue: readonly Queued[];
  unqueue: (id: number) => void;
  sendQueued: () => void;
  send: (message: Outgoing) => void;
  retry: (message: ThreadMessage) => void;
  stop: () => void;
  isStopping: boolean;
  /** Shows the branch with a message. */
  show: (message: string) => void;
  failure: { error: unknown; message: Outgoing | null } | null;
  dismiss: () => void;
};

type Options = { workspace: string; agent: string; threadId: string | null; onThread: (id: string) => void };

let queuedCount = 0;

/** What a conversation does: it sends, stops, asks again, shows other branches, and keeps what is written while an answer is not there yet. */
export function useConversation({ workspace, agent, threadId, onThread }: Options): Conversation {
  const client = useQueryClient();
  const [id, setId] = useState(threadId);
  const live = useThread(workspace, id);
  const [sending, setSending] = useState<Outgoing | null>(null);
  const [queue, setQueue] = useState<readonly Queued[]>([]);
  const [isStopping, setStopping] = useState(false);
  const [failure, setFailure] = useState<Conversation['failure']>(null);
  const making = useRef<Promise<string> | null>(threadId === null ? null : Promise.resolve(threadId));
  const ensureThread = useCallback((): Promise<string> => {
    making.current ??= createThread(workspace, { agent }).then(
      (thread) => thread.id,
      (error: unknown) => {
        making.current = null;
        throw error;
      },
    );
    return making.current;
  }, [workspace, agent]);
  const { reload } = live;
  const refresh = useCallback(
    async (thread: string) => {
      await client.fetchQuery({ ...threadQuery(workspace, thread), staleTime: 0 });
      void client.invalidateQueries({ queryKey: threadsListKey(workspace) });
    },
    [client, workspace],
  );
  const perform = async (message: Outgoing | null, work: (thread: string) => Promise<unknown>): Promise<void> => {
    setFailure(null);
    try {
      const thread = await ensureThread();
      await work(thread);
      await refresh(thread);
      setId(thread);
      if (thread !== threadId) onThread(thread);
    } catch (error) {
      setFailure({ error, message });
    } finally {
      setSending(null);
    }
  };
  const sendNow = (message: Outgoing): void => {
    setSending(message);
    const { text, input, model, attachments, parentId } = message;
    const body = { text, input, model, attachments: attachments.map((file) => file.id), ...(parentId === undefined ? {} : { parent_id: parentId }) };
    void perform(message, (thread) => sendMessage(workspace, thread, body));
  };
  const send = (message: Outgoing): void => {
    if (live.running === null && sending === null) return sendNow(message);
    queuedCount += 1;
    setQueue((before) => [...before, { ...message, id: queuedCount }]);
  };
  const sendQueued = (): void => {
    const [first, ...rest] = queue;
    if (!first) return;
    setQueue(rest);
    sendNow(first);
  };
  const last = live.messages.at(-1);
  // What was written meanwhile goes on by itself only after an answer that is whole: after an error or a stop a person looks first.
  const mayGoOn = live.running === null && sending === null && failure === null && last?.status === 'done' && last.role === 'assistant';
  const goOn = useEffectEvent(sendQueued);
  useEffect(() => {
    if (mayGoOn && queue.length > 0) goOn();
  }, [mayGoOn, queue.length]);
  useEffect(() => {
    if (live.running === null) setStopping(false);
  }, [live.running]);
  return {
    ...live,
    workspace,
    agent,
    ensureThread,
    sending,
    queue,
    unqueue: (one) => setQueue((before) => before.filter((queued) => queued.id !== one)),
    sendQueued,
    send,
    retry: (message) => void perform(null, (thread) => retryMessage(workspace, thread, message.id)),
    stop: () => {
      if (live.running === null || isStopping) return;
      setStopping(true);
      void perform(null, (thread) => stopThread(workspace, thread)).then(reload);
    },
    isStopping,
    show: (message) => void perform(null, (thread) => updateThread(workspace, thread, { head_id: message })),
    failure,
    dismiss: () => setFailure(null),
  };
}
