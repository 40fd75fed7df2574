import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { validateArgs } from '../schema/validate-args.ts';
import { DueTimes } from '../queue/due-times.ts';
import { ScriptSources, type RunnableScript } from '../scripts/script-sources.ts';
import { UnsavedCodeReader } from '../scripts/unsaved-code.ts';
import { requireArgumentSize } from './argument-size.ts';
import { admissionKeys, lookAfter } from './core/admission-keys.ts';
import { requireDirectRun } from './core/run-approval.ts';
import { insertJob, insertJobs } from './insert-jobs.sql.ts';
import type { RunPreview, RunQuery } from './jobs.contract.ts';
import { JobWaiter } from './job-waiter.ts';
import type { EndedJob } from './job-results.ts';
import type { NewJob, RawCode } from './new-job.ts';
import { QueueGuard } from './queue-guard.ts';
import { ResultCache } from './result-cache.ts';
import { SecretArguments } from './secret-arguments.ts';

/** Through what a job was asked for, besides who asks. */
export type RunOptions = RunQuery & {
  triggerKind: string;
  triggerPath?: string;
  traceParent?: string;
  /** The arguments are texts from a query string. */ isFromQuery?: boolean;
  /** Task of the queue that is told of the end. */ watcher?: string;
  /** People have decided that it runs, where that is needed. */ isApproved?: boolean;
  /** Who asked, where that is not as whom it runs: `u/<username>`. */ createdBy?: string;
  /** Arguments that came from outside: `$res:` and `$var:` in them stay as they are. */ plainArguments?: readonly string[];
  /** The family that it belongs to, where the identity that it runs as is not that of its parent. */ family?: Lineage;
};

/** Where a job stands among others. */
export type Lineage = { parentId: string | null; rootId: string | null; traceId: string };

/** What a job is made for. `language` is the tag where nothing names another. */
export type Runnable = Pick<RunnableScript, 'path' | 'versionId' | 'schema' | 'settings'> & { language: string };

/** How long a caller waits for a result unless it says otherwise, in seconds. */
const defaultWaitSeconds = 60;

