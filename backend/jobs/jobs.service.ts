import { Injectable } from '@nestjs/common';
import { can } from '../access/core/can.ts';
import { requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { toPage, type Page } from '../common/page.ts';
import { Database, runIn } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { cancelJobs } from './cancel-jobs.sql.ts';
import { isLive, type JobStatus } from './core/job-status.ts';
import { suspendedFor } from './core/suspended-for.ts';
import { waitingFor } from './core/waiting-for.ts';
import { JobKinds } from './job-kinds.ts';
import { JobLogEntity } from './job.entity.ts';
import { JobResults, resultOrThrow } from './job-results.ts';
import { maskSecrets, toJobRow } from './job-view.ts';
import type { BulkResult, DurationPoint, Job, JobCounts, JobLog, JobQuery, JobRow, RerunJob, WaitingFor } from './jobs.contract.ts';
import { formerPaths, type FormerPath } from './former-paths.sql.ts';
import { countJobs, listDurations, listJobs, type JobListRow, type JobFilter } from './list-jobs.sql.ts';
import { readJob, readWaiting, visibleJobIds, type JobDetailRow, type WaitingRow } from './read-job.sql.ts';
import { readSuspended, type SuspendedRow } from './read-suspended.sql.ts';
import { rerunArguments } from './rerun-arguments.ts';
import { RunService } from './run.service.ts';
import { setProgress } from './set-progress.sql.ts';

/** How long a search in arguments and results may take. */
const searchLimitMs = 8_000;

/** Pieces of a log that one answer holds. */
const logPageSize = 500;

type VisibleJob = { id: string; kind: string; path: string; status: JobStatus; created_by: string; run_as: string };

/** Looks at jobs and acts on them: lists, details, logs, cancel, re-run. Every read goes through the condition of what may be seen. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: Database,
    private readonly results: JobResults,
    private readonly runs: RunService,
    private readonly events: Events,
    private readonly kinds: JobKinds,
  ) {}

  async list(auth: Auth, asked: JobQuery): Promise<Page<JobRow>> {
    const query = await this.filterOf(auth, asked);
    const rows = query.text ? await this.search(auth, query) : await this.database.run<JobListRow>(listJobs(auth, query));
    return toPage(rows, query.limit, toJobRow, (row) => [row.sort_key, row.id]);
  }

  /** Runs of what was renamed are found under its path of today. */
  private async filterOf(auth: Auth, query: JobQuery): Promise<JobFilter> {
    if (!query.path) return query;
    const rows = await this.database.run<FormerPath>(formerPaths(auth.workspaceId, query.path));
    return rows.length === 0 ? query : { ...query, formerPaths: rows.map(({ path }) => path) };
  }

  /** Text is looked for without an index: a search that reads too much ends and says how to narrow it. */
  private async search(auth: Auth, query: JobFilter): Promise<JobListRow[]> {
    try {
      return await this.database.transaction(async (transaction) => {
        await transaction.query(`set local statement_timeout = ${searchLimitMs}`);
        return runIn<JobListRow>(transaction, listJobs(auth, query));
      });
    } catch (error) {
      if ((error as { driverError?: { code?: string } }).driverError?.code !== '57014') throw error;
      throw new AppError(
        'job/search_too_broad',
        `The search had to read too many runs and was stopped after ${searchLimitMs / 1000} s. Narrow it by a path, a person, a status or a time.`,
        { limit_ms: searchLimitMs },
      );
    }
  }

  async counts(auth: Auth): Promise<JobCounts> {
    const [row] = await this.database.run<JobCounts>(countJobs(auth));
    return row ?? { running: 0, queued: 0, waiting: 0 };
  }

  async durations(auth: Auth, query: JobQuery): Promise<{ items: DurationPoint[] }> {
    const rows = await this.database.run<Omit<DurationPoint, 'started_at'> & { started_at: Date }>(listDurations(auth, await this.filterOf(auth, query)));
    return { items: rows.map((row) => ({ ...row, started_at: row.started_at.toISOString(), queued_ms: Math.max(0, row.queued_ms) })) };
  }

  async get(auth: Auth, jobId: string): Promise<Job> {
    const row = await this.find(auth, jobId);
    const mayCancel = isLive(row.status as JobStatus) && this.mayAct(auth, row);
    const mayEdit = mayWrite(auth, row);
    const size = row.result_object === null ? row.result_size : await this.results.sizeOf(row.result_object);
    return { ...toJobRow(row), ...detailsOf(row), result_size: size, waiting_for: await this.waitingFor(auth, row), may_cancel: mayCancel, may_edit: mayEdit };
  }

  /** The result as JSON text; `job/not_found` while there is none, unless it is waited for. */
  async resultJson(auth: Auth, jobId: string, waitSeconds?: number): Promise<string> {
    await this.require(auth, jobId);
    if (waitSeconds !== undefined) return resultOrThrow(await this.runs.waitFor(jobId, waitSeconds));
    const job = await this.results.read(jobId);
    if (!job || job.resultJson === null) throw new AppError('job/not_found', 'The job has no result.', { job_id: jobId });
    return job.resultJson;
  }

  /** The log after a piece; `is_complete` when the job has ended and this is the last of it. */
  async log(auth: Auth, jobId: string, afterSeq: number): Promise<JobLog> {
    const job = await this.require(auth, jobId);
    const rows = await this.database.run<{ seq: number; text: string }>({
      name: 'read_log',
      text: `select seq, text from job_log where job_id = $1 and seq > $2 order by seq limit ${logPageSize}`,
      values: [jobId, afterSeq],
    });
    return { chunks: rows, next_seq: rows.at(-1)?.seq ?? afterSeq, is_complete: !isLive(job.status) && rows.length < logPageSize };
  }

  /** The whole log, piece by piece, for a download. */
  async *logText(auth: Auth, jobId: string): AsyncGenerator<string> {
    await this.require(auth, jobId);
    for (let seq = 0; ;) {
      const rows = await this.database.manager
        .createQueryBuilder(JobLogEntity, 'log')
        .where('log.job_id = :jobId and log.seq > :seq', { jobId, seq })
        .orderBy('log.seq')
        .limit(logPageSize)
        .getMany();
      for (const { text } of rows) yield text;
      if (rows.length < logPageSize) return;
      seq = rows.at(-1)?.seq ?? seq;
    }
  }

  async cancel(auth: Auth, jobId: string, reason: string): Promise<Job> {
    const job = await this.require(auth, jobId);
    this.requireMayAct(auth, job);
    if (!isLive(job.status)) throw new AppError('job/not_cancellable', `The job has already ended: ${job.status}.`, { status: job.status });
    await this.cancelAll(auth, [jobId], reason);
    return this.get(auth, jobId);
  }

  async bulkCancel(auth: Auth, ids: readonly string[], reason: string): Promise<BulkResult> {
    const { allowed, refused } = await this.sort(auth, ids, (job) => {
      this.requireMayAct(auth, job);
      if (!isLive(job.status)) throw new AppError('job/not_cancellable', `The job has already ended: ${job.status}.`);
    });
    if (allowed.length > 0)
      await this.cancelAll(
        auth,
        allowed.map(({ id }) => id),
        reason,
      );
    return { done: allowed.map(({ id }) => id), refused };
  }

  /** Runs a job again as whoever asks, with the same or other arguments; gives the id of the new job. */
  async rerun(auth: Auth, jobId: string, { args, version }: RerunJob): Promise<string> {
    const row = await this.find(auth, jobId);
    const other = this.kinds.get(row.kind);
    if (other) return other.rerun(auth, row, { args, version });
    if (row.kind !== 'script')
      throw new AppError('request/invalid', 'Only runs of a deployed script or flow can be run again. Test the code in the editor instead.');
    requireAccess(auth, 'jobs:run', { kind: 'script', path: row.path });
    const newId = await this.runs.run(auth, row.path, rerunArguments(args, row.args), {
      triggerKind: 'rerun',
      version: version === 'same' && row.version !== null ? row.version : undefined,
    });
    return newId;
  }

  async bulkRerun(auth: Auth, ids: readonly string[]): Promise<BulkResult> {
    const result: BulkResult = { done: [], refused: [] };
    for (const id of ids) {
      try {
        result.done.push(await this.rerun(auth, id, { version: 'newest' }));
      } catch (error) {
        if (!isAppError(error)) throw error;
        result.refused.push({ id, code: error.code, message: error.message });
      }
    }
    return result;
  }

  /** Reported by the job itself, or by a job on behalf of another of the same identity. */
  async setProgress(auth: Auth, jobId: string, percent: number): Promise<void> {
    const job = await this.require(auth, jobId);
    this.requireMayAct(auth, job);
    await this.database.run(setProgress(jobId, percent));
  }

  private async cancelAll(auth: Auth, ids: readonly string[], reason: string): Promise<void> {
    await this.database.run(cancelJobs(auth.workspaceId, ids, subjectOf(auth), reason));
    await this.database.transaction((transaction) =>
      this.events.record(transaction, auth, {
        action: 'job.cancelled',
        objectKind: 'job',
        objectPath: ids.length === 1 ? (ids[0] as string) : '',
        details: { count: ids.length, ids: ids.slice(0, 100), reason },
      }),
    );
  }

  private async sort(auth: Auth, ids: readonly string[], check: (job: VisibleJob) => void): Promise<{ allowed: VisibleJob[]; refused: BulkResult['refused'] }> {
    const visible = await this.database.run<VisibleJob>(visibleJobIds(auth, ids));
    const allowed: VisibleJob[] = [];
    const refused: BulkResult['refused'] = ids
      .filter((id) => !visible.some((job) => job.id === id))
      .map((id) => ({ id, code: 'job/not_found', message: 'There is no such job, or you may not see it.' }));
    for (const job of visible) {
      try {
        check(job);
        allowed.push(job);
      } catch (error) {
        if (!isAppError(error)) throw error;
        refused.push({ id: job.id, code: error.code, message: error.message });
      }
    }
    return { allowed, refused };
  }

  private async find(auth: Auth, jobId: string): Promise<JobDetailRow> {
    const [row] = await this.database.run<JobDetailRow>(readJob(auth, jobId));
    if (!row) throw notFound(jobId);
    return row;
  }

  private async require(auth: Auth, jobId: string): Promise<VisibleJob> {
    const [row] = await this.database.run<VisibleJob>(visibleJobIds(auth, [jobId]));
    if (!row) throw notFound(jobId);
    return row;
  }

  /** One's own runs, and those of scripts that one may change. */
  private mayAct(auth: Auth, job: Pick<VisibleJob, 'kind' | 'path' | 'created_by' | 'run_as'>): boolean {
    const me = subjectOf(auth);
    if (job.created_by === me || job.run_as === me || auth.role === 'admin') return true;
    return mayWrite(auth, job);
  }

  private requireMayAct(auth: Auth, job: VisibleJob): void {
    if (!this.mayAct(auth, job))
      throw new AppError('access/forbidden', 'Only who started a job, and who may change its script, can do that.', { job_id: job.id });
  }

  private async waitingFor(auth: Auth, row: JobDetailRow): Promise<WaitingFor | null> {
    if (row.status === 'waiting') {
      const [suspended] = await this.database.run<SuspendedRow>(readSuspended(row.id));
      return suspended ? suspendedFor(suspended) : null;
    }
    if (row.status !== 'queued') return null;
    const [facts] = await this.database.run<WaitingRow>(readWaiting(auth.workspaceId, row.id, row.tag, row.admission_key));
    return waitingFor({
      status: 'queued',
      now: new Date(),
      tag: row.tag,
      attempt: row.attempt,
      scheduledFor: row.scheduled_for,
      createdAt: row.created_at,
      settings: row.settings,
      admissionKey: row.admission_key,
      isAdmitted: row.admitted_at !== null,
      debounceKey: row.debounce_key,
      workers: facts?.workers ?? 0,
      busySlots: facts?.busy_slots ?? 0,
      slots: facts?.slots ?? 0,
      holders: facts?.holders ?? [],
    });
  }
}

