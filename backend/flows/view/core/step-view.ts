import type { FlowRunStep, FlowStepChildren, FlowStepStatus, FlowStepWait } from '../../flow-runs.contract.ts';
import type { FlowModule } from '../../flow.contract.ts';
import type { FlowDefinition } from '../../core/definition.ts';
import { childPrefix } from '../../core/frame-keys.ts';
import { isLoop } from '../../core/steps/containers.ts';
import type { FlowError, StepRow } from '../../core/rows.ts';
import type { SequenceSource } from '../../core/state.ts';
import { currentOf, endOf, errorView, statusOfCurrent, type Current, type FrameRows, type PlacedRow } from './frame-view.ts';
import type { ChildCounts, JobFacts, OpenWait, RecordedRow } from './recorded.ts';
import { utcTime, waitWords } from './wait-words.ts';

/** Everything around the rows that steps are shown with. Sources of frames are by key, counts by the prefix of the children. */
export type ViewFacts = {
  readonly definition: FlowDefinition;
  readonly jobs: ReadonlyMap<string, JobFacts>;
  readonly waits: readonly OpenWait[];
  readonly counts: ReadonlyMap<string, ChildCounts>;
  readonly sources: ReadonlyMap<string, SequenceSource>;
  readonly nowMs: number;
};

type Placed = RecordedRow & { readonly row: PlacedRow };
type StepEnded = Extract<StepRow, { kind: 'step_ended' }>;

const isPlaced = (recorded: RecordedRow): recorded is Placed => 'step' in recorded.row && recorded.row.step !== '';

/** The steps of a frame that were reached, in the order in which they were. */
export function stepsOfFrame(frame: FrameRows, facts: ViewFacts): FlowRunStep[] {
  const current = currentOf(frame.rows);
  const byStep = Map.groupBy(frame.rows.filter(isPlaced), ({ row }) => row.step);
  return [...byStep].map(([step, rows]) => stepView(frame, step, rows, current?.row.step === step ? current : null, facts));
}

function stepView(frame: FrameRows, step: string, rows: readonly Placed[], current: Current | null, facts: ViewFacts): FlowRunStep {
  const module = facts.definition.steps.get(step)?.module;
  const ended = rows.findLast((recorded): recorded is Placed & { row: StepEnded } => recorded.row.kind === 'step_ended');
  const attempts = attemptsOf(frame, rows, current, facts);
  const last = attempts.at(-1);
  const status = statusOf(frame, current, ended?.row ?? null, facts);
  const firstJob = facts.jobs.get(attempts[0]?.job_id ?? '');
  const isOver = ['succeeded', 'failed', 'continued', 'skipped', 'cancelled'].includes(status);
  return {
    frame: frame.key,
    step,
    status,
    attempt: last?.attempt ?? 1,
    job_id: last?.job_id ?? null,
    attempts,
    started_at: firstJob ? firstJob.startedAt : (rows[0]?.at ?? null),
    ended_at: isOver ? (ended?.at ?? null) : null,
    error: errorView(status === 'succeeded' ? null : failureOf(frame, current, ended?.row ?? null)),
    has_result: ended !== undefined && ended.row.result !== null,
    is_reused: ended?.isReused ?? false,
    wait: status === 'waiting' && current ? waitOf(frame, current, module, facts) : null,
    children: childrenOf(frame, step, rows, module, facts),
  };
}

function statusOf(frame: FrameRows, current: Current | null, ended: StepEnded | null, facts: ViewFacts): FlowStepStatus {
  if (ended && current && failureAfter(frame, current)) return 'failed';
  const isCurrent = current !== null && current.row.kind !== 'step_ended';
  if (!isCurrent) return ended?.status ?? 'cancelled';
  if (!frame.isAlive) return ended && (ended.status !== 'succeeded' || endOf(frame.rows)) ? ended.status : 'cancelled';
  const status = statusOfCurrent(current, facts.jobs.get(current.recorded.jobId ?? '') ?? null);
  // The step itself is done; what runs beside it has its own entry.
  return ended && status === 'running' && current.row.kind === 'phase' && current.row.phase === 'recover_check' ? ended.status : status;
}

