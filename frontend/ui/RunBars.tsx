import type { ReactNode } from 'react';
import type { RunBar } from '../../backend/items/versioned-item.contract.ts';
import { barsOf } from './run-bars.ts';
import classes from './RunBars.module.css';

/** The last runs as bars: height is duration, colour is state, the newest at the right. The words are for screen readers. */
export function RunBars({ runs, slots = 20 }: { runs: readonly RunBar[]; slots?: number }): ReactNode {
  const { bars, summary } = barsOf(runs, slots);
  return (
    <span className={classes.bars} role="img" aria-label={summary}>
      {bars.map((bar, index) => (
        <span
          key={bar?.id ?? `empty-${index}`}
          className={classes.bar}
          data-status={bar?.status ?? 'none'}
          style={{ height: `${bar?.height ?? 12}%` }}
          title={bar?.words}
        />
      ))}
    </span>
  );
}
