import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { CommandRefused } from './flow-document.ts';

type Lanes = { readonly key: 'branches' | 'cases'; readonly list: readonly unknown[] };

function lanesOf({ id, value }: FlowModule): Lanes {
  if (value.type === 'branchone' || value.type === 'branchall') return { key: 'branches', list: value.branches };
  if (value.type === 'switch') return { key: 'cases', list: value.cases };
  throw new CommandRefused(`${id} has no branches.`);
}

const withLanes = (step: FlowModule, { key }: Lanes, list: readonly unknown[]): FlowModule => ({
  ...step,
  value: { ...step.value, [key]: list } as FlowModule['value'],
});

/** One more branch, after the others; the one for everything else stays the last. */
export function addBranch(step: FlowModule): FlowModule {
  const lanes = lanesOf(step);
  const lane = {
    branchone: { summary: '', expr: 'false', modules: [] },
    branchall: { summary: '', modules: [] },
    switch: { equals: [`value ${lanes.list.length + 1}`], modules: [] },
  };
  return withLanes(step, lanes, [...lanes.list, lane[step.value.type as keyof typeof lane]]);
}

/** A branch taken away with its steps. */
export function removeBranch(step: FlowModule, branch: number): FlowModule {
  const lanes = lanesOf(step);
  if (!(branch in lanes.list)) throw new CommandRefused(`${step.id} has no branch ${branch + 1}.`);
  return withLanes(
    step,
    lanes,
    lanes.list.filter((_, index) => index !== branch),
  );
}

/** A branch at another position: conditions are asked in their order. */
export function moveBranch(step: FlowModule, branch: number, to: number): FlowModule {
  const lanes = lanesOf(step);
  if (!(branch in lanes.list) || !(to in lanes.list)) throw new CommandRefused(`${step.id} has no such branch.`);
  const list = [...lanes.list];
  list.splice(to, 0, ...list.splice(branch, 1));
  return withLanes(step, lanes, list);
}
