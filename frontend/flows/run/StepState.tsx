import type { ReactNode } from 'react';
import type { FlowStepStatus } from '../../../backend/flows/flow-runs.contract.ts';
import { lookOfStepStatus } from '../graph/step-status.ts';
import classes from './StepState.module.css';

/** The word for a state where there is little room. */
export const shortWordOf = (status: FlowStepStatus): string => (status === 'continued' ? 'Failed, went on' : lookOfStepStatus(status).word);

/** The state of a step, an iteration or an attempt: icon, word and colour. */
export function StepState({ status, isShort = false }: { status: FlowStepStatus; isShort?: boolean }): ReactNode {
  const { word, icon: Glyph, colour } = lookOfStepStatus(status);
  return (
    <span className={classes.state} data-colour={colour} title={isShort ? word : undefined}>
      <Glyph aria-hidden className={classes.icon} data-turns={status === 'running' || undefined} />
      <span className={isShort ? 'visually-hidden' : undefined}>{isShort ? word : shortWordOf(status)}</span>
    </span>
  );
}
