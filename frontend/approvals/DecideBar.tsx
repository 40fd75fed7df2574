import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMessage, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Kbd } from '../ui/Kbd.tsx';
import classes from './DecideBar.module.css';
import type { Decision } from './useDecision.ts';

/** Props of {@link DecideBar}. `onComment` is left out where one cannot say something without deciding. */
export type DecideBarProps = {
  decision: Decision;
  canDecide: boolean;
  reason: ReactNode;
  isRejectHidden: boolean;
  isHighRisk: boolean;
  isBlocked?: boolean;
  hasKeys?: boolean;
  confirmId: string;
  onComment?: () => void;
  isCommenting?: boolean;
};

/** The buttons of a decision, always in sight. What is asked twice (a rejection, a high risk, a key press) shows the second step here. */
export function DecideBar(props: DecideBarProps): ReactNode {
  const { decision, canDecide, reason, onComment, isCommenting = false } = props;
  const isChosen = decision.outcome !== null && canDecide;
  return (
    <div className={`${classes.bar} no-print`} data-chosen={decision.outcome ?? undefined}>
      <p className={classes.reason}>{isChosen ? <Question {...props} /> : reason}</p>
      <div className={classes.buttons} data-deciding={canDecide || undefined}>
        {onComment && !isChosen && decision.comment.trim() !== '' && (
          <Button leftSection={<IconMessage />} onClick={onComment} loading={isCommenting} className={classes.comment}>
            Only comment
          </Button>
        )}
        {canDecide && (isChosen ? <Confirm {...props} /> : <Choose {...props} />)}
      </div>
    </div>
  );
}

function Question({ decision, isHighRisk }: DecideBarProps): ReactNode {
  if (decision.outcome === 'reject') return 'Reject this request?';
  if (!isHighRisk) return 'Approve this request?';
  return (
    <span className={classes.risk}>
      <IconAlertTriangle aria-hidden /> The risk is high. Approve all the same?
    </span>
  );
}

function Choose({ decision, isRejectHidden, isHighRisk, isBlocked, hasKeys = true }: DecideBarProps): ReactNode {
  return (
    <>
      {!isRejectHidden && (
        <Button leftSection={<IconX />} rightSection={hasKeys && <Kbd keys="r" />} disabled={isBlocked} onClick={() => decision.choose('reject')}>
          Reject
        </Button>
      )}
      <Button
        variant="filled"
        leftSection={<IconCheck />}
        rightSection={hasKeys && <Kbd keys="a" />}
        disabled={isBlocked}
        loading={decision.isBusy}
        onClick={() => (isHighRisk ? decision.choose('approve') : decision.send('approve'))}
      >
        Approve
      </Button>
    </>
  );
}

function Confirm({ decision, isBlocked, confirmId }: DecideBarProps): ReactNode {
  const isRejecting = decision.outcome === 'reject';
  return (
    <>
      <Button onClick={() => decision.choose(null)}>Back</Button>
      <Button
        id={confirmId}
        variant="filled"
        color={isRejecting ? 'red' : undefined}
        leftSection={isRejecting ? <IconX /> : <IconCheck />}
        disabled={isBlocked}
        loading={decision.isBusy}
        onClick={() => decision.send(isRejecting ? 'reject' : 'approve')}
      >
        {isRejecting ? 'Reject request' : 'Approve request'}
      </Button>
    </>
  );
}
