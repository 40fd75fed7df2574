import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import { requireStandIn } from '../access/stand-in.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { AgentSources } from '../agents/agent-sources.ts';
import { AgentStarts } from '../agents/runs/agent-starts.service.ts';
import { FlowStarts } from '../flows/engine/flow-starts.service.ts';
import { FlowSources } from '../flows/flow-sources.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { RunService, type RunOptions } from '../jobs/run.service.ts';
import { secretNames } from '../jobs/secret-arguments.ts';
import { isReference } from '../schema/validator.ts';
import { validateArgs } from '../schema/validate-args.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import type { ScheduleEntity } from './schedule.entity.ts';
import type { RunnableTarget } from './schedules.contract.ts';

/** A kind of runnable: how to look at it, and how to make a job of it. */
type Runnables = {
  schemaOf(auth: Auth, path: string): Promise<JsonObject>;
  prepare(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<NewJob>;
};

/** What schedules run, and as whom. */
@Injectable()
export class ScheduleTargets {
  /** One entry for each kind of runnable. */
  private readonly kinds: Record<RunnableTarget['kind'], Runnables>;

  constructor(
    private readonly runs: RunService,
    private readonly sources: ScriptSources,
    private readonly flows: FlowSources,
    private readonly flowStarts: FlowStarts,
    private readonly agents: AgentSources,
    private readonly agentStarts: AgentStarts,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {
    this.kinds = {
      script: {
        schemaOf: (auth, path) => this.schemaOfScript(auth, path),
        prepare: (auth, path, args, options) => this.runs.prepare(auth, path, args, options),
      },
      flow: {
        schemaOf: async (auth, path) => (await this.flows.sourceFor(auth.workspaceId, path, null)).schema,
        prepare: (auth, path, args, options) => this.flowStarts.prepare(auth, path, args, options),
      },
      agent: {
        schemaOf: async (auth, path) => (await this.agents.sourceFor(auth.workspaceId, path, null)).schema,
        prepare: async (auth, path, args, options) => (await this.agentStarts.prepare(auth, path, args, options)).job,
      },
    };
  }

  /**
   * Throws unless `auth` may run the target with these arguments. A secret must be a reference to a variable: a schedule is kept for
   * years, is read by whoever may see it, and is written into files.
   */
  async check(auth: Auth, target: RunnableTarget, args: JsonObject, pointer: string): Promise<void> {
    const schema = await this.requireRunnable(auth, target);
    const secret = secretNames(schema).find((name) => typeof args[name] === 'string' && args[name] !== '' && !isReference(args[name]));
    if (secret !== undefined) {
      throw new AppError(
        'schedule/secret_argument',
        `"${secret}" is a secret, and a schedule keeps no secrets. Put it into a secret variable, and choose that here ($var:<path>).`,
        { problems: [{ pointer: `${pointer}/${secret}`, message: 'must be a variable ($var:<path>)' }] },
      );
    }
    try {
      validateArgs(schema, args);
    } catch (error) {
      throw withPointer(error, pointer);
    }
  }

  /** Throws unless `auth` may run the target; the arguments come later. Gives its schema. */
  requireRunnable(auth: Auth, target: RunnableTarget): Promise<JsonObject> {
    requireAccess(auth, 'jobs:run', { kind: target.kind, path: target.path });
    return this.kinds[target.kind].schemaOf(auth, target.path);
  }

  /** A job of the target that is not written yet. Throws unless `auth` may run it now. */
  async prepare(auth: Auth, target: RunnableTarget, args: JsonObject, options: RunOptions): Promise<NewJob> {
    requireAccess(auth, 'jobs:run', { kind: target.kind, path: target.path });
    return this.kinds[target.kind].prepare(auth, target.path, args, options);
  }

  /** Whom the runs of a schedule act as, with what they hold now: what was taken from them since it was written is gone for it too. */
  async identityOf(schedule: ScheduleEntity): Promise<Auth> {
    const { id, runAsUserId: userId, workspaceId } = schedule;
    const principal = { workspaceId, userId, via: { kind: 'schedule', scheduleId: id } } as const;
    return requireStandIn(this.identifier, principal, `${schedule.runAs}, as whom this schedule runs,`, 'Somebody else must save it.');
  }

  private async schemaOfScript(auth: Auth, path: string): Promise<JsonObject> {
    const { hasMain, schema } = await this.sources.sourceFor(auth.workspaceId, path, null);
    if (!hasMain)
      throw new AppError('script/no_main', `"${path}" has no main: it is a library for other scripts to import, and cannot be run by itself.`, { path });
    return schema;
  }
}

/** The same error, with its places where the arguments stand in the body. */
function withPointer(error: unknown, pointer: string): unknown {
  if (!(error instanceof AppError) || !Array.isArray(error.details['problems'])) return error;
  const problems = (error.details['problems'] as { pointer: string; message: string }[]).map((problem) => ({
    ...problem,
    pointer: `${pointer}${problem.pointer}`,
  }));
  return new AppError(error.code, error.message, { ...error.details, problems });
}