/** A failure of the sequence that this step has led to after it had ended: nobody approved, or it was stopped with a message. */
function failureAfter(frame: FrameRows, { row }: Current): FlowError | null {
  const end = endOf(frame.rows);
  const error = row.kind === 'phase' && row.phase === 'failure' ? row.error : end?.status === 'failed' ? end.error : null;
  return error && error.step_id === row.step ? error : null;
}

function failureOf(frame: FrameRows, current: Current | null, ended: StepEnded | null): FlowError | null {
  if (ended?.error) return ended.error;
  if (ended?.result?.from === 'error') return ended.result.error;
  const after = current && failureAfter(frame, current);
  if (after) return after;
  return current?.row.kind === 'phase' ? current.row.error : null;
}

function attemptsOf(frame: FrameRows, rows: readonly Placed[], current: Current | null, { jobs }: ViewFacts): FlowRunStep['attempts'] {
  const byAttempt = [...Map.groupBy(rows, ({ row }) => row.attempt)].filter(([attempt]) => attempt > 0);
  return byAttempt.map(([attempt, own]) => {
    const failed = own.find(({ row }) => row.kind === 'attempt_failed')?.row;
    const ended = own.find(({ row }) => row.kind === 'step_ended')?.row;
    const jobId = own.findLast((recorded) => recorded.jobId !== null)?.jobId ?? null;
    const job = jobs.get(jobId ?? '') ?? null;
    if (failed?.kind === 'attempt_failed') return { attempt, job_id: jobId, status: 'failed', error: errorView(failed.error) };
    if (ended?.kind === 'step_ended')
      return { attempt, job_id: jobId, status: ended.status, error: errorView(ended.error ?? (ended.result?.from === 'error' ? ended.result.error : null)) };
    const isRunning = frame.isAlive && current?.row.attempt === attempt;
    return { attempt, job_id: jobId, status: isRunning ? statusOfCurrent(current, job) : 'cancelled', error: null };
  });
}

function waitOf(frame: FrameRows, { row, recorded }: Current, module: FlowModule | undefined, { jobs, waits, nowMs }: ViewFacts): FlowStepWait | null {
  if (row.kind !== 'phase') return null;
  const job = jobs.get(recorded.jobId ?? '');
  const kinds = { sleep: 'sleep', retry_wait: 'retry', approval: 'approval', event: 'event', job: 'retry' } as const;
  const kind = row.phase in kinds ? kinds[row.phase as keyof typeof kinds] : null;
  if (kind === null) return null;
  const wait = waits.find((open) => open.frame === frame.key && open.step === row.step && open.kind === kind);
  const isRetry = kind === 'retry';
  const retries = module?.retry ? (module.retry.constant?.attempts ?? 0) + (module.retry.exponential?.attempts ?? 0) : null;
  const facts = {
    kind,
    since: wait?.openedAt ?? recorded.at,
    until: wait?.dueAt ?? (row.phase === 'job' ? (job?.scheduledFor ?? null) : null),
    event_key: wait?.eventKey ?? null,
    approval_id: wait?.approvalId ?? null,
    approvers: [...(wait?.approvers ?? [])],
    next_attempt: isRetry ? (row.phase === 'job' ? row.attempt : row.attempt + 1) : null,
    most_attempts: isRetry && retries !== null ? retries + 1 : null,
  };
  return { ...facts, message: waitWords(facts, (moment) => utcTime(moment, nowMs)) };
}

function childrenOf(frame: FrameRows, step: string, rows: readonly Placed[], module: FlowModule | undefined, facts: ViewFacts): FlowStepChildren | null {
  const opened = rows.findLast(({ row }) => row.kind === 'phase' && row.children !== undefined)?.row;
  if (opened?.kind !== 'phase' || !opened.children || !module) return null;
  const prefix = childPrefix(frame.key, step, opened.attempt);
  const { started, succeeded, failed } = facts.counts.get(prefix) ?? { started: 0, succeeded: 0, failed: 0 };
  const isChoice = module.value.type === 'branchone' || module.value.type === 'switch';
  const source = isChoice ? facts.sources.get(`${prefix}0]`) : undefined;
  const chosen = source?.kind === 'branch' ? String(source.branch) : null;
  return {
    kind: isLoop(module.value.type) ? 'iterations' : 'branches',
    total: opened.children.total,
    started,
    succeeded,
    failed,
    is_parallel: opened.children.width > 1,
    chosen_branch: chosen,
  };
}
