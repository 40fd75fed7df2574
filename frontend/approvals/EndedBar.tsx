import { Button } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { RelativeTime } from '../ui/Values.tsx';
import { ApprovalStatusBadge } from './ApprovalBadges.tsx';
import { nameOfPerson } from './approval-words.ts';
import classes from './DecideBar.module.css';

/** Props of {@link EndedBar}. */
export type EndedBarProps = { approval: Approval; comment: string; onComment: () => void; isCommenting: boolean };

/** Who decided last: a stage that passed, or the one that was rejected. */
const decidersOf = (approval: Approval): string[] => {
  const vote = approval.status === 'approved' ? 'approve' : 'reject';
  return [...new Set(approval.stages.flatMap((stage) => stage.votes.filter((given) => given.vote === vote).map((given) => nameOfPerson(given.by))))];
};

/** How a request ended; in the place of the buttons. */
export function EndedBar({ approval, comment, onComment, isCommenting }: EndedBarProps): ReactNode {
  const deciders = decidersOf(approval);
  return (
    <div className={classes.bar} role="status">
      <p className={classes.reason}>
        <ApprovalStatusBadge status={approval.status} />
        {deciders.length > 0 && ` by ${deciders.join(', ')}`}
        {approval.ended_at !== null && (
          <>
            {' '}
            <RelativeTime at={approval.ended_at} />
          </>
        )}
      </p>
      {comment.trim() !== '' && (
        <div className={classes.buttons}>
          <Button leftSection={<IconMessage />} onClick={onComment} loading={isCommenting}>
            Comment
          </Button>
        </div>
      )}
    </div>
  );
}
