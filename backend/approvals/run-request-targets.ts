import { Injectable } from '@nestjs/common';
import { can } from '../access/core/can.ts';
import type { Auth } from '../access/core/auth.ts';
import { toAuth } from '../auth/identification.service.ts';
import { enterWorkspace, type AccessColumns } from '../auth/identify.sql.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { runIn, type Transaction } from '../database/database.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { SecretArguments } from '../jobs/secret-arguments.ts';
import { referencesIn } from '../schema/references.ts';
import { validateArgs } from '../schema/validate-args.ts';
import type { RunApproval } from './approvals.contract.ts';
import type { ApprovalRequestEntity, ApprovalVoteEntity } from './approval.entity.ts';
import { FormSecrets } from './form-secrets.ts';

/** A run that somebody asks for: the job as it will be written, and what is shown of it. */
export type RunDraft = {
  job: NewJob;
  version: number;
  /** What the item says about runs of it; `null` when anyone who reads it may run it. */
  runApproval: RunApproval | null;
  schema: JsonObject;
  /** Who deployed the version. */
  author: string;
};

/** A kind of runnable that people may ask to run. */
export type RunRequestTarget = {
  /** Checks the arguments and makes the job, without writing it. Throws what running it would throw. */
  draft(auth: Auth, path: string, args: JsonObject): Promise<RunDraft>;
  /** Whether the version of the draft is still what would run. */
  isCurrent(transaction: Transaction, workspaceId: string, job: NewJob): Promise<boolean>;
  /** Writes the job. */
  start(transaction: Transaction, job: NewJob): Promise<void>;
};

/** Where each kind of runnable says how it is asked for. Register in `onModuleInit`. */
@Injectable()
export class RunRequestTargets {
  private readonly targets = new Map<string, RunRequestTarget>();

  constructor(
    private readonly formSecrets: FormSecrets,
    private readonly secretArguments: SecretArguments,
  ) {}

  add(kind: 'script' | 'flow' | 'agent', target: RunRequestTarget): void {
    if (this.targets.has(kind)) throw new Error(`Runs of ${kind} are asked for in two ways`);
    this.targets.set(kind, target);
  }

  of(kind: string): RunRequestTarget {
    const target = this.targets.get(kind);
    if (!target) throw new Error(`Nobody can ask to run a ${kind}`);
    return target;
  }

  /** Why a request to run can no longer be decided: what was asked for is not there any more as it was, or who asked may not read it. */
  async whyVoid(transaction: Transaction, request: ApprovalRequestEntity): Promise<string | null> {
    const { runDraft: job, runnableKind, path, workspaceId } = request;
    if (!job) return null;
    if (!(await this.of(runnableKind).isCurrent(transaction, workspaceId, job)))
      return `${path} was changed since; version ${request.version ?? '?'} is not what would run now. It has to be asked for again.`;
    const asker = await this.asker(transaction, request);
    const isAllowed = asker !== null && can(asker, 'jobs:run', { kind: runnableKind, path }).allowed;
    return isAllowed ? null : `${request.requestedBy} may not see ${path} any more.`;
  }

  /** Writes the job of a request that was approved: as it was asked for, with what those who approved filled in where an argument was left empty. */
  async start(transaction: Transaction, request: ApprovalRequestEntity, votes: readonly ApprovalVoteEntity[]): Promise<string> {
    const job = request.runDraft as NewJob;
    await this.of(request.runnableKind).start(transaction, { ...(await this.completed(job, request, votes)), scheduledFor: null });
    return job.id;
  }

  private async completed(job: NewJob, { workspaceId, argsSchema }: ApprovalRequestEntity, votes: readonly ApprovalVoteEntity[]): Promise<NewJob> {
    const approvals = votes.filter(({ vote }) => vote === 'approve');
    const opened = await this.formSecrets.open(workspaceId, Object.assign({}, ...approvals.map(({ formValues }) => formValues ?? {})) as JsonObject);
    const properties = (argsSchema?.['properties'] ?? {}) as JsonObject;
    const isEmpty = (name: string): boolean => job.args[name] === undefined || job.args[name] === null || job.args[name] === '';
    const taken = Object.entries(opened.values as JsonObject).filter(([name]) => Object.hasOwn(properties, name) && isEmpty(name));
    if (taken.length === 0 || argsSchema === null) return job;
    const names = taken.map(([name]) => name);
    const given = validateArgs(
      { type: 'object', properties: Object.fromEntries(names.map((name) => [name, properties[name] as Json])) },
      Object.fromEntries(taken),
    );
    const sealed = await this.secretArguments.seal(workspaceId, job.id, argsSchema, given);
    const args = await this.secretArguments.sealHolders(workspaceId, job.id, sealed, opened.secrets);
    // Who decides types values, not references: these would be looked up as who asked.
    const plain = names.filter((name) => [...referencesIn(given[name])].length > 0);
    return {
      ...job,
      args: { ...job.args, ...args },
      ...(plain.length > 0 ? { settings: { ...job.settings, plain_arguments: [...(job.settings.plain_arguments ?? []), ...plain] } } : {}),
    };
  }

  /** Who asked, with what they hold now. */
  private async asker(transaction: Transaction, { id, workspaceId, requestedByUserId: userId }: ApprovalRequestEntity): Promise<Auth | null> {
    if (userId === null) return null;
    const [row] = await runIn<AccessColumns>(transaction, enterWorkspace(userId, workspaceId));
    return toAuth(
      { userId, email: '', name: '', isSuperadmin: false, via: { kind: 'approval', approvalId: id }, scopes: null, boundWorkspace: workspaceId },
      row ?? null,
    );
  }
}
