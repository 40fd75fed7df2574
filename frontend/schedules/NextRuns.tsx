import type { ReactNode } from 'react';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './NextRuns.module.css';
import { momentIn } from './schedule-words.ts';

/** The next ticks, in the zone of the schedule. */
export function NextRuns({ runs, timezone, empty }: { runs: readonly string[]; timezone: string; empty: string }): ReactNode {
  if (runs.length === 0) return <p className={classes.none}>{empty}</p>;
  return (
    <ol className={classes.runs} aria-label="Next runs">
      {runs.map((at) => (
        <li key={at} className={classes.run}>
          <span>{momentIn(timezone, at)}</span>
          <span className={classes.distance}>
            <RelativeTime at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
