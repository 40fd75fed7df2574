import { Button } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WaitingFor } from '../../backend/jobs/jobs.contract.ts';
import { OpenRequestButton } from '../approvals/OpenRequestButton.tsx';
import { formatDuration, shortenId, withLocalMoments } from '../ui/format.ts';
import { RelativeTime } from '../ui/Values.tsx';
import { useNowWhile } from './TimeBar.tsx';
import classes from './WaitingNotice.module.css';

/** Props of {@link WaitingNotice}. */
export type WaitingNoticeProps = {
  workspace: string;
  waitingFor: WaitingFor;
  tag: string;
  /** The run that waits, for the way to what it waits for. */
  jobId?: string;
  /** Starts the same now, beside the run that waits for its time. */
  onRunNow?: () => void;
};

/** Why a run waits, until when, behind whom, and a button that helps. */
export function WaitingNotice({ workspace, waitingFor, tag, jobId, onRunNow }: WaitingNoticeProps): ReactNode {
  const navigate = useNavigate();
  const now = useNowWhile(waitingFor.until !== null);
  const left = waitingFor.until === null ? null : new Date(waitingFor.until).getTime() - now;
  const isAboutWorkers = waitingFor.reason === 'worker' || waitingFor.reason === 'no_worker_for_tag';
  return (
    <section className={classes.notice} aria-label="Why it is waiting">
      <IconHourglass aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p>
          {withLocalMoments(waitingFor.message)}
          {left !== null && left > 0 && <span className={classes.left}> {formatDuration(left)} left.</span>}
        </p>
        {waitingFor.holders.length > 0 && (
          <ul className={classes.holders} aria-label="Runs in front of it">
            {waitingFor.holders.map((holder) => (
              <li key={holder.job_id}>
                <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: holder.job_id }}>
                  Run {shortenId(holder.job_id)}
                </Link>
                {holder.since && (
                  <span>
                    {' '}
                    began <RelativeTime at={holder.since} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {isAboutWorkers && (
        <Button size="xs" onClick={() => void navigate({ to: '/w/$workspace/workers', params: { workspace } })}>
          Open workers
        </Button>
      )}
      {(waitingFor.reason === 'rate' || waitingFor.reason === 'concurrency') && (
        <Button size="xs" onClick={() => void navigate({ to: '/w/$workspace/runs', params: { workspace }, search: { tag, status: 'running,queued' } })}>
          Show the queue
        </Button>
      )}
      {waitingFor.reason === 'approval' && jobId !== undefined && <OpenRequestButton workspace={workspace} jobId={jobId} />}
      {onRunNow && (waitingFor.reason === 'schedule' || waitingFor.reason === 'retry') && (
        <Button size="xs" onClick={onRunNow}>
          Start a run now
        </Button>
      )}
    </section>
  );
}
