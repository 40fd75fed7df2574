import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';
import classes from './OnceShown.module.css';

/** A secret at the one time that it is shown, with a button that copies it. */
export function OnceShown({ value, label, children }: { value: string; label: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.frame}>
      <p className={classes.words}>{children}</p>
      <div className={classes.box}>
        <output className={classes.value} aria-label={label}>
          {value}
        </output>
        <CopyButton value={value} label={`Copy ${label.toLowerCase()}`}>
          Copy
        </CopyButton>
      </div>
    </div>
  );
}
