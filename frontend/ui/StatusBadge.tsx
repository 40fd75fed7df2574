import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX, IconClock, IconHourglass, IconLoader2, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { JobStatus } from '../../backend/jobs/core/job-status.ts';
import classes from './StatusBadge.module.css';

/** How a state of a job is shown: word and icon; the colour is `--state-<status>`. */
export const statusLooks: Readonly<Record<JobStatus, { word: string; icon: Icon }>> = {
  queued: { word: 'Queued', icon: IconClock },
  running: { word: 'Running', icon: IconLoader2 },
  waiting: { word: 'Waiting', icon: IconHourglass },
  succeeded: { word: 'Succeeded', icon: IconCircleCheck },
  failed: { word: 'Failed', icon: IconCircleX },
  cancelled: { word: 'Cancelled', icon: IconCircleMinus },
  skipped: { word: 'Skipped', icon: IconCircleDashed },
};

/** Props of {@link StatusBadge}. */
export type StatusBadgeProps = {
  status: JobStatus;
  /** `badge`: on its own ground. `plain`: icon and word, for tables. `icon`: only the icon, with the word for screen readers. */
  variant?: 'badge' | 'plain' | 'icon';
};

/** The state of a job: icon, word and colour, never the colour alone. */
export function StatusBadge({ status, variant = 'badge' }: StatusBadgeProps): ReactNode {
  const { word, icon: StatusIcon } = statusLooks[status];
  return (
    <span className={classes.badge} data-status={status} data-variant={variant} title={variant === 'icon' ? word : undefined}>
      <StatusIcon aria-hidden className={classes.icon} />
      <span className={variant === 'icon' ? 'visually-hidden' : classes.word}>{word}</span>
    </span>
  );
}
