import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ApprovalRow } from '../../backend/approvals/approvals.contract.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import classes from './SubjectLink.module.css';

/** What a request is about, with its version, as a link to its page. */
export function SubjectLink({ workspace, row }: { workspace: string; row: Pick<ApprovalRow, 'subject' | 'runnable_kind'> }): ReactNode {
  const { subject, runnable_kind: kind } = row;
  const href: string = `/w/${workspace}/${kind}s/${subject.path}`;
  return (
    <span className={classes.subject}>
      <KindIcon kind={kind} />
      <Link to={href} className={classes.link}>
        <PathText path={subject.path} />
      </Link>
      {subject.version !== null && <span className={classes.more}>version {subject.version}</span>}
      {subject.step !== null && subject.kind !== 'workflow' && (
        <span className={classes.more}>
          step <code>{subject.step}</code>
        </span>
      )}
    </span>
  );
}
