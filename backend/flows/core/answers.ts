import type { At, Draft } from './draft.ts';
import { earlyStopError, fallAsleep, stopHere, stopOf } from './leaving.ts';
import type { FlowEvent, Stage } from './messages.ts';
import type { FlowError } from './rows.ts';
import type { Frame, Phase } from './state.ts';
import { failStep, listOf, succeed } from './steps/containers.ts';
import { kindOf } from './steps/step-kinds.ts';

type Answer = Extract<FlowEvent, { kind: 'evaluated' }>;
type Values = Readonly<Record<string, unknown>>;

const phaseOf: Readonly<Record<Stage, Phase>> = {
  skip_flow: 'skip_check',
  skip: 'skip_check',
  prepare: 'prepare',
  retry: 'retry_check',
  stop: 'stop_check',
  iteration: 'iteration_check',
  sleep: 'sleep_check',
  recover: 'recover_check',
};

/** Goes on with the answer to an evaluation. An expression that fails is never taken for false: the step or the flow fails with it. */
export function evaluated(draft: Draft, { frame: key, step, attempt, stage, answer }: Answer): void {
  const frame = draft.frame(key);
  if (!frame || frame.phase !== phaseOf[stage] || frame.step !== step || frame.attempt !== attempt) return;
  if (stage === 'skip_flow') return skipFlow(draft, answer);
  if (stage === 'recover') return recover(draft, frame, answer);
  const at = draft.at(frame);
  if ('error' in answer) failed(draft, at, frame, stage, answer.error);
  else answered(draft, at, frame, stage, answer.values);
}

function skipFlow(draft: Draft, answer: Answer['answer']): void {
  if ('error' in answer) return draft.next({ do: 'fail_frame', frame: '', error: answer.error });
  if (answer.values.skip) return draft.next({ do: 'end_frame', frame: '', status: 'stopped', result: { from: 'args' }, error: null, stopping: 'skip' });
  draft.next({ do: 'enter', frame: '' });
}

/** A failure module that answers `{recover: true}` makes its result the result of the sequence. */
function recover(draft: Draft, { key, error }: Frame, answer: Answer['answer']): void {
  const isRecovered = 'values' in answer && answer.values.recover === true;
  if (isRecovered)
    return draft.next({ do: 'end_frame', frame: key, status: 'succeeded', result: { from: 'frame', frame: `${key}!failure` }, error: null, stopping: null });
  draft.next({ do: 'end_frame', frame: key, status: 'failed', result: null, error, stopping: null });
}

function answered(draft: Draft, at: At, frame: Frame, stage: Stage, values: Values): void {
  switch (stage) {
    case 'skip':
      if (values.skip) return draft.next({ do: 'succeed', frame: at.frame, position: at.position, attempt: 1, result: { from: 'previous' }, isSkipped: true });
      return draft.next({ do: 'begin', frame: at.frame, position: at.position, attempt: 1, notBeforeMs: null });
    case 'prepare': {
      const { kind, at: typed } = kindOf(at);
      return kind.prepared?.(draft, typed, values);
    }
    case 'retry':
      if (!frame.error) return;
      return draft.next(values.retry ? { do: 'retry', frame: at.frame, error: frame.error } : { do: 'give_up', frame: at.frame, error: frame.error });
    case 'stop': {
      const stop = stopOf(at.module);
      return values.stop && stop ? stopHere(draft, at, stop) : draft.next({ do: 'pause', frame: at.frame });
    }
    case 'iteration':
      return afterCondition(draft, at, frame, values);
    case 'sleep':
      return fallAsleep(draft, at, values.seconds);
    case 'skip_flow':
    case 'recover':
      return;
  }
}

/** The loop's own condition: true breaks the loop, and what comes after it runs. */
function afterCondition(draft: Draft, at: At, frame: Frame, values: Values): void {
  const stop = at.module.stop_after_if;
  draft.phase(at, 'children');
  if (!values.stop || !stop) {
    const { kind, at: typed } = kindOf(at);
    return kind.resumed?.(draft, typed, frame);
  }
  if (stop.error_message === undefined || stop.error_message === null) return succeed(draft, at, listOf(at, frame.counters?.ended ?? 0));
  failStep(draft, at, { ...earlyStopError(at, stop), ...(stop.error_include_result ? { result_of: listOf(at, frame.counters?.ended ?? 0) } : {}) }, true);
}

function failed(draft: Draft, at: At, frame: Frame, stage: Stage, error: FlowError): void {
  switch (stage) {
    case 'retry':
      // Whether to try again is not known, so the failure itself stands.
      return draft.next({ do: 'give_up', frame: at.frame, error: frame.error ?? error });
    case 'stop':
    case 'sleep':
      return draft.next({ do: 'fail_frame', frame: at.frame, error });
    default:
      return failStep(draft, at, error, true);
  }
}
