import type { ApprovalVote, EndedWait } from '../../waits/wait.ts';
import type { FlowEvent, Place, WaitKind } from '../core/messages.ts';
import type { FlowError } from '../core/rows.ts';
import type { Delivery } from './flow-engine.service.ts';
import { readPlace } from './place.ts';
import type { EndedStepRow } from './read-steps.sql.ts';

/** The end of the job of a step, as its flow hears of it. `null`: the job is none of a step. */
export function deliveryOfStep(row: EndedStepRow): Delivery | null {
  const place = readPlace(row.trigger_path ?? '');
  if (!place) return null;
  switch (row.status) {
    case 'succeeded':
      return { event: (nowMs) => ({ kind: 'step_succeeded', ...place, nowMs }), brought: { jobId: row.id }, result: row.result };
    case 'skipped':
      return skippedOrDone(row, place);
    case 'failed':
    case 'cancelled':
      return {
        event: (nowMs) => ({ kind: 'step_failed', ...place, nowMs, random: Math.random(), error: errorOf(row, place), isFinal: row.status === 'cancelled' }),
      };
  }
}

/** A flow that ended as skipped has a result; a call that was merged into another one has none. */
function skippedOrDone(row: EndedStepRow, place: Place): Delivery {
  const event = (nowMs: number): FlowEvent => ({ kind: 'step_skipped', ...place, nowMs });
  return row.result === null ? { event } : { event, brought: { jobId: row.id }, result: row.result };
}

function errorOf({ status, error, cancel_requested_by: by, cancel_reason: reason }: EndedStepRow, { step }: Place): FlowError {
  if (status === 'cancelled')
    return {
      name: 'Cancelled',
      message: `${by ?? 'Somebody'} has cancelled the job of ${step}${reason ? `: ${reason}` : ''}.`,
      step_id: step,
      code: 'job/cancelled',
    };
  const { name = 'Error', message = 'The job failed.', code, stack } = error ?? {};
  return { name, message, step_id: step, ...(code === undefined ? {} : { code }), ...(stack === undefined ? {} : { stack }) };
}

/** The end of a wait, as its flow hears of it. */
export function deliveryOfWait({ kind, ending, id }: EndedWait, place: Place): Delivery {
  const due: Delivery = { event: (nowMs) => ({ kind: 'timer_due', ...place, wait: kind as WaitKind, nowMs, random: Math.random() }) };
  switch (ending.by) {
    case 'time':
      return kind === 'child' ? timedOut(place) : due;
    case 'event':
      return { event: (nowMs) => ({ kind: 'event_received', ...place, nowMs }), brought: { held: JSON.stringify(ending.payload ?? null) } };
    case 'approval':
      return ending.outcome === 'expired' ? due : decided(place, id, ending.outcome === 'approved', ending.votes);
  }
}

/** The flow or agent that a step runs has not ended in time: it is cancelled, and the step has failed. */
function timedOut(place: Place): Delivery {
  const error: FlowError = {
    name: 'Timeout',
    message: `What ${place.step} runs did not end in time and was cancelled.`,
    step_id: place.step,
    code: 'job/timeout',
  };
  return { event: (nowMs) => ({ kind: 'step_failed', ...place, nowMs, random: Math.random(), error }), cancels: place };
}

/**
 * Who may decide and how many have to was counted by the approval. The engine counts too, so it hears of the outcome as often as it
 * expects votes, and of all votes with the first.
 */
function decided(place: Place, waitId: string, isApproved: boolean, all: readonly ApprovalVote[]): Delivery {
  const votes = all.filter(({ vote }) => (vote === 'approve') === isApproved);
  const by = votes.map((vote) => vote.by).join(', ') || 'system';
  const decision = isApproved ? 'approved' : 'rejected';
  return {
    times: ({ definition }) => (isApproved ? (definition.steps.get(place.step)?.module.suspend?.required_events ?? 1) : 1),
    event: (nowMs, index) => ({ kind: 'resumed', ...place, nowMs, decision, decisionId: `${waitId}-${index}`, by }),
    brought: { held: JSON.stringify({ votes: votes.map((vote) => ({ by: vote.by, values: vote.values, comment: vote.comment })) }) },
    broughtLater: { held: JSON.stringify({ votes: [] }) },
  };
}
