import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconClockExclamation,
  IconClockOff,
  IconCornerUpLeft,
  IconHourglass,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApprovalRow, ApprovalStatus } from '../../backend/approvals/approvals.contract.ts';
import { formatAbsolute } from '../ui/format.ts';
import { useCoarseNow } from '../ui/Values.tsx';
import { approvalStatusWords, dueOf } from './approval-words.ts';
import classes from './ApprovalBadges.module.css';

const statusIcons: Readonly<Record<ApprovalStatus, Icon>> = {
  open: IconHourglass,
  approved: IconCircleCheck,
  rejected: IconCircleX,
  expired: IconClockOff,
  withdrawn: IconCornerUpLeft,
  void: IconCircleDashed,
};

/** The state of a request: icon, word and colour. */
export function ApprovalStatusBadge({ status, variant = 'badge' }: { status: ApprovalStatus; variant?: 'badge' | 'plain' }): ReactNode {
  const Glyph = statusIcons[status];
  return (
    <span className={classes.badge} data-status={status} data-variant={variant}>
      <Glyph aria-hidden />
      {approvalStatusWords[status]}
    </span>
  );
}

/** When a request is due or ends by itself; nothing for one that has neither time, or has ended. */
export function DueText({ row }: { row: Pick<ApprovalRow, 'status' | 'due_at' | 'expires_at'> }): ReactNode {
  const due = dueOf(row, useCoarseNow().getTime());
  if (due === null) return null;
  const Glyph = due.tone === 'late' ? IconClockExclamation : IconClock;
  return (
    <span className={classes.due} data-tone={due.tone} title={formatAbsolute(new Date(due.at))}>
      <Glyph aria-hidden />
      {due.words}
    </span>
  );
}

/** The risk of a request where it is not the usual one. */
export function RiskBadge({ risk }: { risk: ApprovalRow['risk'] }): ReactNode {
  if (risk === 'normal') return null;
  return (
    <span className={classes.badge} data-risk={risk}>
      {risk === 'high' && <IconAlertTriangle aria-hidden />}
      {risk === 'high' ? 'High risk' : 'Low risk'}
    </span>
  );
}
