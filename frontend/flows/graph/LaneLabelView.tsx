import type { ReactNode } from 'react';
import type { LaneLabel } from './layout-types.ts';
import classes from './LaneLabelView.module.css';

const words: Readonly<Partial<Record<LaneLabel['kind'], string>>> = {
  when: 'if',
  case: 'case',
  finally: 'Finally, in any case',
  on_rollback: 'When the flow fails later',
  failure: 'When a step fails',
};

/** What stands over a branch or over a box at the side. */
export function LaneLabelView({ label: { kind, text, isCode } }: { label: LaneLabel }): ReactNode {
  const word = words[kind];
  return (
    <div className={classes.label} data-kind={kind} title={text || word}>
      {word && <span className={text ? classes.word : classes.text}>{word}</span>}
      {text && <span className={isCode ? classes.code : classes.text}>{text}</span>}
    </div>
  );
}
