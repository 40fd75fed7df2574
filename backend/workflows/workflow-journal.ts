import { runIn, type Database, type Transaction } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { insertJobs } from '../jobs/insert-jobs.sql.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { Batcher } from '../queue/batcher.ts';
import type { NewWait } from '../waits/wait.ts';
import type { Waits } from '../waits/waits.service.ts';
import { endSteps, type EndedStep } from './end-steps.sql.ts';
import { recordSteps, type NewStep, type RecordedJob } from './record-steps.sql.ts';

/** Something that is opened together with its checkpoint: a child job, or a wait. */
export type OpenedStep = {
  step: NewStep;
  /** Checkpoints that are written before it. */
  first: readonly NewStep[];
  job: NewJob | null;
  wait: NewWait | null;
  /** What else happens in the same transaction. */
  also: ((transaction: Transaction) => Promise<void>) | null;
};

/** Checkpoints in one statement: large enough for thousands a second, small enough to be answered in milliseconds. */
const batchSize = 200;
/** Two at once: the next batch is on its way while the first one is flushed to disk. */
const lanes = 2;

/** A checkpoint was refused: the job belongs to another worker by now, or has ended. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

/** The database does not take a value; what it is part of fails, and nothing else. */
export class RefusedValue extends Error {
  override readonly name = 'RefusedValue';
}

/** SQLSTATE classes that speak of a value: 22 it is not valid, 54 it is larger or deeper than Postgres takes. */
const isRefusal = (error: unknown): boolean => {
  const { code, driverError } = (error ?? {}) as { code?: string; driverError?: { code?: string } };
  return /^(22|54)...$/.test(code ?? driverError?.code ?? '');
};

/**
 * Writes the checkpoints of all workflows of this worker. Those of concurrent workflows share statements, so a step costs a commit at the most.
 * A lost database delays a checkpoint, and the code with it, but loses none.
 */
export class WorkflowJournal {
  private readonly records: Batcher<readonly NewStep[], Written>;
  private readonly ends: Batcher<EndedStep, Written>;
  private readonly opens: Batcher<OpenedStep, Written>;

  constructor(
    private readonly database: Database,
    private readonly waits: Waits,
    private readonly workerId: () => string,
  ) {
    const options = { maximumSize: batchSize, lanes };
    this.records = new Batcher((steps) => apart(steps, (some) => this.record(some)), options);
    this.ends = new Batcher((steps) => apart(steps, (some) => this.end(some)), options);
    this.opens = new Batcher((steps) => apart(steps, (some) => this.open(some)), options);
  }

  /** Writes checkpoints of one job. Rejects with {@link NotOurs} where it was taken away. */
  async done(steps: readonly NewStep[]): Promise<void> {
    settle(await this.records.add(steps));
  }

  /** Writes that something is waited for, with what brings its end about, in one transaction. */
  async begin(opened: OpenedStep): Promise<void> {
    settle(await this.opens.add(opened));
  }

  /** Writes the end of something that was waited for. */
  async ended(step: EndedStep): Promise<void> {
    settle(await this.ends.add(step));
  }

  private async record(batch: readonly (readonly NewStep[])[]): Promise<boolean[]> {
    const rows = await untilAnswered(() => this.database.run<RecordedJob>(recordSteps(this.workerId(), batch.flat())));
    const owned = new Set(rows.map((row) => row.job_id));
    return batch.map(([first]) => first === undefined || owned.has(first.jobId));
  }

  private async end(steps: readonly EndedStep[]): Promise<boolean[]> {
    const rows = await untilAnswered(() => this.database.run<{ job_id: string }>(endSteps(this.workerId(), steps)));
    const owned = new Set(rows.map((row) => row.job_id));
    return steps.map(({ jobId }) => owned.has(jobId));
  }

  /** After a lost answer the checkpoint is there, and with it the job and the wait: nothing is begun twice. */
  private open(batch: readonly OpenedStep[]): Promise<boolean[]> {
    return untilAnswered(() =>
      this.database.transaction(async (transaction) => {
        const rows = await runIn<RecordedJob>(
          transaction,
          recordSteps(
            this.workerId(),
            batch.flatMap(({ first, step }) => [...first, step]),
          ),
        );
        const written = new Map(rows.map((row) => [row.job_id, new Set(row.keys ?? [])]));
        const fresh = batch.filter(({ step }) => written.get(step.jobId)?.has(step.key));
        const jobs = fresh.flatMap(({ job }) => (job ? [job] : []));
        if (jobs.length > 0) await runIn(transaction, insertJobs(jobs));
        await this.waits.openAll(
          transaction,
          fresh.flatMap(({ wait }) => (wait ? [wait] : [])),
        );
        for (const { also } of fresh) await also?.(transaction);
        return batch.map(({ step }) => written.has(step.jobId));
      }),
    );
  }
}

/** Whether the job is ours, or why this could not be written although others were. */
type Written = boolean | Error;

function settle(written: Written): void {
  if (written instanceof Error) throw written;
  if (!written) throw new NotOurs('The job is not ours any more');
}

/** What the database or a rule refuses must not hold up what shares its statement: each is then written by itself. */
async function apart<Item>(items: readonly Item[], write: (items: readonly Item[]) => Promise<boolean[]>): Promise<Written[]> {
  try {
    return await write(items);
  } catch (error) {
    if (items.length === 1)
      return [isRefusal(error) ? new RefusedValue('What the step gave cannot be stored: the database refuses it. Return a simpler value.') : (error as Error)];
    const each: Written[] = [];
    for (const item of items) each.push(...(await apart([item], write)));
    return each;
  }
}
