import type { ReactNode } from 'react';
import { stepsInWords } from '../runnables/runnable.ts';
import { lookOfStepKind } from './graph/step-looks.ts';
import classes from './StepKinds.module.css';

/** So many icons say what a flow is like; more would be a pattern without meaning. */
const shown = 4;

/** The first steps of a flow as icons, and how many there are in all. */
export function StepKinds({ kinds, count }: { kinds: readonly string[]; count: number }): ReactNode {
  return (
    <span className={classes.kinds}>
      {kinds.slice(0, shown).map((kind, index) => {
        const { icon: Glyph, word, colour } = lookOfStepKind(kind);
        return (
          <span key={index} className={classes.kind} data-colour={colour} title={word}>
            <Glyph aria-hidden />
          </span>
        );
      })}
      <span className={classes.count}>{count === 0 ? 'no steps' : stepsInWords(count)}</span>
    </span>
  );
}
