import { Injectable } from '@nestjs/common';
import { textOf } from '../../common/json-text.ts';
import type { CompletedJob } from '../../jobs/complete-jobs.sql.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { deliveryOfStep } from './deliveries.ts';
import { FlowEngine, type StepWorker } from './flow-engine.service.ts';

/** What became of the end of a step: whether it was this worker's to report, and the job that it runs next without asking the queue. */
export type StepEnd = { wasOurs: boolean; next: StartedJob | null };

/** A larger result is read from where it lies by those who need it, in characters. */
const broughtCharacters = 64_000;

/**
 * The fast way from a step to the next: the worker that has run one ends its job and decides about the flow in one transaction, and keeps
 * what follows where it may. No queue lies between two steps then. What cannot go this way goes the ordinary one, by the watcher.
 */
@Injectable()
export class StepEnds {
  constructor(private readonly engine: FlowEngine) {}

  /** Whether the end of a job can be reported here. */
  takes({ trigger_kind: kind, parent_id: parent, admission_key: key }: StartedJob, { status }: CompletedJob): boolean {
    return kind === 'flow' && parent !== null && key === null && status !== 'cancelled';
  }

  /** Ends the job. `null`: the job is none of a flow after all. */
  end(worker: StepWorker, job: StartedJob, completed: CompletedJob): Promise<StepEnd | null> {
    const { parent_id: runId, trigger_path: place } = job;
    const error = completed.error === null ? null : (JSON.parse(completed.error) as { code: string; name: string; message: string });
    const result = completed.result !== null && completed.result.length <= broughtCharacters ? textOf(completed.result) : null;
    const delivery = deliveryOfStep({
      id: job.id,
      parent_id: runId ?? '',
      trigger_path: place,
      status: completed.status,
      error,
      cancel_requested_by: null,
      cancel_reason: null,
      result,
    });
    if (!delivery || runId === null) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.engine.deliver(runId, { ...delivery, completion: { worker, completed, tell: resolve } }).catch(reject);
    });
  }
}
