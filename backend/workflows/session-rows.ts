import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import type { OpeningRecord, StepCall, StepKind } from './core/conversation.ts';
import type { LoadedStep } from './load-steps.sql.ts';
import type { NewStep } from './record-steps.sql.ts';
import type { KeptResult, SealedResults } from './sealed-results.ts';

/** What was recorded of a workflow when a stretch of it began. */
export type Recorded = { seed: string; startedAt: number; steps: readonly LoadedStep[] };

/** Of something that gave no result. */
export const nothingKept: KeptResult = { result: null, resultObject: null, isSealed: false };

/** Under its place a wait is closed by prefix: `1!` begins nothing but itself. */
export const placeOf = (key: string): string => `${key}!`;

type EmptyStep = Omit<NewStep, 'key' | 'kind' | 'name' | 'status' | 'startedAt' | 'endedAt'> & { endedAt: null };

/** Makes the rows of one stretch of a workflow. */
export class SessionRows {
  readonly fence: { jobId: string; attempt: number };

  constructor(
    private readonly job: StartedJob,
    private readonly recorded: Recorded,
  ) {
    this.fence = { jobId: job.id, attempt: job.attempt };
  }

  /** The seed and the time of the beginning. */
  start(): NewStep {
    const at = new Date(this.recorded.startedAt);
    const result = JSON.stringify({ seed: this.recorded.seed });
    return { ...this.empty(), key: '', kind: 'start', name: '', status: 'succeeded', result, startedAt: at, endedAt: at };
  }

  /** Something that the code asks for, as open. */
  step(call: StepCall): NewStep & { endedAt: null } {
    const now = Date.now();
    const inline = call.op === 'step' ? call : null;
    const startedAt = new Date(inline ? Math.min(inline.started_at, now) : now);
    return { ...this.empty(), key: call.key, kind: call.op, name: call.name, status: 'open', attempts: inline?.attempts ?? 1, startedAt };
  }

  wait(id: string, key: string, kind: 'event' | 'approval') {
    return { id, workspaceId: this.job.workspace_id, jobId: this.job.id, owner: 'workflow' as const, place: placeOf(key), kind };
  }

  private empty(): EmptyStep {
    return {
      ...this.fence,
      ordinal: null,
      attempts: 1,
      inputHash: null,
      ...nothingKept,
      error: null,
      childJobId: null,
      waitId: null,
      dueAt: null,
      endedAt: null,
    };
  }
}

/** A recorded step as a replay begins with it. */
export async function openingRecord(
  step: LoadedStep,
  results: SealedResults,
): Promise<{ record: OpeningRecord; value: string | null; secrets: readonly string[] }> {
  const hasValue = step.status === 'succeeded' && step.ordinal !== null;
  const opened = hasValue ? await results.open({ result: step.result, resultObject: step.result_object, isSealed: step.is_sealed }) : null;
  const record: OpeningRecord = {
    key: step.key,
    kind: step.kind as StepKind,
    name: step.name,
    status: step.status,
    ordinal: step.ordinal,
    at: (step.ended_at ?? step.started_at).getTime(),
    ...(step.error ? { error: step.error } : {}),
    ...(step.child_job_id ? { child_job_id: step.child_job_id } : {}),
  };
  return { record, value: opened?.json ?? null, secrets: opened?.brought ?? [] };
}
