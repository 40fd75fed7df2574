import type { ReactNode } from 'react';
import { Mark } from '../shell/Mark.tsx';
import classes from './EntryFrame.module.css';

/** The frame of the pages before the sign-in: one form in the middle, nothing else. */
export function EntryFrame({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <main className={classes.page}>
      <div className={classes.panel}>
        <Mark isLarge />
        <div>
          <h1 className={classes.title}>{title}</h1>
          {description && <p className={classes.description}>{description}</p>}
        </div>
        {children}
      </div>
    </main>
  );
}
