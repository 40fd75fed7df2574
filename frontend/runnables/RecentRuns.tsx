import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { durationOf } from '../runs/run-segments.ts';
import { nameOfActor, triggerLabels } from '../runs/run-words.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { Duration, RelativeTime } from '../ui/Values.tsx';
import classes from './RecentRuns.module.css';
import type { Runnable } from './runnable.ts';
import { recentRunsQuery } from './runnables.api.ts';

/** The last runs of a script or flow, each with its arguments one click away. */
export function RecentRuns({
  workspace,
  runnable: { kind, path },
  onTake,
}: {
  workspace: string;
  runnable: Pick<Runnable, 'kind' | 'path'>;
  onTake: (jobId: string) => void;
}): ReactNode {
  const { data, error, refetch } = useQuery(recentRunsQuery(workspace, kind, path));
  return (
    <Section title="Last runs">
      {error && <ErrorNotice error={error} title="The runs could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={4} />}
      {data?.length === 0 && <p className={classes.none}>It has not run yet. The result and the log appear here.</p>}
      {data && data.length > 0 && (
        <ul className={classes.list}>
          {data.map((run) => (
            <li key={run.id} className={classes.row}>
              <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: run.id }} className={classes.link}>
                <span className={classes.status}>
                  <StatusBadge status={run.status} variant="plain" />
                </span>
                <span className={classes.who}>
                  {nameOfActor(run.created_by)} <span className={classes.quiet}>{(triggerLabels[run.trigger_kind] ?? run.trigger_kind).toLowerCase()}</span>
                </span>
                <span className={classes.quiet}>
                  <RelativeTime at={run.created_at} />
                </span>
                <span className={classes.duration}>
                  <Duration ms={run.ended_at === null ? null : durationOf(run, 0)} />
                </span>
              </Link>
              <Button size="xs" variant="subtle" onClick={() => onTake(run.id)}>
                Use arguments<span className="visually-hidden"> of this run</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
