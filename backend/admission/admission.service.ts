import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { admit, type Admission, type WaitingJob } from '../jobs/core/admit.ts';
import { SecretArguments } from '../jobs/secret-arguments.ts';
import { DueTimes } from '../queue/due-times.ts';
import { admissionTask } from '../queue/task-names.ts';
import { gatherArguments } from './gather-arguments.ts';
import { admitJobs, loadHolders, loadWaiting, lockAdmission, type WaitingRow } from './load-admission.sql.ts';
import { mergeJobs } from './merge-jobs.sql.ts';

/**
 * Admission (D18): the one component that decides which jobs under a concurrency key, rate or debounce may start. It is
 * called through the queue, in the transaction of whatever changed: a new job, an end, a cancellation, a recovered worker.
 * Slots are not counted anywhere: a slot is an admitted job that has not ended.
 */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly database: Database,
    private readonly dueTimes: DueTimes,
    private readonly secrets: SecretArguments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Looks at one key: lets start what may, merges what was debounced, and asks to be called again when time decides. */
  async reconsider(workspaceId: string, key: string): Promise<Admission> {
    const { decision, now } = await this.database.transaction(async (transaction) => {
      await runIn(transaction, lockAdmission(workspaceId, key));
      const rows = await runIn<WaitingRow>(transaction, loadWaiting(workspaceId, key));
      const waiting = rows.map(toWaitingJob);
      const windowMs = Math.max(0, ...waiting.map(({ concurrency }) => concurrency?.windowMs ?? 0));
      const [held] = await runIn<{ now: number; holders: number; admitted_at: number[] }>(transaction, loadHolders(workspaceId, key, windowMs));
      const now = held?.now ?? 0;
      const decision = admit({
        now,
        waiting,
        holders: held?.holders ?? 0,
        admittedAt: held?.admitted_at ?? [],
        maximumSize: this.config.MILLRACE_MAX_ARGS_KB * 1024,
      });
      await this.gather(transaction, workspaceId, rows, decision);
      await this.carryOut(transaction, workspaceId, key, decision);
      return { decision, now };
    });
    if (decision.lookAgainAt !== null) this.dueTimes.note(decision.lookAgainAt - now);
    return decision;
  }

  /** Before they are merged: the one that runs takes over what its version says to gather. */
  private async gather(transaction: Transaction, workspaceId: string, rows: readonly WaitingRow[], { merge }: Admission): Promise<void> {
    for (const [into, merged] of Map.groupBy(merge, (pair) => pair.into)) {
      const names = rows.find(({ id }) => id === into)?.settings.debounce?.gather;
      if (names) await gatherArguments(transaction, this.secrets, { workspaceId, ids: [...merged.map(({ id }) => id), into], names });
    }
  }

  private async carryOut(transaction: Transaction, workspaceId: string, key: string, { admit: ids, merge, lookAgainAt }: Admission): Promise<void> {
    if (merge.length > 0) await runIn(transaction, mergeJobs(merge));
    if (ids.length > 0) await runIn(transaction, admitJobs(ids));
    if (lookAgainAt === null) return;
    await transaction.query(
      `select graphile_worker.add_job('${admissionTask}', $1::json, run_at => to_timestamp($2::float8 / 1000), job_key => $3, max_attempts => 32000)`,
      // A key of its own: a request to look now must not be moved to later, nor the other way around.
      [JSON.stringify({ workspace: workspaceId, key }), lookAgainAt, `admission-later:${workspaceId}:${key}`],
    );
  }
}

function toWaitingJob({ id, priority, created_at, scheduled_for, debounce_key, settings, size }: WaitingRow): WaitingJob {
  const { concurrency, debounce } = settings;
  return {
    id,
    priority,
    createdAt: created_at,
    scheduledFor: scheduled_for,
    concurrency: concurrency ? { max: concurrency.max, windowMs: concurrency.window_s === undefined ? null : concurrency.window_s * 1000 } : null,
    debounce:
      debounce && debounce_key !== null
        ? {
            key: debounce_key,
            delayMs: debounce.delay_s * 1000,
            maximumWaitMs: debounce.max_wait_s === undefined ? null : debounce.max_wait_s * 1000,
            maximumCalls: debounce.max_calls ?? null,
            size,
          }
        : null,
  };
}
