import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import { Semaphore } from '../../common/semaphore.ts';
import { Database, runNamed, type Transaction } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { ExpressionRunner } from '../../expressions/expression-runner.ts';
import { isLive } from '../../jobs/core/job-status.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { DueTimes } from '../../queue/due-times.ts';
import { ArgumentResolver } from '../../resources/argument-resolver.ts';
import type { FlowEvent } from '../core/messages.ts';
import { Evaluations } from './evaluations.ts';
import { Mailboxes } from './mailboxes.ts';
import type { KeptRun, RecordedRow } from './kept-run.ts';
import { lockRun, type LockedRun, type RunFacts } from './load-run.sql.ts';
import { RunIdentities } from './run-identities.ts';
import { RunLoader } from './run-loader.ts';
import { RunLookups } from './run-lookups.ts';
import { RunMemory } from './run-memory.ts';
import { RunScope } from './run-scope.ts';
import { StepApprovals } from './step-approvals.ts';
import { StepJobs, keepCached, type CachePlace } from './step-jobs.ts';
import { Turn, type Brought } from './turn.ts';
import { TurnWriter } from './turn-writer.ts';
import { ValueReader } from './value-reader.ts';
import { insertFlowJob, jobOfKey, type InsertedFlow } from './insert-flow-job.sql.ts';
import type { NewRow, NewRun } from './write-run.sql.ts';

/** Something that happened to a run. The event is made when it is decided about, so that it knows the time. */
export type Delivery = {
  event(nowMs: number, index: number): FlowEvent;
  brought?: Brought;
  /** How often it happened, once by default, and what comes with it from the second time on. */
  times?(run: KeptRun): number;
  broughtLater?: Brought;
  /** Result of the job that the event speaks of, where it is at hand. */
  result?: string | null;
};

/** A run that is to begin: its job, what it is bound to, and what it takes over from another run. */
export type Beginning = { job: NewJob; facts: RunFacts; run: NewRun; event(nowMs: number): FlowEvent; rows?: readonly { record: RecordedRow; row: NewRow }[] };

/** Transactions of runs at once in this process: some of what happens within them takes connections of its own, and there must be some left. */
const transactionsAtOnce = 4;

/**
 * The shell around the pure engine: carries out its decisions. One transaction for the events of a run that came meanwhile: lock the run,
 * decide, answer what is asked, write rows, jobs and waits. Whatever is not committed has not happened, and every event can come again.
 */
@Injectable()
export class FlowEngine implements OnApplicationShutdown {
  private readonly memory = new RunMemory();
  private readonly expressions = new ExpressionRunner();
  private readonly transactions = new Semaphore(transactionsAtOnce);
  private readonly mailboxes = new Mailboxes<Delivery>((jobId, deliveries) => this.process(jobId, deliveries));

  constructor(
    private readonly database: Database,
    private readonly loader: RunLoader,
    private readonly writer: TurnWriter,
    private readonly steps: StepJobs,
    private readonly approvals: StepApprovals,
    private readonly identities: RunIdentities,
    private readonly resolver: ArgumentResolver,
    private readonly dueTimes: DueTimes,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.expressions.close();
  }

  /** Tells a run of something. Resolves when what follows from it is committed; an event that no longer fits changes nothing. */
  deliver(jobId: string, delivery: Delivery): Promise<void> {
    return this.mailboxes.deliver(jobId, delivery);
  }

  /** Begins a run at once: its job is written as one that waits, and its first steps with it. Gives the id of the job that has the same idempotency key, if there is one. */
  async begin(beginning: Beginning): Promise<string> {
    const { id, jobs } = await this.transactions.run(() => this.database.transaction((transaction) => this.beginIn(transaction, beginning)));
    this.noteTimes(jobs);
    return id;
  }

  /** The same in a transaction of somebody else, who has claimed the job. */
  async beginClaimed(transaction: Transaction, { facts, run, event, rows }: Omit<Beginning, 'job'>): Promise<readonly NewJob[]> {
    const begun = await this.loader.make(facts);
    const { turn, values } = this.turnOf(transaction, begun);
    for (const { record, row } of rows ?? []) turn.takeOver(record, row);
    await turn.take(event(Date.now()));
    await this.writer.write(transaction, begun, turn, values, run);
    return turn.jobs;
  }

