import type { FlowModuleValue } from '../../flow.contract.ts';
import type { At } from '../draft.ts';
import { branchAll } from './branch-all/branch-all.ts';
import { branchOne } from './branch-one/branch-one.ts';
import { forLoop } from './for-loop/for-loop.ts';
import { identity } from './identity/identity.ts';
import { runnable } from './runnable/runnable.ts';
import type { AtKind, StepKind } from './step-kind.ts';
import { switchOn } from './switch/switch.ts';
import { waitForEvent } from './wait-for-event/wait-for-event.ts';
import { whileLoop } from './while-loop/while-loop.ts';

type Type = FlowModuleValue['type'];

const kinds: { readonly [Kind in Type]: StepKind<Kind> } = {
  script: runnable,
  rawscript: runnable,
  flow: runnable,
  aiagent: runnable,
  identity,
  forloopflow: forLoop,
  whileloopflow: whileLoop,
  branchone: branchOne,
  branchall: branchAll,
  switch: switchOn,
  wait_for_event: waitForEvent,
};

/** What a step does, by its kind. The kind and the module agree because both come from the same module. */
export function kindOf<Kind extends Type>(at: AtKind<Kind> | At): { readonly kind: StepKind<Kind>; readonly at: AtKind<Kind> } {
  return { kind: kinds[at.module.value.type as Kind], at: at as AtKind<Kind> };
}
