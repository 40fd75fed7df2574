import { Button } from '@mantine/core';
import { IconExternalLink, IconPlayerStop } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isLive } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { Duration, RelativeTime } from '../ui/Values.tsx';
import { durationOf } from './run-segments.ts';
import { announcementOf } from './run-words.ts';
import classes from './RunHeadline.module.css';
import { useRunActions } from './useRunActions.ts';

/** How a run is, in one line, for places where it is only a part of the page. */
export function RunHeadline({ workspace, job, children }: { workspace: string; job: Job; children?: ReactNode }): ReactNode {
  const actions = useRunActions(workspace, job);
  return (
    <div className={classes.line}>
      <StatusBadge status={job.status} />
      <span className={classes.facts}>
        {job.status === 'running' ? <Duration since={job.started_at} /> : job.ended_at !== null && <Duration ms={durationOf(job, 0)} />}
        {job.progress !== null && isLive(job.status) && <span>{job.progress} %</span>}
        <RelativeTime at={job.created_at} />
      </span>
      <span className={classes.actions}>
        {children}
        {isLive(job.status) && job.may_cancel && (
          <Button size="xs" leftSection={<IconPlayerStop />} onClick={actions.cancel} loading={actions.isCancelling}>
            Cancel run
          </Button>
        )}
        <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: job.id }} className={classes.link}>
          Open run <IconExternalLink aria-hidden />
        </Link>
      </span>
      <LiveRegion text={announcementOf(job)} />
    </div>
  );
}
