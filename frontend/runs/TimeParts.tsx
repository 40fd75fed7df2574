import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { JobStatus } from '../../backend/jobs/core/job-status.ts';
import { formatDuration } from '../ui/format.ts';
import type { SegmentKind } from './run-segments.ts';
import classes from './TimeParts.module.css';

/** A part of the time of a run: a stretch of it, or the sum of all that are alike. `ended`: what came of it gives the colour. */
export type TimePart = {
  kind: SegmentKind | 'engine';
  words: string;
  lengthMs: number;
  isOpen?: boolean;
  hasFailed?: boolean;
  ended?: JobStatus;
};

const looksOf = ({ kind, isOpen, hasFailed, ended }: TimePart): Record<string, string | boolean | undefined> => ({
  'data-kind': kind,
  'data-open': isOpen || undefined,
  'data-failed': hasFailed || undefined,
  'data-ended': kind === 'running' && !isOpen ? ended : undefined,
});

/** Props of {@link TimeParts}. */
export type TimePartsProps = {
  /** `share`: how wide it is beside the others. `tip`: what is said where it is pointed at. */
  parts: readonly (TimePart & { share: number; tip: ReactNode })[];
  /** What stands under the bar, each kind once. */
  legend: readonly TimePart[];
  /** At the end of the legend. */
  note?: ReactNode;
};

/** A bar of the time of a run, with its numbers under it. */
export function TimeParts({ parts, legend, note }: TimePartsProps): ReactNode {
  return (
    <div className={classes.frame}>
      <ol className={classes.bar} aria-label="Where the time went">
        {parts.map((part, index) => (
          <Tooltip key={index} label={part.tip}>
            <li className={classes.part} {...looksOf(part)} style={{ flexGrow: part.share }} tabIndex={0}>
              <span className="visually-hidden">
                {part.words}: {formatDuration(part.lengthMs)}
              </span>
            </li>
          </Tooltip>
        ))}
      </ol>
      <ul className={classes.legend} aria-hidden>
        {legend.map((part) => (
          <li key={part.words} className={classes.entry} {...looksOf(part)}>
            {part.words} <span className={classes.number}>{formatDuration(part.lengthMs)}</span>
          </li>
        ))}
        {note && <li className={classes.note}>{note}</li>}
      </ul>
    </div>
  );
}
