import type { FlowModuleValue } from '../../flow.contract.ts';
import { childKey, placeOf, type At, type Draft } from '../draft.ts';
import type { EndedFrame } from '../moves.ts';
import type { FlowError, ResultSource } from '../rows.ts';
import type { Frame, SequenceSource } from '../state.ts';

/** How many sequences of one step may exist: beyond it the step fails instead of filling the database. */
export const mostChildren = 100_000;

/** Opens a step that contains sequences and starts as many as may run at once. */
export function openContainer(draft: Draft, at: At, total: number | null, width: number, sourceOf: (index: number) => SequenceSource): void {
  draft.phase(at, 'children', { children: { total, width } });
  for (let index = 0; index < Math.min(width, total ?? 1); index++) startChild(draft, at, index, sourceOf(index));
}

export function startChild(draft: Draft, at: At, index: number, source: SequenceSource): void {
  draft.startFrame(childKey(at, index), draft.existing(at.frame), source, index, true);
}

/** Goes on after a sequence has ended: start the next, wait for those that run, fail, or finish with the list of results. */
export function goOn(draft: Draft, at: At, frame: Frame, sourceOf: (index: number) => SequenceSource): void {
  const { counters } = frame;
  if (!counters) return;
  if (counters.error === null && (counters.total === null || counters.started < counters.total)) {
    if (counters.started >= mostChildren)
      return failStep(
        draft,
        at,
        {
          name: 'TooManyIterations',
          message: `The step has run ${mostChildren} times without an end.`,
          step_id: at.module.id,
          code: 'flow/too_many_iterations',
        },
        true,
      );
    return startChild(draft, at, counters.started, sourceOf(counters.started));
  }
  if (counters.active > 0) return;
  if (counters.error) return failStep(draft, at, counters.error);
  succeed(draft, at, listOf(at, counters.ended));
}

/** The results of the first `count` sequences, as one list. */
export const listOf = ({ frame, module, attempt }: At, count: number): ResultSource =>
  count === 0 ? { from: 'value', value: [] } : { from: 'frames', frame, step: module.id, attempt, count };

/** After an iteration: break on a stop from within, ask the loop's own condition, or go on. */
export function afterIteration(draft: Draft, at: At, frame: Frame, ended: EndedFrame, goOnWith: () => void): void {
  const stop = at.module.stop_after_if;
  if (ended.status === 'stopped') return succeed(draft, at, listOf(at, frame.counters?.ended ?? 0));
  if (ended.status === 'failed' && frame.counters?.error) return goOnWith();
  if (!stop) return goOnWith();
  draft.phase(at, 'iteration_check');
  draft.command({
    kind: 'evaluate',
    ...placeOf(at),
    stage: 'iteration',
    requests: { stop: { expr: stop.expr } },
    result: { from: 'iteration', frame: ended.frame.key },
    error: null,
  });
}

export function succeed(draft: Draft, { frame, position, attempt }: At, result: ResultSource): void {
  draft.next({ do: 'succeed', frame, position, attempt, result });
}

export function failStep(draft: Draft, { frame, position, attempt }: At, error: FlowError, isFinal = false): void {
  draft.next({ do: 'fail', frame, position, attempt, error, isFinal });
}

/** Asks the shell for what a step needs before it can start. */
export function prepare(draft: Draft, at: At, requests: Extract<Draft['commands'][number], { kind: 'evaluate' }>['requests']): void {
  draft.phase(at, 'prepare');
  draft.command({ kind: 'evaluate', ...placeOf(at), stage: 'prepare', requests, result: null, error: null });
}

/** A choice of one branch: an empty one passes the previous result on, another is the only sequence of the step. */
export function takeBranch(draft: Draft, at: At, branch: number | 'default'): void {
  const source: SequenceSource = { kind: 'branch', step: at.module.id, branch };
  if (draft.definition.modulesOf(source).length === 0) return succeed(draft, at, { from: 'previous' });
  openContainer(draft, at, 1, 1, () => source);
}

/** The end of the chosen branch is the end of the step, and a stop in it stops what is around it, too. */
export function branchEnded(draft: Draft, at: At, { frame, status, error, stopping }: EndedFrame): void {
  if (status === 'failed' && error) return failStep(draft, at, error);
  draft.next({ do: 'succeed', frame: at.frame, position: at.position, attempt: at.attempt, result: { from: 'frame', frame: frame.key }, stopping });
}

/** An error about an input of the step itself. */
export const inputError = (at: At, message: string): FlowError => ({ name: 'InputError', message, step_id: at.module.id, code: 'flow/invalid_input' });

/** Names of the kinds that contain iterations. */
export const isLoop = (type: FlowModuleValue['type']): boolean => type === 'forloopflow' || type === 'whileloopflow';
