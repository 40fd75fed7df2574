import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';

/** A count is believed for so long: the limit protects the machine and need not be exact. */
const believedMs = 5_000;

/** Refuses new jobs of a workspace whose queue is full, so that a caller gone wild cannot fill the disk. */
@Injectable()
export class QueueGuard {
  private readonly counts = new Map<string, { until: number; isFull: Promise<boolean> }>();

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws `job/queue_full`. Asks the database at most once in five seconds per workspace. */
  async require(workspaceId: string): Promise<void> {
    const now = Date.now();
    let known = this.counts.get(workspaceId);
    if (!known || known.until < now) {
      known = { until: now + believedMs, isFull: this.isFull(workspaceId) };
      this.counts.set(workspaceId, known);
      known.isFull.catch(() => this.counts.delete(workspaceId));
    }
    if (await known.isFull)
      throw new AppError(
        'job/queue_full',
        `The queue of this workspace holds ${this.config.MILLRACE_MAX_QUEUE} jobs, which is the limit. Wait until workers have caught up.`,
        { retry_after_s: believedMs / 1000 },
      );
  }

  private async isFull(workspaceId: string): Promise<boolean> {
    const limit = this.config.MILLRACE_MAX_QUEUE;
    // The offset reads limit + 1 entries of the index of live jobs at the most.
    const rows = await this.database.run({
      name: 'queue_is_full',
      text: `select 1 from job where status = 'queued' and ended_at is null and workspace_id = $1 offset $2 limit 1`,
      values: [workspaceId, limit],
    });
    return rows.length > 0;
  }
}
