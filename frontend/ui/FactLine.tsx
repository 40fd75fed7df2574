import type { ReactNode } from 'react';
import classes from './FactLine.module.css';

/** Short facts in a line with dots between them: each child is one. A dot never begins or ends a line. */
export function FactLine({ children }: { children: ReactNode }): ReactNode {
  return <span className={classes.line}>{children}</span>;
}
