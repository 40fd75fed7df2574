import { Tooltip } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { formatAbsolute, formatCount, formatDuration, formatRelative, shortenId } from './format.ts';
import classes from './Values.module.css';

const tickMs = 20_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every relative time on the page: they change together, and a page with none has no timer. */
export function useCoarseNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const listener = (): void => setNow(new Date());
    listeners.add(listener);
    timer ??= setInterval(() => listeners.forEach((tell) => tell()), tickMs);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}

/** A time as its distance from now; the absolute time in the person's zone on hover. Null shows a dash, or `never`. */
export function RelativeTime({ at, never = '–' }: { at: string | null | undefined; never?: string }): ReactNode {
  const now = useCoarseNow();
  if (!at) return <span className={classes.none}>{never}</span>;
  const date = new Date(at);
  return (
    <Tooltip label={formatAbsolute(date)}>
      <time dateTime={at} className={classes.value}>
        {formatRelative(date, latest(date, now))}
      </time>
    </Tooltip>
  );
}

/** What happened since the clock last ticked did not happen "in a moment". */
const latest = (at: Date, tick: Date): Date => (at > tick ? new Date() : tick);

/** How often a running duration is drawn again. */
const runningTickMs = 100;

function useRunningNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const interval = setInterval(() => setNow(Date.now()), runningTickMs);
    return () => clearInterval(interval);
  }, [isRunning]);
  return now;
}

/** A duration: given in milliseconds, or counted from `since` while something runs. */
export function Duration({ ms, since }: { ms?: number | null; since?: string | null }): ReactNode {
  const isRunning = (ms === undefined || ms === null) && !!since;
  const now = useRunningNow(isRunning);
  if (isRunning) return <span className={classes.value}>{formatDuration(now - new Date(since).getTime())}</span>;
  if (ms === undefined || ms === null) return <span className={classes.none}>–</span>;
  return <span className={classes.value}>{formatDuration(ms)}</span>;
}

/** A count with thin separators. */
export function Count({ value }: { value: number }): ReactNode {
  return <span className={classes.value}>{formatCount(value)}</span>;
}

/** An id, short, with a button that copies the whole. */
export function ShortId({ id, label = 'Copy id' }: { id: string; label?: string }): ReactNode {
  return (
    <span className={classes.id}>
      <span title={id}>{shortenId(id)}</span>
      <CopyButton value={id} label={label} />
    </span>
  );
}
