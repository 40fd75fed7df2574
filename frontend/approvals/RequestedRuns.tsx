import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Section } from '../ui/Page.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { ApprovalStatusBadge } from './ApprovalBadges.tsx';
import { requestedRunsQuery } from './approvals.api.ts';
import classes from './RequestedRuns.module.css';

/** What the person asked to run here, and how it stands; nothing where nothing was asked. */
export function RequestedRuns({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const { data: rows = [] } = useQuery(requestedRunsQuery(workspace, path));
  if (rows.length === 0) return null;
  return (
    <Section title="Your requests">
      <ul className={classes.list} aria-label="Your requests to run it">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: row.id }} search={{ box: 'requested' }} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.title}>{row.title}</span>
                <span className={classes.state}>
                  <ApprovalStatusBadge status={row.status} variant="plain" />
                  {row.status === 'open' && <span className={classes.for}>for {row.waiting_for}</span>}
                </span>
              </span>
              <span className={classes.when}>
                <RelativeTime at={row.ended_at ?? row.created_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
