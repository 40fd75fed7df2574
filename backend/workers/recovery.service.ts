import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseLost } from '../common/database-lost.ts';
import { Database } from '../database/database.ts';
import { afterLostWorker } from '../jobs/core/after-attempt.ts';
import { failStranded, strandedError } from '../jobs/fail-stranded.sql.ts';
import { leaseSeconds, recoverJobs } from '../jobs/recover-jobs.sql.ts';
import { Logger } from '../observability/logger.ts';

/** How often every process looks for dead workers, in milliseconds: a third of the lease. */
export const recoveryIntervalMs = (leaseSeconds * 1000) / 3;

/** Gives the jobs of dead workers back to the living. Runs in every server and worker; one of them wins each dead worker. */
@Injectable()
export class RecoveryService implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), recoveryIntervalMs).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Recovers the jobs of every worker whose lease ran out; gives how many jobs that were. */
  async recover(): Promise<number> {
    const lost = afterLostWorker({}, true);
    const notRepeated = afterLostWorker({ idempotent: false }, true);
    const [found] = await this.database.run<{ workers: number; jobs: number }>(recoverJobs(JSON.stringify(lost.error), JSON.stringify(notRepeated.error)));
    if (found && found.workers > 0) this.logger.warn({ workers: found.workers, jobs: found.jobs }, 'Workers died; their jobs were recovered');
    if (found && found.workers > 0) await this.failStranded();
    return found?.jobs ?? 0;
  }

  /** Jobs that only a worker that is gone may run fail: what they need was lost with it. */
  async failStranded(): Promise<void> {
    await this.database.run(failStranded(JSON.stringify(strandedError)));
  }

  private async look(): Promise<void> {
    try {
      if (await this.hasDead()) await this.recover();
    } catch (error) {
      if (!isDatabaseLost(error)) this.logger.error({ err: error }, 'Could not look for dead workers');
    }
  }

  private async hasDead(): Promise<boolean> {
    const [row] = await this.database.run<{ has_dead: boolean }>({
      name: 'has_dead_worker',
      text: `select exists (select 1 from worker where ended_at is null and seen_at < now() - interval '${leaseSeconds} seconds') as has_dead`,
      values: [],
    });
    return row?.has_dead ?? false;
  }
}
