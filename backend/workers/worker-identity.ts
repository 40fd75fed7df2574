import { hostname } from 'node:os';
import { newId } from '../common/ids.ts';
import type { Database } from '../database/database.ts';
import { WorkerEntity, type WorkerLanguage } from './worker.entity.ts';

/** What a worker says of itself when it registers. */
export type WorkerFacts = {
  name: string;
  version: string;
  tags: string[];
  isolation: string;
  isolationNote: string;
  languages: WorkerLanguage[];
  capacity: number;
};

/** Names of the queue that are remembered: more than a storm of restarts makes in the minute in which rows of old names are freed. */
const keptPools = 100;

/**
 * The row of this worker. A worker that was declared dead takes a new identity: reports under the old one are refused for
 * ever, which is what keeps a job from ending twice.
 */
export class WorkerIdentity {
  private current = newId();
  private poolIds: string[] = [];

  constructor(
    private readonly database: Database,
    private readonly facts: WorkerFacts,
  ) {}

  get id(): string {
    return this.current;
  }

  async register(): Promise<void> {
    const { name, version, tags, isolation, isolationNote, languages, capacity } = this.facts;
    // The answer of an earlier call may have been lost: registering twice is registering once.
    await this.database.manager
      .createQueryBuilder()
      .insert()
      .into(WorkerEntity)
      .values({
        id: this.current,
        name,
        host: hostname(),
        processId: process.pid,
        version,
        tags,
        isolation,
        isolationNote,
        languages,
        capacity,
        poolIds: this.poolIds,
        load: {},
      })
      .orIgnore()
      .execute();
  }

  /** Takes a new identity, for a worker that lived on after it was declared dead. */
  async renew(): Promise<void> {
    this.current = newId();
    await this.register();
  }

  /** Records under which name the queue locks rows for this worker. */
  async addPool(poolId: string): Promise<void> {
    this.poolIds = [...this.poolIds.slice(1 - keptPools), poolId];
    // Appended by the database: two queues may add their names at once.
    await this.database.run({
      text: `update worker set pool_ids = (array_remove(pool_ids, $2) || $2::text)[greatest(1, cardinality(pool_ids) - ${keptPools} + 2):] where id = $1`,
      values: [this.current, poolId],
    });
  }

  async markDraining(): Promise<void> {
    await this.database.run({ text: 'update worker set draining_at = now() where id = $1', values: [this.current] });
  }

  /** Gives the lease back, and with it whatever rows of the queue are still locked: nobody has to wait for it to run out. */
  async end(): Promise<void> {
    await this.database.run({
      text: `with ended as (update worker set ended_at = now() where id = $1 returning id, pool_ids) select pg_notify('millrace_worker', id::text), graphile_worker.force_unlock_workers(pool_ids) from ended`,
      values: [this.current],
    });
  }
}
