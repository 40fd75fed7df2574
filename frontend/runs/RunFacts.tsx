import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { FactLine } from '../ui/FactLine.tsx';
import { Duration, RelativeTime } from '../ui/Values.tsx';
import { durationOf } from './run-segments.ts';
import { addressOfRunnable, nameOfActor, placeInFlow, wordsOfTrigger } from './run-words.ts';
import classes from './RunFacts.module.css';

/** What, by whom, through what, when, for how long: the line under the name of a run. */
export function RunFacts({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const took = job.ended_at === null ? null : durationOf(job, 0);
  return (
    <FactLine>
      {job.path !== '' && (
        <span>
          <Link to={addressOfRunnable(workspace, job)} className={classes.path}>
            {job.path}
          </Link>
        </span>
      )}
      <span>
        <span className={classes.strong}>{nameOfActor(job.created_by)}</span> {wordsOfTrigger(job.trigger_kind)}
        {job.trigger_kind === 'schedule' && job.trigger_path !== null && (
          <>
            {' '}
            <Link to="/w/$workspace/schedules/$" params={{ workspace, _splat: job.trigger_path }} className={classes.path}>
              {job.trigger_path}
            </Link>
          </>
        )}
        {job.parent_id && placeInFlow(job) === null && (
          <>
            {' '}
            (
            <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: job.parent_id }}>
              parent run
            </Link>
            )
          </>
        )}
      </span>
      <span>
        <RelativeTime at={job.created_at} />
      </span>
      {job.status === 'running' && (
        <span>
          for <Duration since={job.started_at} />
        </span>
      )}
      {took !== null && (
        <span>
          took{' '}
          <span className={classes.strong}>
            <Duration ms={took} />
          </span>
        </span>
      )}
      {job.version !== null && <span>version {job.version}</span>}
      {job.attempt > 1 && <span>attempt {job.attempt}</span>}
    </FactLine>
  );
}
