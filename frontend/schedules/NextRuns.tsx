import type { ReactNode } from 'react';
import classes from './NextRuns.module.css';
import { haveSeconds, momentIn } from './schedule-words.ts';
import { UntilTime } from './UntilTime.tsx';

/** The next ticks, in the zone of the schedule. */
export function NextRuns({ runs, timezone, empty }: { runs: readonly string[]; timezone: string; empty: string }): ReactNode {
  if (runs.length === 0) return <p className={classes.none}>{empty}</p>;
  const hasSeconds = haveSeconds(runs);
  return (
    <ol className={classes.runs} aria-label="Next runs">
      {runs.map((at) => (
        <li key={at} className={classes.run}>
          <span>{momentIn(timezone, at, hasSeconds)}</span>
          <span className={classes.distance}>
            <UntilTime at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
