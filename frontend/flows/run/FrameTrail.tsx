import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Modules, trailOf } from './frame-trail.ts';
import classes from './FrameTrail.module.css';

/** The way from the flow to the iteration that one looks into; each part leads there. */
export function FrameTrail({ frame, modules, onOpen }: { frame: string; modules: Modules; onOpen: (frame: string, step: string | null) => void }): ReactNode {
  const trail = trailOf(frame, modules);
  if (trail.length === 0) return null;
  return (
    <nav aria-label="Where in the flow" className={classes.trail}>
      <ol className={classes.list}>
        <li>
          <button type="button" className={classes.part} onClick={() => onOpen('', trail[0]?.step || null)}>
            Flow
          </button>
        </li>
        {trail.map(({ frame: key, words, step }, index) => (
          <li key={key}>
            <IconChevronRight aria-hidden className={classes.between} />
            <button
              type="button"
              className={classes.part}
              aria-current={index === trail.length - 1 ? 'location' : undefined}
              onClick={() => onOpen(key, trail[index + 1]?.step || (index === trail.length - 1 ? null : step) || null)}
            >
              {words}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
