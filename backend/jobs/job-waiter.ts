import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Notifications } from '../events/notifications.ts';
import { isTerminal } from './core/job-status.ts';
import { readNotices } from './job-notice.ts';
import { JobResults, type EndedJob } from './job-results.ts';

type Waiter = { resolve: (job: EndedJob) => void; reject: (error: Error) => void };

/**
 * Waits for jobs to end, woken by NOTIFY: no polling. A caller begins to wait *before* the job is written, so that an end
 * cannot come too early; after a lost connection every job that is waited for is looked up.
 */
@Injectable()
export class JobWaiter implements OnModuleDestroy {
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly stopListening: (() => void)[];

  constructor(
    private readonly database: Database,
    private readonly results: JobResults,
    notifications: Notifications,
  ) {
    this.stopListening = [
      notifications.on('millrace_job', (payload) => {
        if (this.waiters.size === 0) return;
        for (const { i, s } of readNotices(payload)) if (isTerminal(s)) this.ended(i);
      }),
      notifications.on('reconnected', () => void this.lookAtAll()),
    ];
  }

  onModuleDestroy(): void {
    for (const stop of this.stopListening) stop();
    for (const waiters of this.waiters.values())
      for (const { reject } of waiters) reject(new AppError('server/shutting_down', 'This server is stopping. The job goes on; ask for its result later.'));
    this.waiters.clear();
  }

  /**
   * Begins to wait. `ended` rejects with `job/wait_timeout` after `timeoutMs`; the job goes on.
   * `check` looks at once, for a job that may have ended before.
   */
  begin(jobId: string, timeoutMs: number): { ended: Promise<EndedJob>; check: () => void; stop: () => void } {
    let stop = (): void => undefined;
    const ended = new Promise<EndedJob>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new AppError('job/wait_timeout', `The job did not end within ${timeoutMs / 1000} s. It goes on; ask for it by its id.`, { job_id: jobId }));
      }, timeoutMs);
      const waiter: Waiter = {
        resolve: (job) => {
          clearTimeout(timer);
          resolve(job);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      stop = () => {
        clearTimeout(timer);
        this.remove(jobId, waiter);
      };
      this.waiters.set(jobId, (this.waiters.get(jobId) ?? new Set()).add(waiter));
    });
    ended.catch(() => undefined);
    return { ended, check: () => this.ended(jobId), stop };
  }

  private remove(jobId: string, waiter: Waiter): void {
    const waiters = this.waiters.get(jobId);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.waiters.delete(jobId);
  }

  /** Reads how a job ended and tells everyone who waits for it; a job that has not ended is waited for further. */
  private ended(jobId: string): void {
    if (!this.waiters.has(jobId)) return;
    untilAnswered(() => this.results.read(jobId)).then(
      (job) => {
        if (job && !isTerminal(job.status)) return;
        const waiters = this.waiters.get(jobId);
        this.waiters.delete(jobId);
        for (const { resolve, reject } of waiters ?? []) {
          if (job) resolve(job);
          else reject(new AppError('job/not_found', 'The job was deleted.', { job_id: jobId }));
        }
      },
      (error: Error) => {
        const waiters = this.waiters.get(jobId);
        this.waiters.delete(jobId);
        for (const { reject } of waiters ?? []) reject(error);
      },
    );
  }

  private async lookAtAll(): Promise<void> {
    const jobIds = [...this.waiters.keys()];
    if (jobIds.length === 0) return;
    const rows = await untilAnswered(() =>
      this.database.run<{ id: string }>({
        text: `select id from job where id = any($1::uuid[]) and status in ('succeeded', 'failed', 'cancelled', 'skipped')`,
        values: [jobIds],
      }),
    );
    for (const { id } of rows) this.ended(id);
  }
}
