import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseLost } from '../common/database-lost.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { OBJECT_STORE, type ObjectStore } from '../objects/object-store.ts';
import { Logger } from '../observability/logger.ts';
import { forgetGrants } from '../oauth/grants.sql.ts';
import { forgetSlack } from '../slack/slack-work.sql.ts';
import { forgetTicks } from '../schedules/schedule-ticks.sql.ts';
import { forgetAgentRuns, forgetChunks, forgetThreads } from '../agents/runs/forget-agents.sql.ts';
import { forgetVolumes } from '../agents/volumes/volume-files.ts';
import { forgetSteps } from '../workflows/forget-steps.sql.ts';

const intervalMs = 10 * 60_000;
/** Jobs deleted in one statement: small, so that a large sweep never holds up the queue. */
const batchSize = 1_000;

/** Deletes what is over: finished jobs after their time, stale cache entries, workers that ended long ago. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database, @Inject(OBJECT_STORE) private readonly objects: ObjectStore, @Inject(CONFIG) private readonly config: Config, private readonly logger: Logger) {}

  onApplicationBootstrap(): void {
    if (this.config.MILLRACE_MODE === 'worker') return;
    this.timer = setInterval(() => void this.look(), intervalMs).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Deletes all that is due; gives how many jobs that were. */
  async sweep(): Promise<number> {
    let deleted = 0;
    for (let count = batchSize; count === batchSize; deleted += count) count = await this.deleteJobs();
    await this.database.run({ text: 'delete from result_cache where expires_at < now()', values: [] });
    await this.database.run({ text: 'delete from kept_event where expires_at < now()', values: [] });
    await this.database.run(forgetGrants);
    await this.database.run({ text: `delete from worker where ended_at < now() - interval '7 days' and not exists (select 1 from job where job.worker_id = worker.id)`, values: [] });
    for (let count = batchSize; count === batchSize;) count = (await this.database.run(forgetTicks(this.config.MILLRACE_RETENTION_DAYS, batchSize))).length;
    for (const statement of forgetSlack(this.config.MILLRACE_RETENTION_DAYS)) await this.database.run(statement);
    await this.forgetThreads();
    return deleted;
  }

  /** Conversations in which nothing was said for as long as jobs are kept, with their files, and pieces of answers that are done. */
  private async forgetThreads(): Promise<void> {
    await this.database.run(forgetChunks);
    for (let count = batchSize; count === batchSize;) {
      const rows = await this.database.run<{ object_key: string | null }>(forgetThreads(this.config.MILLRACE_RETENTION_DAYS, batchSize));
      for (const { object_key: key } of rows) if (key !== null) await this.objects.delete(key);
      count = rows.length;
    }
    await forgetVolumes(this.database, this.config.dataDirectory);
  }

  private async deleteJobs(): Promise<number> {
    const rows = await this.database.run<{ id: string; result_object: string | null }>({
      text: `
with deleted as (
  delete from job where id in (
    select id from job
    where status in ('succeeded', 'failed', 'cancelled', 'skipped')
      and ended_at < now() - least(make_interval(days => $1), make_interval(secs => (settings->>'delete_after_s')::float8))
    limit ${batchSize} for update skip locked)
  returning id, kind, result_object
), gone as (
  select id from deleted where kind in ('flow', 'flow_preview')
), runs as (
  delete from flow_run where job_id in (select id from gone)
), steps as (
  delete from flow_step where job_id in (select id from gone)
), waits as (
  delete from wait where job_id in (select id from deleted)
)
select id, result_object from deleted`,
      values: [this.config.MILLRACE_RETENTION_DAYS],
    });
    for (const { result_object: key } of rows) if (key !== null) await this.objects.delete(key);
    await this.forgetSteps(rows.map(({ id }) => id));
    await this.database.run(forgetAgentRuns(rows.map(({ id }) => id)));
    return rows.length;
  }

  /** The checkpoints of workflows go with their jobs; a large result that a restarted run took over stays for it. */
  private async forgetSteps(jobIds: readonly string[]): Promise<void> {
    if (jobIds.length === 0) return;
    const rows = await this.database.run<{ result_object: string }>(forgetSteps(jobIds));
    for (const { result_object: key } of rows) await this.objects.delete(key);
  }

  private async look(): Promise<void> {
    try {
      const deleted = await this.sweep();
      if (deleted > 0) this.logger.info({ jobs: deleted }, 'Deleted jobs whose time was over');
    } catch (error) {
      if (!isDatabaseLost(error)) this.logger.error({ err: error }, 'Could not delete what is over');
    }
  }
}
