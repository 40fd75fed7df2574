import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatAbsolute, formatBytes } from '../ui/format.ts';
import { PathText } from '../ui/PathField.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { Duration } from '../ui/Values.tsx';
import { addressOfRunnable, isAgentRun, isFlowRun, triggerLabels } from './run-words.ts';
import classes from './RunDetails.module.css';
import { tagText } from './tag-words.ts';

const timeOf = (at: string | null): string | null => (at === null ? null : formatAbsolute(new Date(at)));

/** The facts about a run that one looks up: ids, times, worker, tag. */
export function RunDetails({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const isScheduled = Date.parse(job.scheduled_for) - Date.parse(job.created_at) > 1000;
  const facts: [string, ReactNode][] = [
    [
      'Run id',
      <span key="id" className={classes.code}>
        {job.id}
        <CopyButton value={job.id} label="Copy run id" />
      </span>,
    ],
    [
      isFlowRun(job.kind) ? 'Flow' : isAgentRun(job.kind) ? 'Agent' : 'Script',
      job.path === '' ? null : (
        <Link key="path" to={addressOfRunnable(workspace, job)} className={classes.code}>
          {job.path}
        </Link>
      ),
    ],
    ['Version', job.version],
    ['Runs as', job.run_as],
    ['Asked for', triggerLabels[job.trigger_kind] ?? job.trigger_kind],
    [
      'Tag',
      <span key="tag" className={classes.code}>
        {tagText(job.tag)}
      </span>,
    ],
    ['Worker', job.worker],
    ['Created', timeOf(job.created_at)],
    ['Scheduled for', isScheduled ? timeOf(job.scheduled_for) : null],
    ['Started', timeOf(job.started_at)],
    ['Ended', timeOf(job.ended_at)],
    ['Result size', job.result_size === null ? null : formatBytes(job.result_size)],
    [
      'Root run',
      job.root_id && job.root_id !== job.id ? (
        <Link key="root" to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: job.root_id }} className={classes.code}>
          {job.root_id}
        </Link>
      ) : null,
    ],
    [
      'Became part of',
      job.merged_into ? (
        <Link key="merged" to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: job.merged_into }} className={classes.code}>
          {job.merged_into}
        </Link>
      ) : null,
    ],
    [
      'Trace id',
      <span key="trace" className={classes.code}>
        {job.trace_id}
        <CopyButton value={job.trace_id} label="Copy trace id" />
      </span>,
    ],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Attempts that failed and were followed by another. */
export function Attempts({ job }: { job: Job }): ReactNode {
  return (
    <ol className={classes.list}>
      {job.attempts.map((attempt) => (
        <li key={attempt.attempt} className={classes.row}>
          <span className={classes.strong}>Attempt {attempt.attempt}</span>
          <span className={classes.message}>{attempt.error ? attempt.error.message : 'It was given back and started again.'}</span>
          <span className={classes.muted}>{attempt.started_at && <Duration ms={Date.parse(attempt.ended_at) - Date.parse(attempt.started_at)} />}</span>
        </li>
      ))}
    </ol>
  );
}

/** Runs that this run started. */
export function Children({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  return (
    <ul className={classes.list}>
      {job.children.map((child) => (
        <li key={child.id}>
          <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: child.id }} className={classes.row}>
            <StatusBadge status={child.status} variant="plain" />
            <PathText path={child.path} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
