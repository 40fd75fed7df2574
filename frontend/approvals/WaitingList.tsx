import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { KindIcon } from '../ui/KindIcon.tsx';
import { formatPlural } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { DueText, RiskBadge } from './ApprovalBadges.tsx';
import { nameOfPerson } from './approval-words.ts';
import { approvalCountsQuery, waitingApprovalsQuery } from './approvals.api.ts';
import { waitingCount } from './useApprovalNews.ts';
import rows from '../ui/rows.module.css';
import classes from './WaitingList.module.css';

const shownCount = 5;

/** What waits for a decision of the person, for the home page; nothing where nothing waits. */
export function WaitingList({ workspace }: { workspace: string }): ReactNode {
  const { data: counts } = useQuery(approvalCountsQuery(workspace));
  const waiting = counts ? waitingCount(counts) : 0;
  const { data: requests } = useQuery({ ...waitingApprovalsQuery(workspace, shownCount), enabled: waiting > 0 });
  if (waiting === 0 || !requests || requests.length === 0) return null;
  return (
    <Section
      title="Waiting for your decision"
      actions={
        waiting > requests.length && (
          <Link to="/w/$workspace/approvals" params={{ workspace }} className={rows.all}>
            All {formatPlural(waiting, 'request')}
          </Link>
        )
      }
    >
      <ul className={rows.list} aria-label="Waiting for your decision">
        {requests.map((row) => (
          <li key={row.id}>
            <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: row.id }} className={`${rows.row} ${classes.row}`}>
              <KindIcon kind={row.runnable_kind} variant="tile" />
              <span className={`${rows.words} ${classes.words}`}>
                <span className={rows.title}>{row.title}</span>
                <span className={rows.note}>
                  {nameOfPerson(row.requested_by)}, <RelativeTime at={row.created_at} />
                </span>
              </span>
              {row.risk === 'high' && <RiskBadge risk={row.risk} />}
              <DueText row={row} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
