import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

/** Props of {@link EmptyState}. */
export type EmptyStateProps = {
  icon?: ReactNode;
  /** What this is, or why nothing is here: one line. */
  title: ReactNode;
  /** A second line only where the first one cannot say it all. */
  children?: ReactNode;
  /** The next action. */
  action?: ReactNode;
};

/** What stands where nothing is yet: one line of what belongs here, and the next action. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps): ReactNode {
  return (
    <div className={classes.empty}>
      {icon && <span className={classes.icon}>{icon}</span>}
      <div className={classes.title}>{title}</div>
      {children && <div className={classes.words}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
