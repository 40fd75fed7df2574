import { setTimeout as pause } from 'node:timers/promises';
import { textOf, type JsonText } from '../common/json-text.ts';
import type { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import type { CompletedJob } from '../jobs/complete-jobs.sql.ts';
import { afterAttempt, afterLostWorker, type AfterAttempt } from '../jobs/core/after-attempt.ts';
import { requeueJob } from '../jobs/requeue-job.sql.ts';
import { startJobs, type StartedJob } from '../jobs/start-jobs.sql.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { Logger } from '../observability/logger.ts';
import { Batcher } from '../queue/batcher.ts';
import type { DueTimes } from '../queue/due-times.ts';
import { taskOfTag } from '../queue/task-names.ts';
import { CappedLog } from '../runner/capped-log.ts';
import type { RunEnding, RunError, RunOutcome } from '../runner/runner.ts';
import { Redactor, type RedactedStream } from '../secrets/redactor.ts';
import { ActiveJobs, type ActiveJob } from './active-jobs.ts';
import type { JobExecutor } from './job-executor.ts';
import { storeResult } from './job-result.ts';
import type { JobLogWriter, LogWriter } from './log-writer.ts';
import type { Slots } from './slots.ts';
import { reportJobs } from './report-jobs.ts';
import { clip } from './run-error.ts';

/** Told of what happened, for metrics and caches. */
export type JobListener = {
  jobStarted(job: StartedJob): void;
  jobEnded(job: StartedJob, status: string, durationMs: number): void;
  jobSucceeded(job: StartedJob, resultJson: JsonText | null): Promise<void>;
};

/** What becomes of workflows between and after their stretches in a process. */
export type WorkflowEnds = {
  /** Puts a workflow to rest whose process let go; `false` where it has to go on at once. */
  suspend(job: StartedJob): Promise<boolean>;
  /** Closes what a job that ends still waits for, before its end is written: after a crash in between it is done again. */
  close(job: StartedJob): Promise<void>;
  /** Forgets an attempt, however it went. */
  forget(job: StartedJob): void;
};

/** Ends steps of flows together with the decision about what follows; `next` is a job that this worker runs at once. */
export type FlowStepEnds = {
  takes(job: StartedJob, completed: CompletedJob): boolean;
  end(job: StartedJob, completed: CompletedJob): Promise<{ wasOurs: boolean; next: StartedJob | null } | null>;
};

/** How an attempt was reported, for the metrics, and what this worker runs next without asking the queue. */
type Reported = { status: string; next: StartedJob | null };

/** Everything that {@link JobHandler} works with. */
export type JobHandlerParts = {
  database: Database;
  executor: Pick<JobExecutor, 'execute'>;
  logs: LogWriter;
  objects: ObjectStore;
  logger: Logger;
  active: ActiveJobs;
  slots: Slots;
  listener: JobListener;
  workflows: WorkflowEnds;
  steps: FlowStepEnds;
  dueTimes: DueTimes;
  maximumLogBytes: number;
  /** The current identity of this worker: a new one after it was declared dead. */
  workerId: () => string;
  setProgress: (job: StartedJob, percent: number) => void;
};

/** How long the second row of a job waits for the end of the first, in milliseconds. */
const duplicateWaitMs = 2_000;

/** An attempt whose code has ended and that is not reported yet. */
type EndedAttempt = { job: StartedJob; log: AttemptLog; outcome: RunEnding; startingMs: number | null };

/** A start that is shorter is not worth a word: the process was warm. */
const shortestStartingMs = 5;

/** Jobs in one start or end statement: large enough for thousands a second, small enough to be answered in milliseconds. */
const batchSize = 200;

/** One statement of a kind at a time: what ends or begins meanwhile goes with the next one, so that batches grow with the load. Two lanes halve them, and cost Postgres a quarter more per job. */
const lanes = 1;

/**
 * Takes one row of the queue to its end: claims the job, runs the attempt, reports what follows. Claims and reports of
 * concurrent jobs share statements. A lost database delays a report but never loses it; a report that comes too late is refused
 * by the fence in the statements.
 */
export class JobHandler {
  private readonly starts: Batcher<string, StartedJob | null>;
  private readonly ends: Batcher<CompletedJob, boolean>;

  constructor(private readonly parts: JobHandlerParts) {
    const { database, workerId } = parts;
    this.starts = new Batcher(
      async (ids) => {
        const rows = await untilAnswered(() => database.run<StartedJob>(startJobs(workerId(), ids)));
        const byId = new Map(rows.map((row) => [row.id, row]));
        const missing = ids.filter((id) => !byId.has(id));
        if (missing.length > 0) await this.checkMissing(missing);
        return ids.map((id) => byId.get(id) ?? null);
      },
      { maximumSize: batchSize, lanes },
    );
    this.ends = new Batcher(
      async (jobs) => {
        const ended = new Set(await reportJobs(database, workerId, jobs));
        return jobs.map(({ id }) => ended.has(id));
      },
      { maximumSize: batchSize, lanes },
    );
  }

  /** Handles `{id}` of a row of the queue, and the steps of a flow that follow from it. Rejects only when Millrace itself failed; the row is then tried again. */
  async handle(jobId: string): Promise<void> {
    const active = await this.enter(jobId);
    let next: StartedJob | null = null;
    try {
      const job = await this.claim(jobId);
      if (job) next = await this.beginAndReport(job, active);
    } finally {
      if (next) this.parts.active.add(next.id);
      this.parts.active.remove(jobId);
    }
    while (next) next = await this.goOn(next);
  }

  /** Runs a step that this worker has kept. */
  private async goOn(job: StartedJob): Promise<StartedJob | null> {
    const { active } = this.parts;
    let next: StartedJob | null = null;
    try {
      next = await this.runAndReport(job, active.of(job.id));
      return next;
    } catch (error) {
      // It has no row of its own in the queue by which it would come back.
      this.parts.logger.error({ err: error, job: job.id, trace: job.trace_id }, 'Could not report a step; it is asked for again');
      await untilAnswered(() => this.parts.database.run(handOver(job)));
      return null;
    } finally {
      if (next) active.add(next.id);
      active.remove(job.id);
    }
  }

  private async claim(jobId: string): Promise<StartedJob | null> {
    const { slots } = this.parts;
    await slots.claim();
    try {
      const job = await this.starts.add(jobId);
      if (!job) slots.unclaim();
      return job;
    } catch (error) {
      slots.unclaim();
      throw error;
    }
  }

  /** A job is claimed a moment before its slot is free. Where the moment becomes long, others may have it. */
  private async beginAndReport(job: StartedJob, active: ActiveJob): Promise<StartedJob | null> {
    if (await this.parts.slots.begin()) return this.runAndReport(job, active);
    if (active.reason !== 'lost') await this.handBack(job);
    return null;
  }

  /** The slot is ours, and is given back when the code has ended; for the step of a flow only when nothing follows that would need it. */
  private async runAndReport(job: StartedJob, active: ActiveJob): Promise<StartedJob | null> {
    let isHeld = true;
    const begin = performance.now();
    const release = (): void => {
      if (isHeld) this.parts.slots.release(performance.now() - begin);
      isHeld = false;
    };
    let next: StartedJob | null = null;
    try {
      const ended = await this.run(job, active);
      if (!isStep(job)) release();
      next = await this.finish(ended, active);
      return next;
    } finally {
      if (!next) release();
    }
  }

  /**
   * The queue can hold two rows for one job, and the second may be the only one that is left: a job that is queued again comes back before its
   * report was answered here. So it is waited for a moment, and a row whose job still runs is looked at again later.
   */
  private async enter(jobId: string): Promise<ActiveJob> {
    const { active } = this.parts;
    const entered = active.add(jobId);
    if (entered) return entered;
    await Promise.race([active.ended(jobId), pause(duplicateWaitMs, undefined, { ref: false })]);
    const later = active.add(jobId);
    if (!later) throw new Error(`The job ${jobId} runs here already; this row of the queue is looked at again later`);
    return later;
  }

  /**
   * Jobs that we did not get have ended or run elsewhere, and their row of the queue may go. One that could have been started
   * means that we were declared dead: the row must stay for a worker that lives, which may be us under a new identity.
   */
  private async checkMissing(ids: readonly string[]): Promise<void> {
    const startable = await untilAnswered(() =>
      this.parts.database.run({
        text: `select 1 from job where id = any($1::uuid[]) and status = 'queued' and (admission_key is null or admitted_at is not null) limit 1`,
        values: [ids],
      }),
    );
    if (startable.length > 0) throw new Error('This worker has no lease; the job stays in the queue');
  }

  private async run(job: StartedJob, active: ActiveJob): Promise<EndedAttempt> {
    const { executor, logs, listener } = this.parts;
    listener.jobStarted(job);
    const log = new AttemptLog(logs.begin(job.id, job.log_seq), this.parts.maximumLogBytes);
    const startedAt = performance.now();
    let startingMs: number | null = null;
    const outcome = await executor.execute(job, {
      hide: (secrets) => log.hide(secrets),
      log: (text) => log.write(text),
      progress: (percent) => this.parts.setProgress(job, percent),
      begin: () => (startingMs ??= Math.round(performance.now() - startedAt)),
      signal: active.abort.signal,
    });
    return { job, log, outcome, startingMs: startingMs !== null && startingMs >= shortestStartingMs ? startingMs : null };
  }

  private async finish({ job, log, outcome, startingMs }: EndedAttempt, active: ActiveJob): Promise<StartedJob | null> {
    const { listener, logger } = this.parts;
    await log.end();
    const { status, next } = await (
      outcome.kind === 'suspended' ? this.rest(job, active) : this.report(job, active, log.redactOutcome(outcome), startingMs)
    ).finally(() => this.parts.workflows.forget(job));
    listener.jobEnded(job, status, Date.now() - active.startedAt);
    logger.debug({ job: job.id, trace: job.trace_id, path: job.path, status }, 'Job ended');
    return next;
  }

  /** A workflow let go of its process: it waits in the database, or goes on where what it waits for has just come. */
  private async rest(job: StartedJob, active: ActiveJob): Promise<Reported> {
    if (active.reason === 'lost') return { status: 'lost', next: null };
    return { status: (await this.parts.workflows.suspend(job)) ? 'waiting' : await this.handBack(job), next: null };
  }

  /** Writes what follows from the outcome; gives the status for the metrics. */
  private async report(job: StartedJob, active: ActiveJob, outcome: RunOutcome, startingMs: number | null): Promise<Reported> {
    if (active.reason === 'lost') return { status: 'lost', next: null };
    const wasDrained = active.reason === 'drain' && outcome.kind !== 'succeeded';
    const next = wasDrained ? afterLostWorker(job.settings, true) : afterAttempt(outcome, job.settings, job.attempt, Math.random());
    if (wasDrained && next.kind === 'again') return { status: await this.handBack(job), next: null };
    if (next.kind === 'again') return { status: await this.queueAgain(job, next), next: null };
    await this.parts.workflows.close(job);
    const { completed: ended, resultJson } = await this.completedJob(job, next, outcome);
    const completed = { ...ended, startingMs };
    // Before the end is told: whoever hears of it and calls again with the same arguments must find the result kept.
    if (completed.status === 'succeeded') await this.parts.listener.jobSucceeded(job, resultJson);
    const { wasOurs, next: following } = (await this.endStep(job, completed)) ?? { wasOurs: await this.ends.add(completed), next: null };
    return { status: wasOurs ? completed.status : 'lost', next: following };
  }

  /** The step of a flow ends with the decision about what follows. Where that fails, it ends like any job, and the flow is told by the queue. */
  private async endStep(job: StartedJob, completed: CompletedJob): Promise<{ wasOurs: boolean; next: StartedJob | null } | null> {
    const { steps, logger } = this.parts;
    if (!steps.takes(job, completed)) return null;
    try {
      return await steps.end(job, completed);
    } catch (error) {
      logger.warn({ err: error, job: job.id, trace: job.trace_id }, 'Could not decide what follows a step; its flow is told by the queue');
      return null;
    }
  }

  private async completedJob(
    job: StartedJob,
    next: Extract<AfterAttempt, { kind: 'end' }>,
    outcome: RunOutcome,
  ): Promise<{ completed: CompletedJob; resultJson: JsonText | null }> {
    const completed: CompletedJob = {
      id: job.id,
      attempt: job.attempt,
      status: next.status,
      result: null,
      resultObject: null,
      error: next.error ? errorJson(next.error) : null,
    };
    if (outcome.kind !== 'succeeded') return { completed, resultJson: null };
    const stored = await storeResult(this.parts.objects, job.workspace_id, job.id, outcome.resultJson).catch((error: unknown) => this.unstored(job, error));
    if (stored === null) return { completed: { ...completed, status: 'failed', error: errorJson(resultNotStored) }, resultJson: null };
    if (stored.kind === 'object') return { completed: { ...completed, resultObject: stored.key }, resultJson: null };
    return { completed: { ...completed, result: stored.json }, resultJson: stored.json };
  }

  /** A full disk below the object store, for example. The job must neither seem to run for ever nor be run again for it. */
  private unstored(job: StartedJob, error: unknown): null {
    this.parts.logger.error({ err: error, job: job.id, trace: job.trace_id }, 'Could not store the result of a job');
    return null;
  }

  private async queueAgain(job: StartedJob, { delayMs, error }: Extract<AfterAttempt, { kind: 'again' }>): Promise<string> {
    const requeue = { id: job.id, attempt: job.attempt, delayMs, error: errorJson(error), countsAsFailure: true };
    await untilAnswered(() => this.parts.database.run(requeueJob(this.parts.workerId(), requeue)));
    this.parts.dueTimes.note(delayMs);
    return 'retried';
  }

  /** A worker that stops gives its job to another one; that it was begun does not count against it. */
  private async handBack(job: StartedJob): Promise<string> {
    const requeue = { id: job.id, attempt: job.attempt, delayMs: 0, error: null, countsAsFailure: false };
    await untilAnswered(() => this.parts.database.run(requeueJob(this.parts.workerId(), requeue)));
    return 'handed_back';
  }
}

/** Puts a row for a job that this worker already owns into the queue: it is given again to the same worker, or to the next one after its death. */
const handOver = ({ id, tag }: StartedJob) => ({
  text: `select graphile_worker.add_job($1, json_build_object('id', $2::text), max_attempts => 32000)`,
  values: [taskOfTag(tag), id],
});

const isStep = ({ trigger_kind: kind, parent_id: parent }: StartedJob): boolean => kind === 'flow' && parent !== null;

const resultNotStored: RunError = {
  code: 'internal',
  name: 'ResultNotStored',
  message: 'The script succeeded, but Millrace could not store its result. The log of the worker says why, under the id of the job.',
};

const errorJson = (error: RunError): string => JSON.stringify(clip(error));

/** The log of an attempt on its way: secrets out, the size capped, then to the writer. */
class AttemptLog {
  private redactor = new Redactor([]);
  private stream: RedactedStream | null = null;
  private readonly capped: CappedLog;

  constructor(
    private readonly writer: JobLogWriter,
    maximumBytes: number,
  ) {
    this.capped = new CappedLog(maximumBytes);
  }

  hide(secrets: readonly string[]): void {
    if (this.stream) this.pass(this.stream.end());
    this.redactor = new Redactor(secrets);
    this.stream = this.redactor.isIdle ? null : this.redactor.stream();
  }

  write(text: string): void {
    this.pass(this.stream ? this.stream.push(text) : text);
  }

  async end(): Promise<void> {
    if (this.stream) this.pass(this.stream.end());
    const tail = this.capped.finish();
    if (tail !== '') this.writer.write(tail);
    await this.writer.end();
  }

  /** Secrets come out of results and errors as well. */
  redactOutcome(outcome: RunOutcome): RunOutcome {
    if (this.redactor.isIdle || outcome.kind === 'cancelled') return outcome;
    if (outcome.kind !== 'succeeded') return { ...outcome, error: this.redactor.redactJson(outcome.error) };
    const text = textOf(outcome.resultJson);
    const redacted = this.redactor.redact(text);
    return redacted === text ? outcome : { ...outcome, resultJson: JSON.stringify(this.redactor.redactJson(JSON.parse(text) as unknown)) };
  }

  private pass(text: string): void {
    // Runners give text that Postgres takes; what else writes here may not.
    const kept = this.capped.append(text.includes('\0') ? text.replaceAll('\0', '') : text);
    if (kept !== '') this.writer.write(kept);
  }
}
