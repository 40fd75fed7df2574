import { IconBrain, IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import classes from './Part.module.css';

/** What the model thought before it answered: one quiet line until somebody wants to read it. */
export function Reasoning({ text, isLive }: { text: string; isLive: boolean }): ReactNode {
  const [isShown, setShown] = useState(false);
  return (
    <div className={classes.part}>
      <button type="button" className={classes.line} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        <IconBrain aria-hidden className={classes.icon} />
        <span className={classes.name} data-live={isLive || undefined}>
          {isLive ? 'Thinking…' : 'Thought'}
        </span>
        <IconChevronRight aria-hidden className={classes.chevron} />
      </button>
      {isShown && <p className={classes.thought}>{text}</p>}
    </div>
  );
}
