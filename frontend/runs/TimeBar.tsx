import { useEffect, useState, type ReactNode } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { formatAbsolute, formatDuration } from '../ui/format.ts';
import { type RunSegment, segmentsOf, type Stretch, widthsOf } from './run-segments.ts';
import { segmentWords } from './run-words.ts';
import { type TimePart, TimeParts } from './TimeParts.tsx';
import classes from './TimeBar.module.css';

const tickMs = 250;

/** The moment, drawn again while something goes on. */
export function useNowWhile(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}

function wordsOf(segment: RunSegment, hasAttempts: boolean): string {
  if (segment.attempt === null || !hasAttempts) return segmentWords[segment.kind];
  return `Attempt ${segment.attempt}${segment.hasFailed ? ' failed' : ''}`;
}

const noWaits: readonly Stretch[] = [];

/** What stands for several stretches is named once, with all of their time. The last one of them gives the colour. */
function legendOf(parts: readonly TimePart[]): TimePart[] {
  const entries = new Map<string, TimePart>();
  for (const part of parts) entries.set(part.words, { ...part, lengthMs: part.lengthMs + (entries.get(part.words)?.lengthMs ?? 0) });
  return [...entries.values()];
}

/** Where the time of a run went: waiting, running, waiting for a retry. Each stretch says its numbers when it is pointed at. */
export function TimeBar({ job, waits = noWaits }: { job: Job; waits?: readonly Stretch[] }): ReactNode {
  const now = useNowWhile(!isTerminal(job.status));
  const segments = segmentsOf(job, now, waits);
  const widths = widthsOf(segments);
  const hasAttempts = new Set(segments.flatMap(({ attempt }) => attempt ?? [])).size > 1;
  const parts = segments.map((segment, index) => {
    const { kind, fromMs, toMs, isOpen, hasFailed } = segment;
    const part = { kind, words: wordsOf(segment, hasAttempts), lengthMs: toMs - fromMs, isOpen, hasFailed, ended: job.status };
    return { ...part, share: widths[index] ?? 0, tip: <Tip part={part} fromMs={fromMs} /> };
  });
  return (
    <div className={classes.frame}>
      <TimeParts parts={parts} legend={legendOf(parts)} />
      {job.progress !== null && !isTerminal(job.status) && (
        <div className={classes.progress} role="progressbar" aria-valuenow={job.progress} aria-valuemin={0} aria-valuemax={100} aria-label="Progress">
          <span className={classes.progressFill} style={{ width: `${job.progress}%` }} />
          <span className={classes.progressWords}>{job.progress} %</span>
        </div>
      )}
    </div>
  );
}

function Tip({ part: { words, lengthMs, isOpen }, fromMs }: { part: TimePart; fromMs: number }): ReactNode {
  return (
    <span className={classes.tip}>
      <strong>
        {words}, {formatDuration(lengthMs)}
      </strong>
      <span>
        {formatAbsolute(new Date(fromMs))}
        {isOpen ? ', still going on' : ''}
      </span>
    </span>
  );
}
