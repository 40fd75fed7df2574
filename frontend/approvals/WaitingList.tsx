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
import classes from './WaitingList.module.css';

const shownCount = 5;

/** What waits for a decision of the person, for the home page; nothing where nothing waits. */
export function WaitingList({ workspace }: { workspace: string }): ReactNode {
  const { data: counts } = useQuery(approvalCountsQuery(workspace));
  const waiting = counts ? waitingCount(counts) : 0;
  const { data: rows } = useQuery({ ...waitingApprovalsQuery(workspace, shownCount), enabled: waiting > 0 });
  if (waiting === 0 || !rows || rows.length === 0) return null;
  return (
    <Section
      title="Waiting for your decision"
      actions={
        waiting > rows.length && (
          <Link to="/w/$workspace/approvals" params={{ workspace }} className={classes.all}>
            All {formatPlural(waiting, 'request')}
          </Link>
        )
      }
    >
      <ul className={classes.list} aria-label="Waiting for your decision">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: row.id }} className={classes.row}>
              <KindIcon kind={row.runnable_kind} variant="tile" />
              <span className={classes.words}>
                <span className={classes.title}>{row.title}</span>
                <span className={classes.asked}>
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
