import { setTimeout as pause } from 'node:timers/promises';
import { RunLost } from '../../../agents/ports.ts';
import { runIn } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { completeJobs, type CompletedJob } from '../../jobs/complete-jobs.sql.ts';
import { requeueJob } from '../../jobs/requeue-job.sql.ts';
import { startJobs, type StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { Logger } from '../../observability/logger.ts';
import { Batcher } from '../../queue/batcher.ts';
import { agentChildTask, agentTag, taskOfTag } from '../../queue/task-names.ts';
import type { ActiveJob, ActiveJobs } from '../../workers/active-jobs.ts';
import { storeResult } from '../../workers/job-result.ts';
import { suspendWorkflow, watchChildren } from '../../workflows/suspend-workflow.sql.ts';
import type { AgentRunParts } from './agent-run-parts.ts';
import { markAnswer } from './agent-run.sql.ts';
import { answerOf, errorOf, resultOf, usageOf } from './agent-outcome.ts';
import { runStretch, type StretchEnding } from './agent-stretch.ts';
import { insertChunks } from './agent-chunks.ts';

/** What the worker gives. */
export type AgentWorker = { workerId: () => string; active: ActiveJobs };

/** Told of what happened, for metrics. */
export type AgentListener = { started(job: StartedJob): void; ended(job: StartedJob, status: string, durationMs: number): void };

/** Runs of one worker at once: they wait for networks and people, not for processors. */
const capacity = 256;
const laterMs = 300;
const batch = { maximumSize: 200, lanes: 1 };
/** How long the second row of a job waits for the end of the first, in milliseconds. */
const duplicateWaitMs = 300;
/** After a failure of Millrace itself a run goes on from its records so much later, and so often. */
const troubleDelayMs = 2_000;
const mostTroubles = 5;

/**
 * The agents that this worker runs, beside the slots of its scripts. A row of the queue is done when the run has begun: from then on the lease of the
 * worker holds it. A run that only waits goes to rest and holds nothing.
 */
export class AgentHost {
  /** `later`: it could be started, but not by us, who were declared dead. */
  private readonly starts: Batcher<string, StartedJob | 'later' | null>;
  private readonly wakes = new Map<string, number>();
  private running = 0;

  constructor(
    private readonly parts: AgentRunParts,
    private readonly worker: AgentWorker,
    private readonly logger: Logger,
    private readonly listener: AgentListener,
  ) {
    this.starts = new Batcher(async (ids) => {
      const rows = await untilAnswered(() => parts.database.run<StartedJob>(startJobs(worker.workerId(), ids)));
      const byId = new Map(rows.map((row) => [row.id, row]));
      const startable = await this.startable(ids.filter((id) => !byId.has(id)));
      return ids.map((id) => byId.get(id) ?? (startable.has(id) ? 'later' : null));
    }, batch);
  }

  /** Takes a row of the queue: claims the job and begins it. Rejects only when Millrace itself failed; the row is then tried again. */
  async take(jobId: string): Promise<void> {
    const active = this.running < capacity ? await this.enter(jobId) : null;
    if (!active) return this.takeLater(jobId);
    this.running += 1;
    let job: StartedJob | 'later' | null = null;
    try {
      job = await this.starts.add(jobId);
    } finally {
      if (job === null || job === 'later') this.leave(jobId);
    }
    if (job === 'later') return this.takeLater(jobId);
    if (job) void this.run(job, active).finally(() => this.leave(jobId));
  }

  /** Counts what has woken runs that are here, so that none of them goes to rest over it. */
  async noteWakes(jobIds: readonly string[]): Promise<void> {
    const here = jobIds.filter((jobId) => this.wakes.has(jobId));
    if (here.length === 0) return;
    const rows = await untilAnswered(() =>
      this.parts.database.run<{ id: string; wakes: number }>({
        name: 'agent_wakes',
        text: 'select id, wakes from job where id = any($1::uuid[])',
        values: [here],
      }),
    );
    for (const { id, wakes } of rows) if (this.wakes.has(id)) this.wakes.set(id, Math.max(wakes, this.wakes.get(id) ?? 0));
  }

  private async run(job: StartedJob, active: ActiveJob): Promise<void> {
    this.listener.started(job);
    let status = 'lost';
    try {
      status = await this.toItsEnd(job, active);
    } catch (error) {
      if (!(error instanceof RunLost)) status = await this.afterTrouble(job, error);
    }
    this.listener.ended(job, status, Date.now() - active.startedAt);
  }

  /** One stretch after the other, until it ends, rests, or belongs to somebody else. */
  private async toItsEnd(job: StartedJob, active: ActiveJob): Promise<string> {
    const place = { workerId: this.worker.workerId, signal: active.abort.signal, isHandedOn: () => active.reason === 'drain' || active.reason === 'lost' };
    for (let stretch = job; ;) {
      this.wakes.set(job.id, stretch.wakes);
      const ended = await runStretch(stretch, this.parts, place);
      if (active.reason === 'lost') return 'lost';
      if (active.reason === 'drain' && (ended.ending.kind === 'cancelled' || ended.ending.kind === 'suspended')) return this.handBack(stretch);
      if (ended.ending.kind !== 'suspended') return this.end(stretch, ended);
      await this.parts.pauses.at('before rest', job.id);
      await this.parts.chunks.flush();
      if (await this.rest(stretch)) return 'waiting';
      // Something that it waits for has come: on it goes, with what is recorded.
      await this.noteWakes([job.id]);
      stretch = { ...stretch, wakes: Math.max(this.wakes.get(job.id) ?? 0, stretch.wakes + 1) };
    }
  }

  /** `false`: something woke it meanwhile, or it is to be cancelled. */
  private async rest(job: StartedJob): Promise<boolean> {
    const { database } = this.parts;
    const wakes = this.wakes.get(job.id) ?? job.wakes;
    const rest = (): Promise<boolean> =>
      database.transaction(async (transaction) => {
        const rows = await runIn(transaction, suspendWorkflow(this.worker.workerId(), { id: job.id, attempt: job.attempt, wakes }));
        if (rows.length === 0) return this.wasSuspended(job);
        const children = (await runIn<{ id: string }>(transaction, childrenOf(job.id))).map(({ id }) => id);
        const watched = children.length === 0 ? [] : await runIn(transaction, watchChildren(children, agentChildTask));
        if (watched.length < children.length) throw new Awake();
        await runIn(transaction, markAnswer(job.id, 'waiting'));
        return true;
      });
    return untilAnswered(rest).catch((error: unknown) => {
      if (error instanceof Awake) return false;
      throw error;
    });
  }

  /** The answer of a suspension that was committed may have been lost. */
  private async wasSuspended(job: StartedJob): Promise<boolean> {
    const [row] = await this.parts.database.run<{ is_ours: boolean }>({
      text: `select status = 'running' and worker_id = $2 and attempt = $3 as is_ours from job where id = $1`,
      values: [job.id, this.worker.workerId(), job.attempt],
    });
    return row?.is_ours !== true;
  }

  /** Ends the job and its answer in one transaction. */
  private async end(job: StartedJob, ended: StretchEnding): Promise<string> {
    const { database, ender, objects } = this.parts;
    await this.parts.pauses.at('before end', job.id);
    const { ending, stream } = ended;
    if (ending.kind === 'suspended') return 'waiting';
    const usage = await usageOf(database, job.id);
    const completed: CompletedJob = { id: job.id, attempt: job.attempt, status: ending.kind, result: null, resultObject: null, error: errorOf(ending) };
    if (ending.kind === 'succeeded') {
      const stored = await storeResult(objects, job.workspace_id, job.id, JSON.stringify(resultOf(ending, usage, ended.row)));
      if (stored.kind === 'object') completed.resultObject = stored.key;
      else completed.result = stored.json;
    }
    stream?.emit({ type: 'finish' });
    const chunks = stream ? await stream.takeUnwritten() : [];
    const isOurs = await untilAnswered(() =>
      database.transaction(async (transaction) => {
        const { text, values } = completeJobs(this.worker.workerId(), [completed]);
        if ((await runIn(transaction, { text, values })).length === 0) return false;
        if (chunks.length > 0) await runIn(transaction, insertChunks(chunks));
        if (ended.row) await ender.endAnswer(transaction, answerOf(job, ended));
        return true;
      }),
    );
    if (isOurs) this.parts.onEnd(job, ended);
    return isOurs ? ending.kind : 'lost';
  }

  private async handBack(job: StartedJob): Promise<string> {
    await this.parts.chunks.flush();
    await this.requeue(job, 0, null, false);
    return 'handed_back';
  }

  /** Millrace itself failed. What is recorded stands, so the run goes on from there; not for ever. */
  private async afterTrouble(job: StartedJob, error: unknown): Promise<string> {
    this.logger.error({ err: error, job: job.id, trace: job.trace_id }, 'A run of an agent met an error of Millrace');
    if (job.attempt < mostTroubles) {
      await this.requeue(job, troubleDelayMs * job.attempt, trouble, true);
      return 'retried';
    }
    const failed: CompletedJob = { id: job.id, attempt: job.attempt, status: 'failed', result: null, resultObject: null, error: trouble };
    await untilAnswered(() => this.parts.database.run(completeJobs(this.worker.workerId(), [failed])));
    await this.parts.ender.ended(job.id);
    return 'failed';
  }

  private async requeue(job: StartedJob, delayMs: number, error: string | null, countsAsFailure: boolean): Promise<void> {
    const requeue = { id: job.id, attempt: job.attempt, delayMs, error, countsAsFailure };
    await untilAnswered(() => this.parts.database.run(requeueJob(this.worker.workerId(), requeue)));
  }

  private async takeLater(jobId: string): Promise<void> {
    await this.parts.database.run({
      name: 'take_agent_later',
      text: `select graphile_worker.add_job($1, json_build_object('id', $2::text), run_at => now() + make_interval(secs => $3), max_attempts => 32000)`,
      values: [taskOfTag(agentTag), jobId, laterMs / 1000],
    });
  }

  /** `null` while it runs here: its row may be the second one, or that of a run that was taken from us and that another worker is to have. */
  private async enter(jobId: string): Promise<ActiveJob | null> {
    const { active } = this.worker;
    const entered = active.add(jobId);
    if (entered) return entered;
    await Promise.race([active.ended(jobId), pause(duplicateWaitMs, undefined, { ref: false })]);
    return active.add(jobId);
  }

  private leave(jobId: string): void {
    this.running -= 1;
    this.wakes.delete(jobId);
    this.worker.active.remove(jobId);
  }

  /** Those that could be started but were not given to us: their rows must stay for a worker that lives, which may be us under a new name. */
  private async startable(ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await untilAnswered(() =>
      this.parts.database.run<{ id: string }>({ name: 'startable_agents', text: `select id from job where id = any($1::uuid[]) and status = 'queued'`, values: [ids] }),
    );
    return new Set(rows.map(({ id }) => id));
  }
}

/** The jobs that calls of a run have begun and whose ends it has not taken in. */
const childrenOf = (jobId: string) => ({
  text: 'select child_job_id as id from agent_step where job_id = $1 and ended_at is null and child_job_id is not null',
  values: [jobId],
});

/** Something has ended between the last look and the suspension. */
class Awake extends Error {}

const trouble = JSON.stringify({
  code: 'internal',
  name: 'InternalError',
  message: 'Millrace itself failed at this run. The log of the worker has the details under the id of the job.',
});
