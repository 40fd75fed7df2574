import type { ReactNode } from 'react';
import classes from './Mark.module.css';

/** The mark of the product: three lines of running water. */
export function Mark({ isLarge = false }: { isLarge?: boolean }): ReactNode {
  return (
    <svg viewBox="0 0 32 32" className={classes.mark} data-large={isLarge || undefined} aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" className={classes.ground} />
      <g className={classes.water}>
        <path d="M5 11.5c3.7-3.4 7.3-3.4 11 0s7.3 3.4 11 0" />
        <path d="M5 18c3.7-3.4 7.3-3.4 11 0s7.3 3.4 11 0" opacity="0.75" />
        <path d="M5 24.5c3.7-3.4 7.3-3.4 11 0s7.3 3.4 11 0" opacity="0.45" />
      </g>
    </svg>
  );
}
