import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import type { RunApproval } from '../../approvals/approvals.contract.ts';
import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database, runIn, runNamed, type Transaction } from '../../database/database.ts';
import { FavouritesService } from '../../favourites/favourites.service.ts';
import { requireDirectRun } from '../../jobs/core/run-approval.ts';
import { insertJob } from '../../jobs/insert-jobs.sql.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { RunService, type RunOptions } from '../../jobs/run.service.ts';
import { agentTag } from '../../queue/task-names.ts';
import { AgentSources, type RunnableAgent } from '../agent-sources.ts';
import type { RunAgentPreview } from '../agents.contract.ts';
import type { RunnableValue } from '../described-agent.ts';
import { agentDepth, requireShallowAgents, type AgentDepth } from './agent-depth.sql.ts';
import { insertRun, type NewAgentRun } from './agent-run.sql.ts';
import { newRun, type RunPlace } from './new-run.ts';

/** How an agent is run, and where that belongs. */
export type AgentRunOptions = RunOptions & RunPlace;

/** A job with its run, not written yet. */
export type AgentDraft = { job: NewJob; run: NewAgentRun };

/** Makes jobs of agents: the one way into the engine. The guard has checked that `auth` may run the path. */
@Injectable()
export class AgentStarts {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentSources,
    private readonly runs: RunService,
    private readonly favourites: FavouritesService,
  ) {}

  /** Runs a deployed agent and gives the id of its job; the same idempotency key gives the same job. */
  async run(auth: Auth, path: string, args: JsonObject, options: AgentRunOptions): Promise<string> {
    return this.insert(await this.prepare(auth, path, args, options));
  }

  /** A run that is not written yet, for whoever writes it by {@link write} in a transaction of their own. */
  async prepare(auth: Auth, path: string, args: JsonObject, options: AgentRunOptions): Promise<AgentDraft> {
    const agent = await this.runnable(auth, path, options);
    this.favourites.ran(auth, 'agent', path, options.triggerKind);
    return this.draft(auth, agent, args, options);
  }

  /** Runs an agent that is not deployed. */
  async preview(auth: Auth, { args, ...agent }: RunAgentPreview): Promise<string> {
    return this.insert(await this.prepareUnsaved(auth, agent, args, { triggerKind: 'editor', source: 'editor' }));
  }

  /** A run of an agent that is not deployed, not written yet. */
  prepareUnsaved(auth: Auth, { path, schema, value }: Omit<RunAgentPreview, 'args'>, args: JsonObject, options: AgentRunOptions): Promise<AgentDraft> {
    return this.draft(auth, { path, versionId: null, schema, value }, args, options);
  }

  /** Writes one job for each set of arguments; all of them or none. */
  async runBatch(auth: Auth, path: string, batch: readonly JsonObject[], options: AgentRunOptions): Promise<string[]> {
    const drafts = await Promise.all(batch.map((args) => this.prepare(auth, path, args, { ...options, idempotency_key: undefined })));
    await this.database.transaction(async (transaction) => {
      for (const draft of drafts) await this.write(transaction, draft);
    });
    return drafts.map(({ job }) => job.id);
  }

  /** Writes a job with its run; gives whether it was written: the idempotency key may have been used before. */
  async write(transaction: Transaction, { job, run }: AgentDraft): Promise<boolean> {
    const { text, values } = insertJob(job);
    if ((await runIn(transaction, { text, values })).length === 0) return false;
    for (const statement of insertRun(run)) await runNamed(transaction, statement);
    return true;
  }

  /**
   * Writes the run of a job that was made by other means: a schedule or a step of a flow writes jobs of any kind alike. Called by whoever holds the
   * job, before it begins.
   */
  async adopt(job: StartedJob): Promise<void> {
    if (job.version_id === null) return;
    const { value, schema } = await this.agents.sourceOf(job.version_id);
    const made = { ...job, workspaceId: job.workspace_id, triggerKind: job.trigger_kind, createdBy: job.created_by };
    const run = newRun(made, { versionId: job.version_id, value, schema }, job.run_as, {});
    await this.database.transaction(async (transaction) => {
      const [known] = await runIn(transaction, { text: 'select 1 from agent_run where job_id = $1', values: [job.id] });
      if (!known) for (const statement of insertRun(run)) await runNamed(transaction, statement);
    });
  }

  /** What an agent says about who has to ask before it runs. */
  async runApprovalOf(workspaceId: string, path: string): Promise<RunApproval | null> {
    return (await this.agents.sourceFor(workspaceId, path, null)).value.run_approval ?? null;
  }

  /** What runs; an older version does not open what the current one says has to be asked for. */
  private async runnable(auth: Auth, path: string, { version, isApproved }: RunOptions): Promise<RunnableAgent> {
    const current = await this.agents.sourceFor(auth.workspaceId, path, null);
    if (!isApproved) requireDirectRun(auth, { kind: 'agent', path }, current.value.run_approval);
    return version === undefined ? current : this.agents.sourceFor(auth.workspaceId, path, version);
  }

  private async insert(draft: AgentDraft): Promise<string> {
    const { job } = draft;
    if (await this.database.transaction((transaction) => this.write(transaction, draft))) return job.id;
    const [first] = await this.database.run<{ id: string }>({
      name: 'job_of_key',
      text: 'select id from job where workspace_id = $1 and idempotency_key = $2',
      values: [job.workspaceId, job.idempotencyKey],
    });
    if (!first) throw new AppError('internal', 'The job of this idempotency key was just deleted.');
    return first.id;
  }

  private async draft(
    auth: Auth,
    agent: Pick<RunnableAgent, 'path' | 'schema'> & { versionId: string | null; value: RunnableValue },
    args: JsonObject,
    options: AgentRunOptions,
  ): Promise<AgentDraft> {
    const { path, schema, versionId, value } = agent;
    const runnable = { path, versionId: versionId ?? '', schema, settings: {}, language: agentTag };
    const assembled = await this.runs.assemble(auth, runnable, args, options);
    const job: NewJob = { ...assembled, kind: versionId === null ? 'agent_preview' : 'agent', versionId, tag: agentTag, admissionKey: null, debounceKey: null };
    if (job.parentId !== null) await this.requireShallow(job.parentId);
    return { job, run: newRun(job, { versionId, value, schema }, subjectOf(auth), options) };
  }

  private async requireShallow(parentId: string): Promise<void> {
    const [row] = await this.database.run<AgentDepth>(agentDepth(parentId));
    requireShallowAgents(row);
  }
}
