import type { FlowModule } from '../../../backend/flows/flow.contract.ts';

/** What the branches of a step are called, in their order; null for steps without branches. A choice has only the one that it took. */
export function branchNames({ value }: FlowModule): string[] | null {
  if (value.type === 'branchall') return value.branches.map(({ summary }, index) => summary || `Branch ${index + 1}`);
  return value.type === 'branchone' || value.type === 'switch' ? ['The chosen one'] : null;
}
