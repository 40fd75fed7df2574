import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import { Semaphore } from '../../common/semaphore.ts';
import { Database, runNamed, type Transaction } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { ExpressionRunner } from '../../expressions/expression-runner.ts';
import type { CompletedJob } from '../../jobs/complete-jobs.sql.ts';
import { isLive } from '../../jobs/core/job-status.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { DueTimes } from '../../queue/due-times.ts';
import { referencesIn } from '../../schema/references.ts';
import { ArgumentResolver } from '../../resources/argument-resolver.ts';
import { FormSecrets } from '../../approvals/form-secrets.ts';
import type { FlowEvent, Place } from '../core/messages.ts';
import { completeSteps, findForgotten, toStartedJob } from './complete-steps.sql.ts';
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
  /** The job of the step ends in the same transaction. */
  completion?: StepCompletion;
  /** The job at the place is cancelled along with it. */
  cancels?: Place;
};

/** The worker of this process, as steps are ended by it. */
export type StepWorker = { id: string; tags: ReadonlySet<string>; mayKeep(): boolean; /** Jobs that it knows that it runs. */ running(): readonly string[] };

/** An end that a worker reports with its decision. `tell` is called once the transaction is committed. */
export type StepCompletion = { worker: StepWorker; completed: CompletedJob; tell(end: { wasOurs: boolean; next: StartedJob | null }): void };

/** A run that is to begin: its job, what it is bound to, and what it takes over from another run. */
export type Beginning = { job: NewJob; facts: RunFacts; run: NewRun; event(nowMs: number): FlowEvent; rows?: readonly { record: RecordedRow; row: NewRow }[] };

