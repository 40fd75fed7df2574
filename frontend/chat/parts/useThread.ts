import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Thread, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { openStream, threadQuery, threadsListKey } from '../chat.api.ts';
import { beginAnswer, type LiveAnswer } from './core/live-answer.ts';
import { followAnswer, pause } from './follow-answer.ts';

/** A conversation, with the answer that is being written as far as it was heard. */
export type LiveThread = {
  thread: Thread | undefined;
  messages: readonly ThreadMessage[];
  /** The answer that is being written, or waits for somebody. */
  running: ThreadMessage | null;
  isConnected: boolean;
  error: unknown;
  reload: () => Promise<unknown>;
};

/** An answer that has not ended: it works, or it waits for a person. */
export const isOpen = ({ status }: Pick<ThreadMessage, 'status'>): boolean => status === 'running' || status === 'waiting';

/** Chunks come faster than a screen is drawn: what is shown changes once a frame. */
function useFrames<Value>(initial: Value): [Value, (value: Value) => void] {
  const [shown, setShown] = useState(initial);
  const newest = useRef(initial);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const show = useCallback((value: Value) => {
    newest.current = value;
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      setShown(newest.current);
    });
  }, []);
  return [shown, show];
}

/** Reads a conversation and follows its answer. The server holds everything: a page that is loaded anew goes on where the answer is. */
export function useThread(workspace: string, id: string | null): LiveThread {
  const client = useQueryClient();
  const { data: thread, error, refetch } = useQuery({ ...threadQuery(workspace, id ?? ''), enabled: id !== null });
  const [live, setLive] = useFrames<{ message: string; answer: LiveAnswer } | null>(null);
  const [isConnected, setConnected] = useState(true);
  const [failure, setFailure] = useState<unknown>(null);
  const running = useMemo(() => thread?.messages.findLast(isOpen) ?? null, [thread]);
  const runningId = running?.id ?? null;
  const start = useRef({ parts: running?.parts ?? [], seq: thread?.stream_seq ?? 0 });
  start.current = { parts: running?.parts ?? [], seq: thread?.stream_seq ?? 0 };
  const reload = useCallback(async () => {
    void client.invalidateQueries({ queryKey: threadsListKey(workspace) });
    return refetch();
  }, [client, refetch, workspace]);
  useEffect(() => {
    if (id === null || runningId === null) return undefined;
    const stop = new AbortController();
    const listener = { onChange: (answer: LiveAnswer) => setLive({ message: runningId, answer }), onConnection: setConnected };
    const follow = async (): Promise<void> => {
      setFailure(null);
      let from = beginAnswer(start.current.parts, start.current.seq);
      // The end of a stream is not yet the end of the answer that the server has written down: it is read until that says so.
      for (let waitMs = 50; !stop.signal.aborted; waitMs = Math.min(waitMs * 2, 5000)) {
        await followAnswer((after, signal) => openStream(workspace, id, after, signal), from, listener, stop.signal);
        if (stop.signal.aborted) return;
        const fresh = await client.fetchQuery({ ...threadQuery(workspace, id), staleTime: 0 });
        const message = fresh.messages.find((one) => one.id === runningId && isOpen(one));
        if (!message) break;
        from = beginAnswer(message.parts, fresh.stream_seq);
        await pause(waitMs, stop.signal);
      }
      setConnected(true);
      void client.invalidateQueries({ queryKey: threadsListKey(workspace) });
    };
    follow().catch((reason: unknown) => stop.signal.aborted || setFailure(reason));
    return () => stop.abort();
  }, [client, workspace, id, runningId, setLive]);
  const messages = useMemo(
    () =>
      (thread?.messages ?? []).map((message) =>
        live !== null && live.message === message.id && isOpen(message) ? { ...message, parts: [...live.answer.parts] } : message,
      ),
    [thread, live],
  );
  return { thread, messages, running, isConnected, error: error ?? failure, reload };
}
