import type { CSSProperties, ReactNode } from 'react';
import type { FlowStepStatus } from '../../../backend/flows/flow-runs.contract.ts';
import type { StepDecoration } from './graph-state.ts';
import { lookOfStepStatus } from './step-status.ts';
import classes from './StepStatusMark.module.css';

/** The state of a step as an icon, with its word for those who cannot see it; `withWord` writes it beside. */
export function StepStatusMark({ status, withWord = false }: { status: FlowStepStatus; withWord?: boolean }): ReactNode {
  const { icon: Glyph, word, colour } = lookOfStepStatus(status);
  return (
    <span className={classes.mark} data-colour={colour} title={withWord ? undefined : word}>
      <Glyph aria-hidden />
      <span className={withWord ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  );
}

/** How many iterations of a loop are through: a thin bar, moving where nobody knows how many there will be. */
export function StepProgress({ done, failed = 0, total }: NonNullable<StepDecoration['progress']>): ReactNode {
  const share = (count: number): string => `${total ? Math.min(100, (count / total) * 100) : 0}%`;
  return (
    <span className={classes.progress} title={total === null ? `${done} so far` : `${done} of ${total}`}>
      <span className={classes.done} style={{ '--share': share(done - failed) } as CSSProperties} />
      <span className={classes.failed} style={{ '--share': share(failed) } as CSSProperties} />
    </span>
  );
}