/** What a transaction came to. `next` are jobs that the worker which ended steps runs itself. */
type Decided = { run: KeptRun | null; ended: ReadonlySet<string>; next: readonly StartedJob[]; jobs: readonly NewJob[] };

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
  /** Jobs that were given to the worker of this process and have not been reported yet. */
  private readonly kept = new Set<string>();
  private readonly mailboxes = new Mailboxes<Delivery>((jobId, deliveries) => this.process(jobId, deliveries));

  constructor(
    private readonly database: Database,
    private readonly loader: RunLoader,
    private readonly writer: TurnWriter,
    private readonly steps: StepJobs,
    private readonly approvals: StepApprovals,
    private readonly formSecrets: FormSecrets,
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
    await this.writer.write(transaction, begun, turn, values, { begun: run });
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
    let attempts = 0;
    const result = await this.inTurn((transaction) => this.decide(transaction, jobId, deliveries, attempts++ > 0));
    if (result.run) this.memory.put(result.run);
    this.noteTimes(result.jobs);
    this.tell(deliveries, result);
  }

  /** Workers hear of their jobs: which ends were theirs to report, and what each of them runs next. */
  private tell(deliveries: readonly Delivery[], { ended, next }: Decided): void {
    const free = [...next];
    for (const { completion } of deliveries) {
      if (!completion) continue;
      const job = free.shift() ?? null;
      if (job) this.kept.add(job.id);
      this.kept.delete(completion.completed.id);
      completion.tell({ wasOurs: ended.has(completion.completed.id), next: job });
    }
  }

  private async decide(transaction: Transaction, jobId: string, deliveries: readonly Delivery[], isRepeated: boolean): Promise<Decided> {
    const [locked] = await runNamed<LockedRun>(transaction, lockRun(jobId));
    const completions = deliveries.flatMap(({ completion }) => (completion ? [completion] : []));
    const ended = await this.complete(transaction, completions);
    const forgotten = isRepeated ? await this.forgotten(transaction, jobId, completions) : [];
    if (locked?.status !== 'running') return { run: null, ended, next: forgotten, jobs: [] };
    const run = this.memory.take(jobId) ?? (await this.loader.load(transaction, jobId));
    if (!run) return { run: null, ended, next: forgotten, jobs: [] };
    if (run.nextSeq !== locked.next_seq) await this.loader.catchUp(transaction, run);
    const { turn, values } = this.turnOf(transaction, run);
    if (locked.job_status !== null && !isLive(locked.job_status))
      await turn.take({ kind: 'cancelled', by: locked.cancelled_by ?? 'system', reason: locked.cancel_reason ?? '' });
    for (const delivery of deliveries) {
      // The end of a job that was not ours to report is told by whoever does.
      if (!delivery.completion || ended.has(delivery.completion.completed.id)) await this.take(transaction, run, turn, values, delivery);
    }
    const keeping = keptOf(completions, turn.jobs, ended.size);
    await this.writer.write(transaction, run, turn, values, { keeping });
    return { run, ended, next: [...forgotten, ...(keeping?.jobs ?? []).map(toStartedJob)], jobs: turn.jobs };
  }

  private async take(
    transaction: Transaction,
    run: KeptRun,
    turn: Turn,
    values: ValueReader,
    { event, brought, result, times, broughtLater, cancels }: Delivery,
  ): Promise<void> {
    if (cancels) await this.writer.cancelStep(transaction, run, cancels);
    if (brought?.jobId !== undefined && typeof result === 'string') values.keep(brought.jobId, result);
    for (let index = 0; index < (times?.(run) ?? 1); index++) {
      const happened = event(Date.now(), index);
      await turn.take(happened, index === 0 ? brought : broughtLater);
      if (!cancels && isEndOfStep(happened)) await this.writer.stopClock(transaction, run, happened);
    }
    if (brought?.jobId !== undefined) await this.keepResult(transaction, run, brought.jobId, values);
  }

  /** Ids of the jobs that were ended by this. */
  private async complete(transaction: Transaction, completions: readonly StepCompletion[]): Promise<Set<string>> {
    const ended = new Set<string>();
    for (const [workerId, own] of Map.groupBy(completions, ({ worker }) => worker.id)) {
      const rows = await runNamed<{ id: string }>(
        transaction,
        completeSteps(
          workerId,
          own.map(({ completed }) => completed),
        ),
      );
      for (const { id } of rows) ended.add(id);
    }
    return ended;
  }

  /** A transaction that is repeated may have been committed before: what it gave to the worker is given again. */
  private async forgotten(transaction: Transaction, runId: string, completions: readonly StepCompletion[]): Promise<StartedJob[]> {
    const [first] = completions;
    if (!first) return [];
    const known = [...this.kept, ...first.worker.running()];
    const rows = await runNamed<StartedJob>(transaction, findForgotten(first.worker.id, runId, known));
    return rows.slice(0, completions.length);
  }

  private turnOf(transaction: Transaction, run: KeptRun): { turn: Turn; values: ValueReader } {
    const nowMs = Date.now();
    const values: ValueReader = new ValueReader(run, transaction, this.objects, (frame) => scope.argumentsOf(frame));
    const auth = () => this.identities.of(run.facts);
    const lookups = new RunLookups(this.resolver, auth);
    const scope = new RunScope(run, values, async (filledIn) => {
      const opened = await this.formSecrets.open(run.facts.workspace_id, filledIn);
      for (const secret of opened.secrets) lookups.secrets.add(secret);
      for (const text of referencesIn(opened.values)) run.plainTexts.add(text);
      return opened.values;
    });
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

const isEndOfStep = (event: FlowEvent): event is Extract<FlowEvent, { kind: 'step_succeeded' | 'step_failed' | 'step_skipped' }> =>
  event.kind === 'step_succeeded' || event.kind === 'step_failed' || event.kind === 'step_skipped';

/** The jobs that the worker which has ended steps keeps: as many as it has ended, where it may. */
function keptOf([first]: readonly StepCompletion[], jobs: readonly NewJob[], count: number): { workerId: string; jobs: readonly NewJob[] } | null {
  if (!first?.worker.mayKeep() || count === 0) return null;
  const kept = jobs.filter((job) => isKeepable(first.worker, job)).slice(0, count);
  return kept.length > 0 ? { workerId: first.worker.id, jobs: kept } : null;
}

/** Whether a worker may run a job that it has just written: nothing says that it has to wait, and it takes such jobs. */
const isKeepable = ({ tags }: StepWorker, { tag, admissionKey, scheduledFor, kind }: NewJob): boolean =>
  tags.has(tag) && admissionKey === null && scheduledFor === null && (kind === 'script' || kind === 'preview');
