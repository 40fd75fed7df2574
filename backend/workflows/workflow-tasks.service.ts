import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import { requireStandIn } from '../access/stand-in.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { JsonObject } from '../common/json.ts';
import { JobKinds } from '../jobs/job-kinds.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { RunService } from '../jobs/run.service.ts';
import { SecretArguments } from '../jobs/secret-arguments.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import { referencesIn } from '../schema/references.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import type { StepCall } from './core/conversation.ts';

type TaskCall = Extract<StepCall, { op: 'task' }>;

/** What a workflow holds: values to keep from people, and texts that are no references although they look like it. */
export type Held = { secrets: readonly string[]; plainTexts: ReadonlySet<string> };

/** Makes the child jobs of workflows, as whoever the workflow runs as. */
@Injectable()
export class WorkflowTasks {
  constructor(
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    private readonly runs: RunService,
    private readonly kinds: JobKinds,
    private readonly secrets: Secrets,
    private readonly secretArguments: SecretArguments,
  ) {}

  /** A job that is not written yet. Throws what the caller of the script would be told: no such script, no right, arguments that do not fit. */
  async prepare(job: StartedJob, call: TaskCall, args: unknown, { secrets, plainTexts }: Held): Promise<NewJob> {
    if (call.entry !== undefined) return this.functionJob(job, call.entry, call, args, secrets);
    if (call.path === undefined) throw new AppError('request/invalid', 'A task names a path or a function of its script.');
    const valid = JsonObject.safeParse(args);
    if (!valid.success) throw new AppError('job/args_invalid', `The arguments of the task "${call.path}" must be an object that holds them by name.`);
    const plain =
      plainTexts.size === 0 ? [] : Object.keys(valid.data).filter((name) => [...referencesIn(valid.data[name])].some((text) => plainTexts.has(text)));
    const child = await this.pathJob(job, call.path, call, valid.data, plain);
    return { ...child, args: await this.secretArguments.sealHolders(job.workspace_id, child.id, child.args, secrets) };
  }

  private async pathJob(job: StartedJob, path: string, call: TaskCall, args: JsonObject, plainArguments: readonly string[]): Promise<NewJob> {
    const auth = await this.identityOf(job);
    requireAccess(auth, 'jobs:run', { kind: call.kind, path });
    const options = {
      triggerKind: 'job',
      tag: call.tag,
      timeout_s: call.timeout_s,
      priority: call.priority,
      ...(plainArguments.length > 0 ? { plainArguments } : {}),
    };
    const prepare = call.kind === 'script' ? this.runs.prepare.bind(this.runs) : this.kinds.get(call.kind)?.prepare;
    if (!prepare) throw new AppError('request/invalid', `A task cannot run a ${call.kind}.`);
    const child = await prepare(auth, path, args, options);
    return call.retry ? { ...child, settings: { ...child.settings, retry: call.retry } } : child;
  }

  /** A function of the same script: the same code as the workflow is bound to, whatever was deployed since. */
  private async functionJob(job: StartedJob, entry: string, call: TaskCall, args: unknown, secrets: readonly string[]): Promise<NewJob> {
    const { environment, isolation, delete_after_s } = job.settings;
    const settings: ScriptSettings = {
      ...(environment ? { environment } : {}),
      ...(isolation ? { isolation } : {}),
      ...(delete_after_s === undefined ? {} : { delete_after_s }),
      ...(call.timeout_s === undefined ? {} : { timeout_s: call.timeout_s }),
      ...(call.retry ? { retry: call.retry } : {}),
    };
    const id = newId();
    return {
      id,
      workspaceId: job.workspace_id,
      kind: 'task',
      path: job.path,
      versionId: job.version_id,
      raw: job.raw,
      args: await this.seal(job, id, args, secrets),
      createdBy: job.created_by,
      runAs: job.run_as,
      runAsUserId: job.run_as_user_id,
      triggerKind: 'job',
      triggerPath: null,
      tag: call.tag ?? job.tag,
      priority: call.priority ?? job.settings.priority ?? 0,
      parentId: job.id,
      rootId: job.root_id ?? job.id,
      traceId: job.trace_id,
      settings,
      idempotencyKey: null,
      admissionKey: null,
      debounceKey: null,
      watcher: null,
      entry,
      scheduledFor: null,
    };
  }

  /** Arguments that hold a secret of the workflow are encrypted as a whole, together with what to keep out of the log of the task. */
  private async seal(job: StartedJob, id: string, given: unknown, secrets: readonly string[]): Promise<JsonObject> {
    const args = (given as JsonObject | null)?.['args'];
    if (!Array.isArray(args)) throw new AppError('job/args_invalid', 'The arguments of a task are a list.');
    const text = JSON.stringify(args);
    const held = secrets.filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
    if (held.length === 0) return { args };
    return { args: { $encrypted: await this.secrets.encrypt(job.workspace_id, JSON.stringify({ args, secrets: held }), `job:${id}:args`) } };
  }

  /** Whom the workflow acts as, with what they hold now. */
  async identityOf(job: StartedJob): Promise<Auth> {
    const principal = { workspaceId: job.workspace_id, userId: job.run_as_user_id, via: { kind: 'job', jobId: job.id } } as const;
    return requireStandIn(this.identifier, principal, `${job.run_as}, as whom this workflow runs,`);
  }
}

/** The arguments of a task as it starts, and the secrets among them. */
export function openTaskArguments(args: JsonObject): { args: JsonObject; secrets: string[] } {
  if (typeof args['args'] !== 'string') return { args, secrets: [] };
  const opened = JSON.parse(args['args']) as { args: unknown[]; secrets: string[] };
  return { args: { args: opened.args }, secrets: opened.secrets };
}
