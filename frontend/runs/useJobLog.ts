import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobChanged } from '../../backend/jobs/live.contract.ts';
import { useRoom } from '../api/live.ts';
import { LogModel } from './log/log-model.ts';
import { readLog } from './runs.api.ts';

/** The log of a run as it grows. */
export type JobLogState = {
  log: LogModel;
  /** The first read is on its way. */
  isLoading: boolean;
  error: unknown;
  /** Nothing will be added any more. */
  isComplete: boolean;
  reload: () => void;
};

// Pieces that come out of order usually put themselves right within this time.
const gapPatienceMs = 300;

/**
 * Reads the log of a run and follows it: what is there over HTTP, what comes over the live room, and over HTTP again what the
 * room did not bring (a lost connection, a piece that went missing). `onChanged` hears of every change of the run itself, and
 * with null that changes may have been missed.
 */
export function useJobLog(workspace: string, jobId: string | null, isOver: boolean, onChanged: (change: JobChanged | null) => void): JobLogState {
  const [log, setLog] = useState(() => new LogModel());
  const [state, setState] = useState<{ isLoading: boolean; isComplete: boolean; error: unknown }>({ isLoading: true, isComplete: false, error: null });
  const reading = useRef<AbortController | null>(null);

  const read = useCallback(
    async (model: LogModel) => {
      if (reading.current || jobId === null) return;
      const abort = new AbortController();
      reading.current = abort;
      try {
        for (let isDone = false; !isDone; ) {
          const { chunks, is_complete: isComplete } = await readLog(workspace, jobId, model.lastSeq, abort.signal);
          model.addPage(chunks);
          isDone = isComplete || chunks.length === 0;
          setState({ isLoading: false, isComplete, error: null });
        }
      } catch (error) {
        if (!abort.signal.aborted) setState((previous) => ({ ...previous, isLoading: false, error }));
      } finally {
        if (reading.current === abort) reading.current = null;
      }
    },
    [workspace, jobId],
  );

  useEffect(() => {
    const model = new LogModel();
    setLog(model);
    setState({ isLoading: true, isComplete: false, error: null });
    void read(model);
    return () => {
      reading.current?.abort();
      reading.current = null;
    };
  }, [read]);

  // The end of the run can be heard before its last lines are: they are fetched.
  useEffect(() => {
    if (isOver && !state.isLoading && !state.isComplete && state.error === null) void read(log);
  }, [isOver, state.isLoading, state.isComplete, state.error, read, log]);

  const isFollowed = jobId !== null && !state.isLoading && !(state.isComplete && isOver);
  useRoom(
    workspace,
    isFollowed ? `job:${jobId}` : null,
    {
      onLog: (piece) => log.addPiece(piece),
      onJobChanged: onChanged,
      onJoined: () => {
        onChanged(null);
        void read(log);
      },
    },
    log.lastSeq,
  );

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = (): void => {
      if (log.gap !== null) timer ??= setTimeout(() => {
        timer = undefined;
        if (log.gap !== null) void read(log);
      }, gapPatienceMs);
    };
    const stop = log.subscribe(check);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [log, read]);

  return { log, ...state, reload: () => void read(log) };
}
