import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ApprovalSubject } from '../../backend/approvals/approvals.contract.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import { iconKindOf } from './approval-words.ts';
import classes from './SubjectLink.module.css';

/** What a request is about, with its version, as a link to its page. */
export function SubjectLink({ workspace, subject }: { workspace: string; subject: ApprovalSubject }): ReactNode {
  const kind = iconKindOf(subject);
  const href: string = `/w/${workspace}/${kind}s/${subject.path}`;
  return (
    <span className={classes.subject}>
      <KindIcon kind={kind} />
      <Link to={href} className={classes.link}>
        <PathText path={subject.path} />
      </Link>
      {subject.version !== null && <span className={classes.more}>version {subject.version}</span>}
      {subject.step !== null && (
        <span className={classes.more}>
          step <code>{subject.step}</code>
        </span>
      )}
    </span>
  );
}
