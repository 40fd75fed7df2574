import { IconTimeline } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import type { RanEntry } from '../canvas/useCanvasPage.ts';
import classes from './Dock.module.css';

/** What ran on the canvas, the newest first, and why. */
export function TimelineDock({ ran }: { ran: readonly RanEntry[] }): ReactNode {
  if (ran.length === 0) return <EmptyState icon={<IconTimeline />} title="Nothing ran yet. What runs, and why, is shown here." />;
  return (
    <ul className={classes.list}>
      {ran.toReversed().map((entry, index) => (
        <li key={`${entry.at}${index}`} className={classes.entry}>
          <time className={classes.time}>{new Date(entry.at).toLocaleTimeString()}</time>
          <span className={classes.name}>{entry.action}</span>
          <span className={classes.words}>because {entry.because}</span>
        </li>
      ))}
    </ul>
  );
}
