import { Button } from '@mantine/core';
import {
  IconArrowForwardUp,
  IconArrowLeft,
  IconCopy,
  IconCornerUpLeft,
  IconDots,
  IconDownload,
  IconHistory,
  IconLink,
  IconUserCheck,
  IconUserMinus,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { openDownload } from '../ui/download.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { ApprovalStatusBadge, DueText, RiskBadge } from './ApprovalBadges.tsx';
import { LinkDialog, ReassignDialog, WithdrawDialog } from './ApprovalDialogs.tsx';
import { nameOfPerson } from './approval-words.ts';
import { exportAddress } from './approvals.api.ts';
import { SubjectLink } from './SubjectLink.tsx';
import type { Claim } from './useClaim.ts';
import classes from './ApprovalHead.module.css';

/** Props of {@link ApprovalHead}. `onBack` leads to the list where the request is a page of its own. */
export type ApprovalHeadProps = { workspace: string; approval: Approval; claim: Claim; onBack?: () => void };

/** What is asked, about what, by whom, until when; and what one may do with it besides deciding. */
export function ApprovalHead({ workspace, approval, claim, onBack }: ApprovalHeadProps): ReactNode {
  const { subject } = approval;
  return (
    <header className={classes.head}>
      <div className={classes.top}>
        {onBack && <IconButton label="Back to the list" icon={<IconArrowLeft />} onClick={onBack} className={classes.back} />}
        <h2 className={classes.title} id="approval-title" tabIndex={-1}>
          {approval.title}
        </h2>
        <div className={`${classes.actions} no-print`}>
          {claim.can !== null && (
            <Button
              size="xs"
              leftSection={claim.can === 'claim' ? <IconUserCheck /> : <IconUserMinus />}
              rightSection={<Kbd keys="e" />}
              onClick={claim.perform}
              loading={claim.isBusy}
            >
              {claim.can === 'claim' ? 'Claim' : 'Release'}
            </Button>
          )}
          <Menu workspace={workspace} approval={approval} />
        </div>
      </div>
      <div className={classes.badges}>
        <ApprovalStatusBadge status={approval.status} />
        <RiskBadge risk={approval.risk} />
        <DueText row={approval} />
        {approval.claimed_by !== null && approval.status === 'open' && <span>Claimed by {nameOfPerson(approval.claimed_by)}</span>}
      </div>
      <p className={classes.facts}>
        <SubjectLink workspace={workspace} row={approval} />
        <span>
          asked by {nameOfPerson(approval.requested_by)} <RelativeTime at={approval.created_at} />
        </span>
        {approval.ended_at !== null && (
          <span>
            ended <RelativeTime at={approval.ended_at} />
          </span>
        )}
        {subject.job_id !== null && (
          <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: subject.job_id }} className={classes.run}>
            <IconHistory aria-hidden /> {approval.status === 'open' ? 'Open the run that waits' : 'Open the run'}
          </Link>
        )}
        {approval.run_job_id !== null && (
          <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: approval.run_job_id }} className={classes.run}>
            <IconHistory aria-hidden /> Open the run that it became
          </Link>
        )}
      </p>
      {claim.error !== null && <ErrorNotice error={claim.error} />}
    </header>
  );
}

function Menu({ workspace, approval }: { workspace: string; approval: Approval }): ReactNode {
  const { copy } = useCopy();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'reassign' | 'withdraw' | 'link' | null>(null);
  const { viewer, subject } = approval;
  const close = (): void => setDialog(null);
  const jobId = approval.run_job_id ?? subject.job_id;
  const actions: Action[] = [
    { id: 'copy', label: 'Copy link', icon: <IconCopy />, perform: () => copy(`${window.location.origin}/w/${workspace}/approvals/${approval.id}`) },
    ...(jobId === null
      ? []
      : [
          {
            id: 'run',
            label: 'Open run',
            icon: <IconHistory />,
            perform: () => void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId } }),
          },
        ]),
    {
      id: 'record',
      label: 'Download record',
      icon: <IconDownload />,
      perform: () => openDownload(`${exportAddress(workspace)}?id=${approval.id}&format=json`, `approval-${approval.id}.json`),
    },
    ...(viewer.can_reassign
      ? [{ id: 'reassign', label: 'Reassign', icon: <IconArrowForwardUp />, perform: () => setDialog('reassign'), isFirstOfGroup: true }]
      : []),
    ...(viewer.can_link ? [{ id: 'link', label: 'Link for a person outside', icon: <IconLink />, perform: () => setDialog('link') }] : []),
    ...(viewer.can_withdraw
      ? [{ id: 'withdraw', label: 'Withdraw request', icon: <IconCornerUpLeft />, perform: () => setDialog('withdraw'), isDanger: true, isFirstOfGroup: true }]
      : []),
  ];
  return (
    <>
      <ActionMenu actions={actions} target={<IconButton label="More about this request" icon={<IconDots />} variant="default" size={28} />} />
      {dialog === 'reassign' && <ReassignDialog approval={approval} onClose={close} />}
      {dialog === 'withdraw' && <WithdrawDialog approval={approval} onClose={close} />}
      {dialog === 'link' && <LinkDialog approval={approval} onClose={close} />}
    </>
  );
}
