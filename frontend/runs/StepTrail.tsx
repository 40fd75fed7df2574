import { IconChevronRight, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { trailOf } from '../flows/run/frame-trail.ts';
import { placeInFlow, titleOfRun } from './run-words.ts';
import { jobQuery } from './runs.api.ts';
import classes from './StepTrail.module.css';

/** The way from the flow run to one of its steps, on the page of the step's own run. */
export function StepTrail({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const place = placeInFlow(job);
  const parentId = place === null ? null : job.parent_id;
  const { data: flow } = useQuery({ ...jobQuery(workspace, parentId ?? ''), enabled: parentId !== null });
  if (place === null || parentId === null) return null;
  const params = { workspace, jobId: parentId };
  return (
    <nav aria-label="The flow that this is a step of" className={classes.trail}>
      <IconRoute aria-hidden className={classes.icon} />
      <Link to="/w/$workspace/runs/$jobId" params={params}>
        {flow ? titleOfRun(flow) : 'Flow run'}
      </Link>
      {trailOf(place.frame).map(({ frame, words, step }) => (
        <span key={frame} className={classes.part}>
          <IconChevronRight aria-hidden />
          <Link to="/w/$workspace/runs/$jobId" params={params} search={{ frame, step: step || undefined }}>
            {words}
          </Link>
        </span>
      ))}
      <span className={classes.part}>
        <IconChevronRight aria-hidden />
        <Link to="/w/$workspace/runs/$jobId" params={params} search={{ frame: place.frame || undefined, step: place.step }}>
          {place.step}
        </Link>
      </span>
    </nav>
  );
}
