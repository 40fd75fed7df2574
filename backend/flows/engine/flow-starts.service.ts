import { Injectable } from '@nestjs/common';
import type { Auth } from '../../access/core/auth.ts';
import type { RunApproval } from '../../approvals/approvals.contract.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database } from '../../database/database.ts';
import { FavouritesService } from '../../favourites/favourites.service.ts';
import { requireDirectRun } from '../../jobs/core/run-approval.ts';
import { insertJobs } from '../../jobs/insert-jobs.sql.ts';
import type { JobKind } from '../../jobs/jobs.contract.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { ResultCache } from '../../jobs/result-cache.ts';
import { RunService, type RunOptions } from '../../jobs/run.service.ts';
import { flowTag } from '../../queue/task-names.ts';
import type { RunFlowPreview } from '../flow-runs.contract.ts';
import type { FlowValue } from '../flow.contract.ts';
import { FlowSources, type RunnableFlow } from '../flow-sources.ts';
import { FlowEngine } from './flow-engine.service.ts';
import { previewValue } from './flow-preview.ts';
import type { RunFacts } from './load-run.sql.ts';
import { flowSettings } from './step-runnable.ts';
import { isExternalTrigger } from './triggers.ts';
import type { NewRun } from './write-run.sql.ts';

/** Makes jobs of flows: the one way into the engine. The guard has checked that `auth` may run the path. */
@Injectable()
export class FlowStarts {
  constructor(
    private readonly database: Database,
    private readonly engine: FlowEngine,
    private readonly flows: FlowSources,
    private readonly runs: RunService,
    private readonly cache: ResultCache,
    private readonly favourites: FavouritesService,
  ) {}

  /** Runs a deployed flow and gives the id of its job; the same idempotency key gives the same job. */
  async run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string> {
    return this.insert(auth, await this.prepare(auth, path, args, options));
  }

  /** A job that is not written yet, for whoever writes it by `insertJob` in a transaction of their own. */
  async prepare(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<NewJob> {
    const flow = await this.runnable(auth, path, options);
    this.favourites.ran(auth, 'flow', path, options.triggerKind);
    return this.assemble(auth, flow, args, options);
  }

  /** Writes a prepared job, and begins it at once where nothing delays it: then it never goes through the queue. */
  async insert(auth: Auth, job: NewJob): Promise<string> {
    if (job.scheduledFor !== null || job.admissionKey !== null) return this.runs.insert(job);
    if (await this.cache.answer(job)) return job.id;
    return this.begin(auth, job, null);
  }

  /** Writes one job for each set of arguments, in one statement; the queue begins them. */
  async runBatch(auth: Auth, path: string, batch: readonly JsonObject[], options: RunOptions): Promise<string[]> {
    const flow = await this.runnable(auth, path, options);
    const jobs = await Promise.all(batch.map((args) => this.assemble(auth, flow, args, { ...options, idempotency_key: undefined })));
    await this.database.run(insertJobs(jobs));
    return jobs.map(({ id }) => id);
  }

  /** Runs a flow that is not deployed, or a part of it. */
  async preview(auth: Auth, input: RunFlowPreview): Promise<string> {
    const value = previewValue(input);
    const runnable = { path: input.path, versionId: '', schema: input.schema, settings: {}, language: flowTag };
    const job = await this.runs.assemble(auth, runnable, input.args, { triggerKind: 'editor' });
    return this.begin(auth, { ...job, ...ofKind('flow_preview'), versionId: null }, value);
  }

  /** The facts of a run whose job is about to be written. */
  factsOf(auth: Auth, job: NewJob, value: FlowValue | null): RunFacts {
    return {
      job_id: job.id,
      workspace_id: job.workspaceId,
      kind: value === null ? 'flow' : 'flow_preview',
      path: job.path,
      args: job.args,
      created_by: job.createdBy,
      run_as: job.runAs,
      run_as_user_id: job.runAsUserId,
      email: auth.email,
      trigger_kind: job.triggerKind,
      trigger_path: job.triggerPath,
      parent_id: job.parentId,
      root_id: job.rootId,
      trace_id: job.traceId,
      priority: job.priority,
      settings: job.settings,
      scheduled_for: new Date(),
      version_id: job.versionId,
      value,
      run_args: null,
      depth: 0,
    };
  }

  /** What runs; an older version does not open what the current one says has to be asked for. */
  private async runnable(auth: Auth, path: string, { version, isApproved }: RunOptions): Promise<RunnableFlow> {
    const current = await this.flows.sourceFor(auth.workspaceId, path, null);
    if (!isApproved) requireDirectRun(auth, { kind: 'flow', path }, runApprovalOf(current.value));
    return version === undefined ? current : this.flows.sourceFor(auth.workspaceId, path, version);
  }

  private async assemble(auth: Auth, flow: RunnableFlow, args: JsonObject, options: RunOptions): Promise<NewJob> {
    const { path, versionId, value } = flow;
    const isExternal = value.preprocessor_module && isExternalTrigger(options.triggerKind);
    // The preprocessor makes the arguments; what comes from outside has another form.
    const schema = isExternal ? {} : flow.schema;
    const job = await this.runs.assemble(auth, { path, versionId, schema, settings: flowSettings(value, path), language: flowTag }, args, options);
    return { ...job, ...ofKind('flow') };
  }

  private begin(auth: Auth, job: NewJob, value: FlowValue | null): Promise<string> {
    const isExternal = isExternalTrigger(job.triggerKind);
    const run: NewRun = { workspaceId: job.workspaceId, versionId: job.versionId, value: value && JSON.stringify(value), depth: 0, restarted: null };
    return this.engine.begin({ job, facts: this.factsOf(auth, job, value), run, event: (nowMs) => ({ kind: 'started', nowMs, isExternal }) });
  }
}

/** What a flow says about who has to ask before it runs. */
export const runApprovalOf = (value: FlowValue): RunApproval | null => value.run_approval ?? null;

const ofKind = (kind: Extract<JobKind, 'flow' | 'flow_preview'>) => ({ kind, tag: flowTag });