/** Makes jobs: the one way into the engine for scripts, previews and batches. The guard has checked that `auth` may run the path. */
@Injectable()
export class RunService {
  constructor(
    private readonly database: Database,
    private readonly sources: ScriptSources,
    private readonly unsaved: UnsavedCodeReader,
    private readonly secretArguments: SecretArguments,
    private readonly guard: QueueGuard,
    private readonly waiter: JobWaiter,
    private readonly cache: ResultCache,
    private readonly dueTimes: DueTimes,
    private readonly favourites: FavouritesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes a job for a deployed script and gives its id; the same idempotency key gives the same job. */
  async run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string> {
    return this.insert(await this.scriptJob(auth, path, args, options));
  }

  /** A job that is not written yet, for whoever writes it by `insertJob` in a transaction of their own. */
  async prepare(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<NewJob> {
    await this.guard.require(auth.workspaceId);
    return this.scriptJob(auth, path, args, options);
  }

  /** A job for whatever is run, that is not written yet. Its kind is for the caller to say. */
  async assemble(auth: Auth, runnable: Runnable, args: JsonObject, options: RunOptions): Promise<NewJob> {
    await this.guard.require(auth.workspaceId);
    return this.newJob(auth, runnable, args, options, await this.lineageOf(auth, options));
  }

  /** Writes a job and waits for its end. */
  async runAndWait(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<EndedJob> {
    const job = await this.scriptJob(auth, path, args, options);
    const waiting = this.waiter.begin(job.id, (options.wait_s ?? defaultWaitSeconds) * 1000);
    try {
      const id = await this.insert(job);
      if (id === job.id) return await waiting.ended;
      // The key was used before: wait for that job instead, which may have ended long ago.
      return await this.waitFor(id, options.wait_s);
    } finally {
      waiting.stop();
    }
  }

  /** Waits for a job that was written before. */
  async waitFor(jobId: string, waitSeconds: number = defaultWaitSeconds): Promise<EndedJob> {
    const waiting = this.waiter.begin(jobId, waitSeconds * 1000);
    waiting.check();
    return waiting.ended.finally(waiting.stop);
  }

  /** Writes one job for each set of arguments, in one statement; all of them or none. */
  async runBatch(auth: Auth, path: string, batch: readonly JsonObject[], options: RunOptions): Promise<string[]> {
    const script = await this.runnable(auth, path, options);
    const lineage = await this.lineageOf(auth, options);
    const jobs = await Promise.all(batch.map((args) => this.newJob(auth, script, args, { ...options, idempotency_key: undefined }, lineage)));
    await this.guard.require(auth.workspaceId);
    await this.database.run(insertJobs(jobs));
    return jobs.map(({ id }) => id);
  }

  /** Runs code that is not deployed, as the person who wrote it. Its arguments are checked and sealed as after a deploy; code that cannot be read says so when it runs. */
  async preview(auth: Auth, input: RunPreview, triggerKind = 'editor'): Promise<string> {
    const { language, content, path, settings } = input;
    const id = newId();
    const { schema, imported } = await this.unsaved.read(auth, { language, content, path });
    const args = await this.secretArguments.seal(auth.workspaceId, id, schema, this.checkedArgs(schema, input.args));
    const raw: RawCode = { language, content, lock: null, imported };
    return this.insertRaw(auth, { id, kind: 'preview', path, raw, args, settings, triggerKind });
  }

  /** Writes a job for code that it carries itself. */
  async insertRaw(
    auth: Auth,
    {
      id = newId(),
      kind,
      path,
      raw,
      args,
      settings,
      triggerKind,
    }: Pick<NewJob, 'kind' | 'path' | 'args' | 'settings' | 'triggerKind'> & { id?: string; raw: RawCode },
  ): Promise<string> {
    const lineage = await this.lineageOf(auth, {});
    return this.insert({
      ...this.commonPart(auth, lineage, triggerKind),
      id,
      kind,
      path,
      versionId: null,
      raw,
      args,
      tag: settings.tag ?? raw.language,
      priority: settings.priority ?? 0,
      settings,
      idempotencyKey: null,
      admissionKey: null,
      debounceKey: null,
      watcher: null,
      scheduledFor: null,
    });
  }

  private async scriptJob(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<NewJob> {
    const script = await this.runnable(auth, path, options);
    this.favourites.ran(auth, 'script', path, options.triggerKind);
    return this.newJob(auth, script, args, options, await this.lineageOf(auth, options));
  }

  private async runnable(auth: Auth, path: string, { version = null, isApproved }: Pick<RunOptions, 'isApproved'> & { version?: number | null | undefined }): Promise<RunnableScript> {
    const script = await this.sources.sourceFor(auth.workspaceId, path, version);
    const current = version === null ? script : await this.sources.sourceFor(auth.workspaceId, path, null);
    if (!isApproved) requireDirectRun(auth, { kind: 'script', path }, current.settings.run_approval);
    if (!script.hasMain)
      throw new AppError('script/no_main', `"${path}" has no main: it is a library for other scripts to import, and cannot be run by itself.`, { path });
    return script;
  }

  private async newJob(auth: Auth, script: Runnable, given: JsonObject, options: RunOptions, lineage: Lineage): Promise<NewJob> {
    const id = newId();
    const valid = this.checkedArgs(script.schema, given, options.isFromQuery);
    const args = await this.secretArguments.seal(auth.workspaceId, id, script.schema, valid);
    const { run_approval: _decided, ...own } = script.settings;
    const settings = {
      ...own,
      ...(options.timeout_s === undefined ? {} : { timeout_s: options.timeout_s }),
      ...(options.plainArguments ? { plain_arguments: [...options.plainArguments] } : {}),
    };
    const keys = admissionKeys(settings, script.path, args);
    return {
      ...this.commonPart(auth, lineage, options.triggerKind, options.triggerPath),
      ...(options.createdBy ? { createdBy: options.createdBy } : {}),
      id,
      kind: 'script',
      path: script.path,
      versionId: script.versionId,
      raw: null,
      args,
      tag: options.tag ?? settings.tag ?? script.language,
      priority: options.priority ?? settings.priority ?? 0,
      settings,
      ...keys,
      watcher: options.watcher ?? null,
      scheduledFor: scheduledFor(options, lookAfter(settings.debounce)),
      idempotencyKey: options.idempotency_key === undefined ? null : idempotencyKeyOf(auth, script.path, options.idempotency_key),
    };
  }

  private checkedArgs(schema: JsonObject, given: JsonObject, isFromQuery = false): JsonObject {
    requireArgumentSize(given, this.config.MILLRACE_MAX_ARGS_KB);
    return validateArgs(schema, given, { coerce: isFromQuery });
  }

  private commonPart(auth: Auth, { parentId, rootId, traceId }: Lineage, triggerKind: string, triggerPath?: string) {
    const me = subjectOf(auth);
    return {
      workspaceId: auth.workspaceId,
      createdBy: me,
      runAs: me,
      runAsUserId: auth.userId,
      triggerKind: auth.via.kind === 'job' ? 'job' : triggerKind,
      triggerPath: triggerPath ?? null,
      parentId,
      rootId,
      traceId,
    };
  }

  /** Writes the job; gives the id of the one that already has its idempotency key. */
  async insert(job: NewJob): Promise<string> {
    await this.guard.require(job.workspaceId);
    if (await this.cache.answer(job)) return job.id;
    const rows = await this.database.run<{ id: string }>(insertJob(job));
    if (job.scheduledFor) this.dueTimes.note(job.scheduledFor.getTime() - Date.now());
    if (rows[0]) return rows[0].id;
    const [first] = await this.database.run<{ id: string }>({
      name: 'job_of_key',
      text: 'select id from job where workspace_id = $1 and idempotency_key = $2',
      values: [job.workspaceId, job.idempotencyKey],
    });
    if (!first) throw new AppError('internal', 'The job of this idempotency key was just deleted.');
    return first.id;
  }

  /** A job that starts another one is its parent; the trace goes on through the whole family. */
  private async lineageOf(auth: Auth, { parent_job, traceParent, family }: Pick<RunOptions, 'parent_job' | 'traceParent' | 'family'>): Promise<Lineage> {
    if (family) return family;
    const parentId = auth.via.kind === 'job' ? auth.via.jobId : parent_job;
    if (parentId === undefined) return { parentId: null, rootId: null, traceId: traceIdOf(traceParent) };
    const [parent] = await this.database.run<{ root_id: string | null; trace_id: string }>({
      name: 'job_lineage',
      text: 'select root_id, trace_id from job where id = $1 and workspace_id = $2 and (created_by = $3 or run_as = $3)',
      values: [parentId, auth.workspaceId, subjectOf(auth)],
    });
    if (!parent) throw new AppError('job/not_found', 'There is no such parent job, or you may not see it.', { parent_job: parentId });
    return { parentId, rootId: parent.root_id ?? parentId, traceId: parent.trace_id };
  }
}

function scheduledFor({ scheduled_for, scheduled_in_s }: RunOptions, debounceSeconds: number | undefined): Date | null {
  if (scheduled_for !== undefined) return new Date(scheduled_for);
  const delaySeconds = scheduled_in_s ?? debounceSeconds;
  return delaySeconds === undefined ? null : new Date(Date.now() + delaySeconds * 1000);
}

/** The key of one caller must not answer another, nor another script. */
function idempotencyKeyOf(auth: Auth, path: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([auth.userId, path, key]))
    .digest('hex');
}

/** The trace of a W3C `traceparent` header, or a new one: 32 hexadecimal digits. */
function traceIdOf(traceParent: string | undefined): string {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceParent ?? '');
  return match?.[1] ?? randomBytes(16).toString('hex');
}
