import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { isFrameKey } from '../../../backend/flows/view/core/frame-place.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { useUrlState } from '../../ui/useUrlState.ts';
import { flowStepsQuery } from './flow-runs.api.ts';
import { framesToRead, modulesOf, shownSteps } from './run-steps.ts';
import { type LiveFlowRun, useFlowRun } from './useFlowRun.ts';

/** What one looks at in a run: a step, and into which iterations. */
export type RunView = {
  live: LiveFlowRun;
  modules: ReadonlyMap<string, FlowModule>;
  /** Steps as they are shown: the latest of each loop, or those of the chosen iterations. */
  steps: ReadonlyMap<string, FlowRunStep>;
  /** The iteration that was chosen; '' for none. */
  frame: string;
  /** Id of the chosen step, `#input`, or null for the run as a whole. */
  step: string | null;
  /** Error of the read of a chosen iteration. */
  frameError: unknown;
  /** Chooses a step where it is shown. */
  select: (step: string | null) => void;
  /** Chooses a step in an iteration, or the iteration alone. */
  lookInto: (frame: string, step: string | null) => void;
};

/** What the panel of a step keeps in the address: gone when another step is chosen. */
const panelClosed = { part: undefined, only: undefined, from: undefined };

/** The selection of a flow run lives in its address, so that links lead to the very iteration. */
export function useRunView(jobId: string): RunView {
  const { id: workspace } = useWorkspace();
  const [state, change] = useUrlState();
  const live = useFlowRun(jobId);
  const { run } = live;
  const asked = state['frame'] ?? '';
  const frame = isFrameKey(asked) ? asked : '';
  const frames = useMemo(() => framesToRead(frame), [frame]);
  const answers = useQueries({ queries: frames.map((key) => flowStepsQuery(workspace, jobId, key)) });
  const modules = useMemo(() => (run ? modulesOf(run.value) : new Map<string, FlowModule>()), [run]);
  const read = answers.map(({ data }) => data);
  const steps = useMemo(
    () =>
      shownSteps(
        run?.steps ?? [],
        frames.flatMap((key, index) => (read[index] ? [{ frame: key, steps: read[index] }] : [])),
        modules,
      ),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the list of answers is new on every drawing, its members are not
    [run, frames, modules, ...read],
  );
  const wanted = state['step'] ?? null;
  const step = wanted === '#input' || (wanted !== null && modules.has(wanted)) ? wanted : null;
  const lookInto = useCallback(
    (into: string, chosen: string | null) => change({ ...panelClosed, frame: into || undefined, step: chosen ?? undefined }, 'push'),
    [change],
  );
  const select = useCallback(
    (chosen: string | null) => change({ ...panelClosed, step: chosen === '#result' || chosen === null ? undefined : chosen }, 'push'),
    [change],
  );
  return { live, modules, steps, frame, step, frameError: answers.find(({ error }) => error)?.error ?? null, select, lookInto };
}
