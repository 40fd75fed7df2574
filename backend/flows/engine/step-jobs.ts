import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { NewAgentRun } from '../../agents/runs/agent-run.sql.ts';
import { newRun } from '../../agents/runs/new-run.ts';
import { AppError } from '../../common/app-error.ts';
import { canonicalJson } from '../../common/canonical-json.ts';
import type { JsonObject } from '../../common/json.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import { requireArgumentSize } from '../../jobs/argument-size.ts';
import { admissionKeys, lookAfter } from '../../jobs/core/admission-keys.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { keyOf } from '../../jobs/result-cache.ts';
import { SecretArguments } from '../../jobs/secret-arguments.ts';
import { flowStepEndedTask } from '../../queue/task-names.ts';
import { validateArgs } from '../../schema/validate-args.ts';
import type { ScriptSettings } from '../../scripts/scripts.contract.ts';
import { isForInlineAgents } from '../core/agent-step/inputs.ts';
import type { FlowModule, InputTransform } from '../flow.contract.ts';
import type { Command } from '../core/messages.ts';
import type { Evaluations } from './evaluations.ts';
import { FlowHomes } from './flow-homes.ts';
import { inlineAgent, type Prepared } from './inline-agent.ts';
import { placeKey } from './place.ts';
import { plainStepArguments } from './plain-arguments.ts';
import type { ScopeOf } from './run-scope.ts';
import { clampPriority, stepSettings, type StepRunnable } from './step-runnable.ts';
import { StepRunnables, type Asking } from './step-runnables.ts';

type RunStep = Extract<Command, { kind: 'run_step' }>;

/** What a step needs besides its definition. */
export type StepContext = Asking & { evaluations: Evaluations; secrets: () => readonly string[] };

/** Where the result of a step is to be kept. */
export type CachePlace = { key: string; ttl: number };

/** What a step comes to: a job, or an earlier result that stands for it. */
export type StepWork = { job: NewJob; cache: CachePlace | null; agentRun: NewAgentRun | null } | { known: string };

