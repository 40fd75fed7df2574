import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../common/ids.ts';
import type { Json } from '../common/json.ts';
import { Database, runNamed, type Transaction } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Batcher } from '../queue/batcher.ts';
import { DueTimes } from '../queue/due-times.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { waitDueTask, waitEndedTask } from '../queue/task-names.ts';
import { closeWaitAt, closeWaits, endDueWaits, endOthersDue, endWait, endWaitsByEvent, readEndedWait, type EndedWaitRow } from './end-waits.sql.ts';
import { keepEvent, lockEventKey, openWaits, takeKeptEvent, type OpenedWait } from './open-waits.sql.ts';
import { WaitOwners } from './wait-owners.ts';
import type { EndedWait, Ending, NewWait } from './wait.ts';

/** Waits that end by time in one statement. */
const batchSize = 200;

/**
 * From so many ends at once on, others that are due are looked for; and so many of those are ended in one transaction: few transactions, since each waits its
 * turn in a process that already runs those that were woken first.
 */
const manyAtOnce = 8;
const othersAtOnce = 2_500;

/**
 * Everything that waits without a worker: one table, one way to end. Who waits opens a wait in the transaction of its own decision;
 * whatever comes first ends it once, and in the same transaction asks the queue to tell the owner. So nothing has to stay in memory
 * while something waits, and no crash loses an end.
 */
@Injectable()
export class Waits implements OnModuleInit {
  private readonly due: Batcher<string, EndedWait | null>;

  constructor(
    private readonly database: Database,
    private readonly owners: WaitOwners,
    private readonly tasks: QueueTaskRegistry,
    private readonly dueTimes: DueTimes,
  ) {
    this.due = new Batcher(
      async (ids) => {
        const rows = await untilAnswered(() => database.run<EndedWaitRow>(endDueWaits(ids)));
        if (ids.length >= manyAtOnce) await this.endOthers(ids);
        const byId = new Map(rows.map((row) => [row.id, toEndedWait(row)]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      { maximumSize: batchSize, lanes: 1 },
    );
  }

  /** Many have the same alarm: those that the queue has not given out yet are woken along with these. */
  private async endOthers(ids: readonly string[]): Promise<void> {
    const owners = this.owners.wokenTogether;
    for (let ended = othersAtOnce; ended === othersAtOnce;) {
      ended = await this.database.transaction(async (transaction) => {
        const waits = await runNamed<{ owner: string; job_id: string }>(transaction, endOthersDue(ids, owners, othersAtOnce));
        await this.owners.wakeAll(transaction, waits);
        return waits.length;
      });
    }
  }

  onModuleInit(): void {
    this.tasks.add(waitDueTask, (payload) => this.timeCame((payload as { id: string }).id));
    this.tasks.add(waitEndedTask, (payload) => this.tell((payload as { id: string }).id));
  }

  /** Opens a wait and gives its id; that of the earlier one, where the place already has one of the kind. */
  async open(transaction: Transaction, wait: NewWait): Promise<string> {
    const [id] = await this.openAll(transaction, [wait]);
    if (id === undefined) throw new Error(`The wait at ${wait.place} was not opened`);
    return id;
  }

  /** The same for many, in one statement; those for events, of which one may have come already, take a few more each. */
  async openAll(transaction: Transaction, waits: readonly NewWait[]): Promise<string[]> {
    if (waits.length === 0) return [];
    const keys = [...new Set(waits.flatMap(({ workspaceId, eventKey }) => (eventKey === null ? [] : [JSON.stringify([workspaceId, eventKey])])))].sort();
    for (const key of keys) await runNamed(transaction, lockEventKey(...(JSON.parse(key) as [string, string])));
    const rows = await runNamed<OpenedWait>(transaction, openWaits(waits.map((wait) => ({ ...wait, id: wait.id ?? newId() }))));
    const ids = new Map(rows.map((row) => [keyOf(row.job_id, row.place, row.kind), row.id]));
    const opened = waits.map((wait) => ids.get(keyOf(wait.jobId, wait.place, wait.kind)) ?? '');
    for (const [index, { workspaceId, eventKey }] of waits.entries()) {
      const [kept] = eventKey === null ? [] : await runNamed<{ payload: Json }>(transaction, takeKeptEvent(workspaceId, eventKey));
      if (kept) await this.end(transaction, { waitId: opened[index] ?? '', ending: { by: 'event', payload: kept.payload } });
    }
    this.noteTimes(waits);
    return opened;
  }

  /** Ends a wait; gives whether it was this call that did. Its owner is told once the transaction is committed. */
  async end(transaction: Transaction, { waitId, ending }: { waitId: string; ending: Ending }): Promise<boolean> {
    return (await runNamed(transaction, endWait(waitId, ending))).length > 0;
  }

  /** Closes what a job waits for at the places that begin with a prefix, without telling its owner, who asks for it. */
  async close(transaction: Transaction, { jobId, placePrefix, reason }: { jobId: string; placePrefix: string; reason: string }): Promise<number> {
    return (await runNamed(transaction, closeWaits(jobId, placePrefix, reason))).length;
  }

  /** Closes the wait of a kind at exactly this place, if it is open. */
  async closeAt(transaction: Transaction, { jobId, place, kind, reason }: Pick<NewWait, 'jobId' | 'place' | 'kind'> & { reason: string }): Promise<void> {
    await runNamed(transaction, closeWaitAt(jobId, place, kind, reason));
  }

  /**
   * Ends everything in a workspace that waits for an event; gives how much that was. Where nothing does, the event is kept for
   * `keepSeconds` for the first one that will; without them it is forgotten.
   */
  async endByEvent(transaction: Transaction, workspaceId: string, key: string, payload: Json, keepSeconds: number | null): Promise<number> {
    await runNamed(transaction, lockEventKey(workspaceId, key));
    const ended = await runNamed(transaction, endWaitsByEvent(workspaceId, key, JSON.stringify({ by: 'event', payload } satisfies Ending)));
    if (ended.length === 0 && keepSeconds !== null) await runNamed(transaction, keepEvent(newId(), workspaceId, key, JSON.stringify(payload), keepSeconds));
    return ended.length;
  }

  private async timeCame(id: string): Promise<void> {
    const wait = await this.due.add(id);
    if (wait) await this.owners.tell(wait);
  }

  private async tell(id: string): Promise<void> {
    const [row] = await untilAnswered(() => this.database.run<EndedWaitRow>(readEndedWait(id)));
    if (row) await this.owners.tell(toEndedWait(row));
  }

  /** The clock may show a little less than the time of the row, which is then looked at by the queue's own pace. */
  private noteTimes(waits: readonly NewWait[]): void {
    const now = Date.now();
    for (const { dueAt } of waits) if (dueAt) this.dueTimes.note(dueAt.getTime() - now);
  }
}

const keyOf = (jobId: string, place: string, kind: string): string => `${jobId} ${kind} ${place}`;

const toEndedWait = (row: EndedWaitRow): EndedWait => ({
  id: row.id,
  workspaceId: row.workspace_id,
  jobId: row.job_id,
  owner: row.owner,
  place: row.place,
  kind: row.kind,
  ending: row.ending,
  openedAt: row.opened_at,
});
