import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import classes from './LastDecision.module.css';

/** A decision that was just made, while the next request is already open. */
export type Decided = { id: string; title: string; words: string };

/** Props of {@link LastDecision}. */
export type LastDecisionProps = { decided: Decided; isShown: boolean; onShow: () => void; onClose: () => void };

/** Says what became of the request that was decided a moment ago, with the way back to it. */
export function LastDecision({ decided, isShown, onShow, onClose }: LastDecisionProps): ReactNode {
  if (!isShown) return null;
  return (
    <div className={classes.strip}>
      <IconCheck aria-hidden className={classes.icon} />
      <p className={classes.words}>
        <button type="button" className={classes.show} onClick={onShow}>
          {decided.title}
        </button>
        <span>{decided.words}.</span>
      </p>
      <IconButton label="Dismiss" icon={<IconX />} size={24} onClick={onClose} />
    </div>
  );
}
