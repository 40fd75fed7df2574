import { Tooltip } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { formatAbsolute, formatDuration } from '../ui/format.ts';
import { type RunSegment, segmentsOf, type Stretch, widthsOf } from './run-segments.ts';
import { segmentWords } from './run-words.ts';
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

const lengthOf = ({ fromMs, toMs }: RunSegment): string => formatDuration(toMs - fromMs);

function wordsOf(segment: RunSegment, hasAttempts: boolean): string {
  if (segment.attempt === null || !hasAttempts) return segmentWords[segment.kind];
  return `Attempt ${segment.attempt}${segment.hasFailed ? ' failed' : ''}`;
}

const noWaits: readonly Stretch[] = [];

type Shown = { segment: RunSegment; words: string };

/** What stands for several stretches is named once, with all of their time. The last one of them gives the colour. */
function legendOf(shown: readonly Shown[]): (Shown & { lengthMs: number })[] {
  const entries = new Map<string, Shown & { lengthMs: number }>();
  for (const { segment, words } of shown) {
    const lengthMs = (entries.get(words)?.lengthMs ?? 0) + segment.toMs - segment.fromMs;
    entries.set(words, { segment, words, lengthMs });
  }
  return [...entries.values()];
}

/** Where the time of a run went: waiting, running, waiting for a retry. Each stretch says its numbers when it is pointed at. */
export function TimeBar({ job, waits = noWaits }: { job: Job; waits?: readonly Stretch[] }): ReactNode {
  const now = useNowWhile(!isTerminal(job.status));
  const segments = segmentsOf(job, now, waits);
  const widths = widthsOf(segments);
  const hasAttempts = new Set(segments.flatMap(({ attempt }) => attempt ?? [])).size > 1;
  const shown = segments.map((segment, index) => ({ segment, width: widths[index] ?? 0, words: wordsOf(segment, hasAttempts) }));
  return (
    <div className={classes.frame}>
      <ol className={classes.bar} aria-label="Where the time went">
        {shown.map(({ segment, width, words }, index) => (
          <Tooltip
            key={index}
            label={
              <span className={classes.tip}>
                <strong>
                  {words}, {lengthOf(segment)}
                </strong>
                <span>
                  {formatAbsolute(new Date(segment.fromMs))}
                  {segment.isOpen ? ', still going on' : ''}
                </span>
              </span>
            }
          >
            <li
              className={classes.segment}
              data-kind={segment.kind}
              data-failed={segment.hasFailed || undefined}
              data-open={segment.isOpen || undefined}
              data-ended={segment.kind === 'running' && !segment.isOpen ? job.status : undefined}
              style={{ width: `${width}%` }}
              tabIndex={0}
            >
              <span className="visually-hidden">
                {words}: {lengthOf(segment)}
              </span>
            </li>
          </Tooltip>
        ))}
      </ol>
      <ul className={classes.legend} aria-hidden>
        {legendOf(shown).map(({ segment, words, lengthMs }) => (
          <li
            key={words}
            className={classes.entry}
            data-kind={segment.kind}
            data-failed={segment.hasFailed || undefined}
            data-ended={segment.kind === 'running' && !segment.isOpen ? job.status : undefined}
          >
            {words} <span className={classes.number}>{formatDuration(lengthMs)}</span>
          </li>
        ))}
      </ul>
      {job.progress !== null && !isTerminal(job.status) && (
        <div className={classes.progress} role="progressbar" aria-valuenow={job.progress} aria-valuemin={0} aria-valuemax={100} aria-label="Progress">
          <span className={classes.progressFill} style={{ width: `${job.progress}%` }} />
          <span className={classes.progressWords}>{job.progress} %</span>
        </div>
      )}
    </div>
  );
}