/** Turns a step that is to run into the job that runs it. What the flow is at fault for is thrown as an `AppError` or as a failed evaluation. */
@Injectable()
export class StepJobs {
  constructor(
    private readonly runnables: StepRunnables,
    private readonly homes: FlowHomes,
    private readonly secrets: SecretArguments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async make(context: StepContext, command: RunStep, jobId: string): Promise<StepWork> {
    const { run, evaluations } = context;
    const { module } = command;
    const place: ScopeOf = { frame: command.frame, step: command.step, attempt: command.attempt, result: null, error: null };
    const { runnable, given, agent } = await this.prepared(context, module, place);
    const args = validateArgs(runnable.schema, withoutEmpty(runnable.schema, given));
    requireArgumentSize(args, this.config.MILLRACE_MAX_ARGS_KB);
    const { cache_ttl_s: cacheSeconds, ...settings } = {
      ...stepSettings(runnable.settings, module, runnable.path, await this.timeoutOf(evaluations, module.timeout, place)),
      ...plainStepArguments(run.facts, args, run.plainTexts),
    };
    const sealed = await this.seal(context, jobId, runnable, args);
    const hasSecret = sealed !== args;
    const cacheKey = cacheSeconds === undefined || hasSecret ? null : await this.cacheKeyOf(context, command, runnable, args, place);
    const known = cacheKey === null ? null : await findCached(context.transaction, run.facts.workspace_id, cacheKey);
    if (known !== null) return { known };
    const tag = await this.tagOf(context, command, runnable);
    const job = jobOf(context, command, { id: jobId, runnable: { ...runnable, tag }, args, sealed, settings });
    return {
      job,
      cache: cacheKey === null || cacheSeconds === undefined ? null : { key: cacheKey, ttl: cacheSeconds },
      agentRun: agent && newRun(job, { versionId: null, value: agent, schema: runnable.schema }, job.runAs, {}),
    };
  }

  /** What the step runs, and with what. An agent that stands in the flow is made of the inputs. */
  private async prepared(context: StepContext, module: FlowModule, place: ScopeOf): Promise<Prepared> {
    const { value } = module;
    if (value.type === 'aiagent' && !value.agent) return inlineAgent(context, this.runnables, { id: module.id, step: value }, place);
    const runnable = await this.runnables.find(context, module);
    const transforms = ('input_transforms' in value ? value.input_transforms : undefined) as Record<string, InputTransform> | undefined;
    return { runnable, given: inputOf(runnable, await context.evaluations.transforms(transforms ?? {}, place, runnable.kind !== 'agent')), agent: null };
  }

  /** Who may take the job: of a flow whose steps share a folder only the worker where that lies. */
  private async tagOf(context: StepContext, { frame }: RunStep, { kind, tag }: StepRunnable): Promise<string> {
    const isCode = kind === 'script' || kind === 'preview';
    return isCode && context.run.definition.value.same_worker ? this.homes.tagFor(context, frame, tag) : tag;
  }

  private async seal({ run, secrets }: StepContext, jobId: string, { schema }: StepRunnable, args: JsonObject): Promise<JsonObject> {
    const { workspace_id: workspaceId } = run.facts;
    return this.secrets.sealHolders(workspaceId, jobId, await this.secrets.seal(workspaceId, jobId, schema, args), secrets());
  }

  private async cacheKeyOf(
    { run, evaluations }: StepContext,
    { module, step }: RunStep,
    { identity }: StepRunnable,
    args: JsonObject,
    place: ScopeOf,
  ): Promise<string> {
    const { run_as: runAs, path } = run.facts;
    if (!module.cache_key) return keyOf({ versionId: identity, args, runAs });
    const { cache_key: value } = await evaluations.transforms({ cache_key: module.cache_key }, { ...place, extra: { params: args } });
    return createHash('sha256')
      .update(canonicalJson(['step', path, step, runAs, value ?? null]))
      .digest('hex');
  }

  private async timeoutOf(evaluations: Evaluations, timeout: number | InputTransform | null | undefined, place: ScopeOf): Promise<number | null> {
    if (timeout === null || timeout === undefined) return null;
    const seconds = typeof timeout === 'number' ? timeout : (await evaluations.transforms({ timeout }, place))['timeout'];
    if (seconds === null || seconds === undefined || seconds === 0) return null;
    if (typeof seconds !== 'number' || !(seconds > 0)) throw new AppError('job/args_invalid', `The timeout of ${place.step} must be a number of seconds.`);
    return Math.max(1, Math.min(604_800, seconds));
  }
}

/** What is asked is `user_message` in OpenFlow, and `message` here; the other inputs of OpenFlow a deployed agent says for itself. */
function inputOf({ kind, schema }: StepRunnable, given: Record<string, unknown>): JsonObject {
  const args = given as JsonObject;
  if (kind !== 'agent') return args;
  const { message = args['user_message'] } = args;
  const own = Object.fromEntries(Object.entries(args).filter(([name]) => !isForInlineAgents(name) || takes(schema, name)));
  return { ...own, ...(message === undefined ? {} : { message }) };
}

const takes = (schema: JsonObject, name: string): boolean => Object.hasOwn((schema['properties'] ?? {}) as object, name);

type JobParts = { id: string; runnable: StepRunnable; args: JsonObject; sealed: JsonObject; settings: ScriptSettings };

function jobOf(context: StepContext, command: RunStep, { id, runnable, args, sealed, settings }: JobParts): NewJob {
  const delaySeconds = lookAfter(settings.debounce);
  return {
    ...familyOf(context),
    id,
    kind: runnable.kind,
    path: runnable.path,
    versionId: runnable.versionId,
    raw: runnable.raw,
    args: sealed,
    triggerPath: placeKey(command),
    tag: runnable.tag,
    priority: clampPriority(command.priority ?? settings.priority ?? context.run.facts.priority),
    settings,
    ...admissionKeys(settings, runnable.path, args),
    scheduledFor: command.notBeforeMs !== null ? new Date(command.notBeforeMs) : delaySeconds === undefined ? null : new Date(Date.now() + delaySeconds * 1000),
  };
}

/** A job of a flow belongs to it: it runs as whom the flow runs, and the flow is told of its end. */
function familyOf({ run: { facts } }: StepContext) {
  return {
    workspaceId: facts.workspace_id,
    createdBy: facts.created_by,
    runAs: facts.run_as,
    runAsUserId: facts.run_as_user_id,
    triggerKind: 'flow',
    parentId: facts.job_id,
    rootId: facts.root_id ?? facts.job_id,
    traceId: facts.trace_id,
    idempotencyKey: null,
    watcher: flowStepEndedTask,
  };
}

/** An optional argument whose expression gives nothing is left out, as if it had no expression. */
function withoutEmpty(schema: JsonObject, args: JsonObject): JsonObject {
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []);
  const properties = (schema['properties'] ?? {}) as Record<string, { type?: unknown } | undefined>;
  return Object.fromEntries(
    Object.entries(args).filter(
      ([name, value]) => value !== undefined && (value !== null || required.has(name) || !properties[name]?.type || takesNull(properties[name].type)),
    ),
  );
}

const takesNull = (type: unknown): boolean => type === 'null' || (Array.isArray(type) && type.includes('null'));

async function findCached(transaction: Transaction, workspaceId: string, key: string): Promise<string | null> {
  const [row] = await runNamed<{ result: string }>(transaction, {
    name: 'find_cached_result',
    text: 'select result::text as result from result_cache where workspace_id = $1 and key = $2 and expires_at > now()',
    values: [workspaceId, key],
  });
  return row?.result ?? null;
}

/** Keeps the result of a job for the next step with an equal key. */
export async function keepCached(transaction: Transaction, workspaceId: string, { key, ttl }: CachePlace, jobId: string, result: string): Promise<void> {
  await runNamed(transaction, {
    name: 'keep_step_result',
    text: `
insert into result_cache (workspace_id, key, job_id, result, expires_at) values ($1, $2, $3, $4::json, now() + make_interval(secs => $5))
on conflict (workspace_id, key) do update set job_id = excluded.job_id, result = excluded.result, expires_at = excluded.expires_at`,
    values: [workspaceId, key, jobId, result, ttl],
  });
}
