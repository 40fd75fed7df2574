import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Schedule } from '../../backend/schedules/schedules.contract.ts';
import { formatPlural } from '../ui/format.ts';
import { RelativeTime } from '../ui/Values.tsx';
import { momentIn, stateOf } from './schedule-words.ts';
import classes from './ScheduleNotice.module.css';

/** What somebody should know before anything else: that it fails, that it cannot run, that it is paused. */
export function ScheduleNotice({ schedule }: { schedule: Schedule }): ReactNode {
  const state = stateOf(schedule, new Date());
  if (state === 'on' || state === 'off') return null;
  if (state === 'paused') {
    return (
      <p className={classes.notice} data-tone="waiting">
        <IconPlayerPause aria-hidden />
        <span>
          Paused until {momentIn(schedule.timezone, schedule.paused_until ?? '')} ({schedule.timezone}).
        </span>
      </p>
    );
  }
  return (
    <div className={classes.notice} data-tone="failed" role="status">
      <IconAlertTriangle aria-hidden />
      <div className={classes.words}>
        {schedule.failing_count > 0 && (
          <p>
            <strong>{formatPlural(schedule.failing_count, 'failure')} in a row</strong>, since <RelativeTime at={schedule.failing_since} />.
          </p>
        )}
        {schedule.problem && (
          <p>
            {schedule.problem.message}{' '}
            <span className={classes.when}>
              <RelativeTime at={schedule.problem.at} />
            </span>
          </p>
        )}
      </div>
    </div>
  );
}