const notFound = (jobId: string): AppError => new AppError('job/not_found', 'There is no such job, or you may not see it.', { job_id: jobId });

/** Whether one may change what a job runs. Steps of a flow with code of their own have a path below that of the flow. */
function mayWrite(auth: Auth, { kind, path }: { kind: string; path: string }): boolean {
  if (path === '') return false;
  const isFlow = kind === 'flow' || kind === 'flow_preview';
  if (kind === 'agent' || kind === 'agent_preview') return can(auth, 'agents:write', { kind: 'agent', path }).allowed;
  return isFlow ? can(auth, 'flows:write', { kind: 'flow', path }).allowed : can(auth, 'scripts:write', { kind: 'script', path }).allowed;
}

/** Moments within JSON of the database have its own form. */
const isoOf = (moment: string | null): string | null => (moment === null ? null : new Date(moment).toISOString());

function detailsOf(row: JobDetailRow) {
  return {
    args: maskSecrets(row.args) as JsonObject,
    result: (row.result ?? null) as Job['result'],
    result_size: row.result_size,
    has_result: row.has_result,
    is_workflow: row.is_workflow,
    error: row.error,
    settings: row.settings,
    cancelled_by: row.cancel_requested_by,
    cancel_reason: row.cancel_reason,
    merged_into: row.merged_into,
    trace_id: row.trace_id,
    starting_ms: row.starting_ms,
    attempts: row.attempts.map((attempt) => ({
      ...attempt,
      started_at: isoOf(attempt.started_at),
      ended_at: isoOf(attempt.ended_at) ?? attempt.ended_at,
    })) as Job['attempts'],
    children: row.children as Job['children'],
    schema: row.schema,
  };
}
