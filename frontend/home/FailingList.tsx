import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { pages } from '../runnables/runnable.ts';
import { useWorkspace } from '../session/workspace.ts';
import { formatPlural } from '../ui/format.ts';
import { PathText } from '../ui/PathField.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import rows from '../ui/rows.module.css';
import classes from './FailingList.module.css';
import type { Failing } from './home.api.ts';

/** What fails now: which, why, how often, and the way to its last run. */
export function FailingList({ failing }: { failing: readonly Failing[] }): ReactNode {
  const { id: workspace } = useWorkspace();
  return (
    <ul className={rows.list} aria-label="Failing now">
      {failing.map((item) => (
        <li key={`${item.kind} ${item.path}`} className={`${rows.row} ${classes.row}`}>
          <span className={classes.state}>
            <StatusBadge status="failed" variant="icon" />
          </span>
          <div className={`${rows.words} ${classes.words}`}>
            <Link to={pages[item.kind].one} params={{ workspace, _splat: item.path }} className={classes.path}>
              <PathText path={item.path} />
            </Link>
            <p className={classes.error} title={item.error}>
              {item.error}
            </p>
          </div>
          <span className={classes.when}>
            <RelativeTime at={item.last_at} />
            {item.count > 1 && <span className={classes.count}>{formatPlural(item.count, 'time')}</span>}
          </span>
          <Button size="xs" renderRoot={(props) => <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: item.last_job_id }} {...props} />}>
            See the run
          </Button>
        </li>
      ))}
    </ul>
  );
}
