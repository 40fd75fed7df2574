import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Auth } from '../../access/core/auth.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database } from '../../database/database.ts';
import { Notifications } from '../../events/notifications.ts';
import { resultOrThrow } from '../../jobs/job-results.ts';
import { JobWaiter } from '../../jobs/job-waiter.ts';
import type { JobKnown } from '../../jobs/run-endpoints.ts';
import type { RunOptions } from '../../jobs/run.service.ts';
import { readFlowNotice } from '../flow-notice.ts';
import { FlowSources } from '../flow-sources.ts';
import { StepResults } from '../view/step-results.ts';
import { FlowStarts } from './flow-starts.service.ts';

/** How long a caller waits for a result unless it says otherwise, in seconds. */
const defaultWaitSeconds = 60;

/** Runs flows for callers who wait. One with an early return is answered as soon as that step has its result, whatever comes after it. */
@Injectable()
export class FlowCalls implements OnModuleDestroy {
  private readonly early = new Map<string, () => void>();
  private readonly stopListening: () => void;

  constructor(
    private readonly database: Database,
    private readonly starts: FlowStarts,
    private readonly flows: FlowSources,
    private readonly waiter: JobWaiter,
    private readonly results: StepResults,
    notifications: Notifications,
  ) {
    this.stopListening = notifications.on('millrace_flow', (payload) => {
      const notice = this.early.size === 0 ? null : readFlowNotice(payload);
      if (notice?.e) this.early.get(notice.i)?.();
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** Writes a job and waits for its result, as raw JSON; with an early return the job may go on after it. */
  async runAndWait(auth: Auth, path: string, args: JsonObject, options: RunOptions, known: JobKnown): Promise<string> {
    const job = await this.starts.prepare(auth, path, args, options);
    const step = job.versionId === null ? null : ((await this.flows.sourceOf(job.versionId)).value.early_return ?? null);
    const waitMs = (options.wait_s ?? defaultWaitSeconds) * 1000;
    const waiting = this.waiter.begin(job.id, waitMs);
    const early = new Promise<'early'>((resolve) => step !== null && this.early.set(job.id, () => resolve('early')));
    try {
      const id = await this.starts.insert(auth, job);
      known(id);
      if (id !== job.id) return resultOrThrow(await this.waitForEarlier(id, waitMs));
      const ended = await Promise.race([waiting.ended, early]);
      if (step !== null && (ended === 'early' || (await this.hasEarly(id)))) return await this.earlyResult(auth, id, step);
      return ended === 'early' ? 'null' : resultOrThrow(ended);
    } finally {
      waiting.stop();
      this.early.delete(job.id);
    }
  }

  /** The idempotency key was used before: that job is waited for, which may have ended long ago. */
  private waitForEarlier(jobId: string, waitMs: number) {
    const waiting = this.waiter.begin(jobId, waitMs);
    waiting.check();
    return waiting.ended.finally(waiting.stop);
  }

  private async hasEarly(jobId: string): Promise<boolean> {
    const rows = await this.database.run({
      name: 'has_early_result',
      text: 'select 1 from flow_run where job_id = $1 and early_seq is not null',
      values: [jobId],
    });
    return rows.length > 0;
  }

  private async earlyResult(auth: Auth, jobId: string, step: string): Promise<string> {
    let text = '';
    for await (const piece of this.results.json(auth, jobId, { frame: '', step })) text += piece;
    return text;
  }
}
