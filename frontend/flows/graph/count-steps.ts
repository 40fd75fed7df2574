import { sequencesBelow } from '../../../backend/flows/core/definition.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';

/** How many steps there are in a list and below it. */
export function countSteps(modules: readonly FlowModule[]): number {
  return modules.reduce((sum, module) => sum + 1 + sequencesBelow(module, '').reduce((inner, sequence) => inner + countSteps(sequence.modules), 0), 0);
}
