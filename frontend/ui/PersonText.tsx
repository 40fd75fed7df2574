import type { ReactNode } from 'react';
import { Avatar } from './Avatar.tsx';
import classes from './PersonText.module.css';

/** A person in a list: avatar, name, and the username or address under or beside it. */
export function PersonText({ name, username, detail }: { name: string; username: string; detail?: string }): ReactNode {
  return (
    <span className={classes.person}>
      <Avatar name={name || username} seed={username} />
      <span className={classes.words}>
        <span className={classes.name}>{name || username}</span>
        <span className={classes.detail}>{detail ?? username}</span>
      </span>
    </span>
  );
}

/** A subject as it stands in records: `u/ada`, `g/support`, or `system`. */
export function SubjectText({ subject }: { subject: string }): ReactNode {
  const name = subject.replace(/^[ug]\//, '');
  return (
    <span className={classes.subject} title={subject}>
      <Avatar name={name} size={20} />
      <span className={classes.name}>{name}</span>
    </span>
  );
}
