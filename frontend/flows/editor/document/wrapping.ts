import { sequencesBelow } from '../../../../backend/flows/core/definition.ts';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { CommandRefused, type WrapKind } from './flow-document.ts';

/** A container with the step in it. */
export function wrapStep(step: FlowModule, kind: WrapKind, id: string): FlowModule {
  const values: Record<WrapKind, FlowModule['value']> = {
    forloopflow: { type: 'forloopflow', iterator: { type: 'javascript', expr: 'flow_input.items' }, modules: [step], skip_failures: false, parallel: false },
    whileloopflow: { type: 'whileloopflow', modules: [step], skip_failures: false },
    branchone: { type: 'branchone', branches: [{ summary: '', expr: 'true', modules: [step] }], default: [] },
    branchall: { type: 'branchall', branches: [{ summary: '', modules: [step] }], parallel: true },
  };
  return kind === 'whileloopflow' ? { id, value: values[kind], stop_after_if: { expr: 'true', skip_if_stopped: false } } : { id, value: values[kind] };
}

/** The steps of a container, to stand in its place; of several branches one after the other. */
export function unwrapStep(step: FlowModule): readonly FlowModule[] {
  const lanes = sequencesBelow(step, '').filter(({ source }) => source.kind === 'iteration' || source.kind === 'branch');
  if (lanes.length === 0) throw new CommandRefused(`${step.id} contains no steps.`);
  return lanes.flatMap(({ modules }) => modules);
}
