import { isApiError } from '../../api/api-error.ts';
import { readEvents } from '../../api/event-stream.ts';
import { type AnswerChunk, applyChunk, type LiveAnswer } from './core/live-answer.ts';

/** What the page is told while an answer is followed. */
export type AnswerListener = {
  onChange: (live: LiveAnswer) => void;
  /** The connection is lost and tried again, or is there again. */
  onConnection: (isConnected: boolean) => void;
};

/** Asks for the stream of an answer, behind a number. */
export type OpenStream = (after: number, signal: AbortSignal) => Promise<Response>;

const firstPauseMs = 400;
const longestPauseMs = 8000;
const ended = '[DONE]';

/** A pause that ends early when nobody listens any more. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/**
 * Follows an answer to its end. Each chunk has a number: after a lost connection the stream goes on behind the last one that was read, so that nothing
 * is lost and nothing is shown twice. Rejects only when the server refuses.
 */
export async function followAnswer(open: OpenStream, start: LiveAnswer, listener: AnswerListener, signal: AbortSignal): Promise<void> {
  let live = start;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    try {
      const before = live.seq;
      const isDone = await readStream(
        open,
        live,
        signal,
        (next) => {
          live = next;
          listener.onChange(next);
        },
        () => listener.onConnection(true),
      );
      if (isDone || signal.aborted) return;
      if (live.seq > before) pauseMs = firstPauseMs;
    } catch (error) {
      if (signal.aborted) return;
      // What the server refuses it refuses again; anything else is a connection that may come back.
      if (isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
    }
    listener.onConnection(false);
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

async function readStream(
  open: OpenStream,
  start: LiveAnswer,
  signal: AbortSignal,
  onChange: (live: LiveAnswer) => void,
  onOpen: () => void,
): Promise<boolean> {
  const response = await open(start.seq, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return false;
  onOpen();
  const read = readEvents();
  let live = start;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return false;
    let isDone = false;
    for (const { id, data } of read(value)) {
      if (data === ended) isDone = true;
      else live = applyChunk(live, Number(id), JSON.parse(data) as AnswerChunk);
    }
    onChange(live);
    if (isDone) {
      void reader.cancel().catch(() => undefined);
      return true;
    }
  }
}