  /** Runs work of the engine within its share of connections. */
  inTurn<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return untilAnswered(() => this.transactions.run(() => this.database.transaction(work)));
  }

  /** Has the queue look when these become due. */
  noteTimes(jobs: readonly NewJob[]): void {
    for (const { scheduledFor } of jobs) if (scheduledFor) this.dueTimes.note(scheduledFor.getTime() - Date.now());
  }

  private async beginIn(transaction: Transaction, beginning: Beginning): Promise<{ id: string; jobs: readonly NewJob[] }> {
    const { job } = beginning;
    const [inserted] = await runNamed<InsertedFlow>(transaction, insertFlowJob(job));
    if (inserted) return { id: job.id, jobs: await this.beginClaimed(transaction, beginning) };
    const [earlier] = await runNamed<InsertedFlow>(transaction, jobOfKey(job.workspaceId, job.idempotencyKey));
    if (!earlier) throw new AppError('internal', 'The job of this idempotency key was just deleted.');
    return { id: earlier.id, jobs: [] };
  }

  private async process(jobId: string, deliveries: readonly Delivery[]): Promise<void> {
    const result = await this.inTurn((transaction) => this.decide(transaction, jobId, deliveries));
    if (!result) return;
    this.memory.put(result.run);
    this.noteTimes(result.turn.jobs);
  }

  private async decide(transaction: Transaction, jobId: string, deliveries: readonly Delivery[]): Promise<{ run: KeptRun; turn: Turn } | null> {
    const [locked] = await runNamed<LockedRun>(transaction, lockRun(jobId));
    if (locked?.status !== 'running') return null;
    const run = this.memory.take(jobId) ?? (await this.loader.load(transaction, jobId));
    if (!run) return null;
    if (run.nextSeq !== locked.next_seq) await this.loader.catchUp(transaction, run);
    const { turn, values } = this.turnOf(transaction, run);
    if (locked.job_status !== null && !isLive(locked.job_status))
      await turn.take({ kind: 'cancelled', by: locked.cancelled_by ?? 'system', reason: locked.cancel_reason ?? '' });
    for (const { event, brought, result, times, broughtLater } of deliveries) {
      if (brought?.jobId !== undefined && typeof result === 'string') values.keep(brought.jobId, result);
      for (let index = 0; index < (times?.(run) ?? 1); index++) await turn.take(event(Date.now(), index), index === 0 ? brought : broughtLater);
      if (brought?.jobId !== undefined) await this.keepResult(transaction, run, brought.jobId, values);
    }
    await this.writer.write(transaction, run, turn, values);
    return { run, turn };
  }

  private turnOf(transaction: Transaction, run: KeptRun): { turn: Turn; values: ValueReader } {
    const nowMs = Date.now();
    const values: ValueReader = new ValueReader(run, transaction, this.objects, (frame) => scope.argumentsOf(frame));
    const scope = new RunScope(run, values);
    const auth = () => this.identities.of(run.facts);
    const lookups = new RunLookups(this.resolver, auth);
    const evaluations = new Evaluations(this.expressions, scope, lookups, nowMs);
    const secrets = () => [...lookups.secrets, ...(run.input?.secrets ?? [])];
    const turn = new Turn({
      run,
      values,
      scope,
      evaluations,
      nowMs,
      effects: {
        makeJob: async (command, jobId) => this.steps.make({ run, transaction, auth: await auth(), evaluations, secrets }, command, jobId),
        askApproval: (command, waitId) => this.approvals.ask(transaction, { run, scope, evaluations }, command, waitId),
      },
    });
    return { turn, values };
  }

  /** For steps with a cache: the row that says which job runs the step also says under which key its result is to be kept. */
  private async keepResult(transaction: Transaction, run: KeptRun, jobId: string, values: ValueReader): Promise<void> {
    if (!run.hasCache) return;
    const [row] = await runNamed<{ held: CachePlace | null }>(transaction, {
      name: 'cache_of_step',
      text: `select held from flow_step where job_id = $1 and child_job_id = $2 and kind = 'phase'`,
      values: [run.facts.job_id, jobId],
    });
    if (row?.held) await keepCached(transaction, run.facts.workspace_id, row.held, jobId, await values.text({ at: 'job', jobId }));
  }
}
