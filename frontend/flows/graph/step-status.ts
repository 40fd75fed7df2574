import { IconAlertTriangle, type Icon } from '@tabler/icons-react';
import type { FlowStepStatus } from '../../../backend/flows/flow-runs.contract.ts';
import { statusLooks } from '../../ui/StatusBadge.tsx';

/** Word and icon of the state of a step; the colour is `--state-<colour>`. */
export type StepStatusLook = { readonly word: string; readonly icon: Icon; readonly colour: string };

/** How a state of a step is shown. One that failed while the flow went on is a warning. */
export function lookOfStepStatus(status: FlowStepStatus): StepStatusLook {
  if (status === 'continued') return { word: 'Failed, the flow went on', icon: IconAlertTriangle, colour: 'waiting' };
  return { ...statusLooks[status], colour: status };
}
