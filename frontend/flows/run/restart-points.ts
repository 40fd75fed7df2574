import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { isTerminal } from '../../../backend/jobs/core/job-status.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { trailOf } from './frame-trail.ts';

/** Whether a run can begin again at a step: it has ended, and the step lies in the flow itself, an iteration or a branch. */
export function canRestartFrom(job: Pick<Job, 'kind' | 'status'>, state: Pick<FlowRunStep, 'frame'> | undefined): boolean {
  return state !== undefined && isTerminal(job.status) && trailOf(state.frame).every(({ index }) => index !== null);
}

/** Steps whose results a restart keeps and may change: those before the step in its own sequence and in those around it. */
export function stepsBefore(
  sequenceOf: (step: string) => readonly FlowModule[],
  steps: ReadonlyMap<string, FlowRunStep>,
  { frame, step }: Pick<FlowRunStep, 'frame' | 'step'>,
): FlowRunStep[] {
  const places = [...trailOf(frame).map((part) => part.step), step];
  return places.flatMap((id) => {
    const modules = sequenceOf(id);
    const before = modules.slice(
      0,
      Math.max(
        0,
        modules.findIndex((module) => module.id === id),
      ),
    );
    return before.flatMap((module) => {
      const state = steps.get(module.id);
      return state?.has_result ? [state] : [];
    });
  });
}
