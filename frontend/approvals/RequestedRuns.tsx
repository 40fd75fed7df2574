import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Section } from '../ui/Page.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { ApprovalStatusBadge } from './ApprovalBadges.tsx';
import { requestedRunsQuery } from './approvals.api.ts';
import rows from '../ui/rows.module.css';
import classes from './RequestedRuns.module.css';

/** What the person asked to run here, and how it stands; nothing where nothing was asked. */
export function RequestedRuns({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const { data: requests = [] } = useQuery(requestedRunsQuery(workspace, path));
  if (requests.length === 0) return null;
  return (
    <Section title="Your requests">
      <ul className={rows.list} aria-label="Your requests to run it">
        {requests.map((row) => (
          <li key={row.id}>
            <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: row.id }} search={{ box: 'requested' }} className={rows.row}>
              <span className={rows.words}>
                <span className={rows.title}>{row.title}</span>
                <span className={`${rows.note} ${classes.state}`}>
                  <ApprovalStatusBadge status={row.status} variant="plain" />
                  {row.status === 'open' && <span>for {row.waiting_for}</span>}
                </span>
              </span>
              <span className={rows.when}>
                <RelativeTime at={row.ended_at ?? row.created_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
