import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { FlowStarts } from '../flows/engine/flow-starts.service.ts';
import { FlowSources } from '../flows/flow-sources.ts';
import { RunService, type RunOptions } from '../jobs/run.service.ts';
import { secretNames } from '../jobs/secret-arguments.ts';
import { isReference } from '../schema/validator.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import { SlackAgents } from './slack-agents.ts';
import type { SlackTarget } from './slack.contract.ts';

/** A kind of runnable: how to look at it, and how to run it. */
type Runnables = {
  schemaOf(auth: Auth, path: string): Promise<JsonObject>;
  run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string>;
};

/** What is run from Slack: any runnable, as the person who asks, under the same access as everywhere. */
@Injectable()
export class SlackTargets {
  /** One entry for each kind of runnable. */
  private readonly kinds: Record<SlackTarget['kind'], Runnables>;

  constructor(
    private readonly runs: RunService,
    private readonly scripts: ScriptSources,
    private readonly flows: FlowSources,
    private readonly flowStarts: FlowStarts,
    private readonly agents: SlackAgents,
  ) {
    this.kinds = {
      script: {
        schemaOf: (auth, path) => this.schemaOfScript(auth, path),
        run: (auth, path, args, options) => this.runs.run(auth, path, args, options),
      },
      flow: {
        schemaOf: async (auth, path) => (await this.flows.sourceFor(auth.workspaceId, path, null)).schema,
        run: (auth, path, args, options) => this.flowStarts.run(auth, path, args, options),
      },
      agent: {
        schemaOf: (auth, path) => this.agents.schemaOf(auth, path),
        run: (auth, path, args, options) => this.agents.run(auth, path, args, options),
      },
    };
  }

  /** Throws unless `auth` may run the target. Gives the schema of its arguments. */
  schemaOf(auth: Auth, target: SlackTarget): Promise<JsonObject> {
    requireAccess(auth, 'jobs:run', { kind: target.kind, path: target.path });
    return this.kinds[target.kind].schemaOf(auth, target.path);
  }

  /** Runs it and gives the id of the job; the same idempotency key gives the same job. */
  run(auth: Auth, target: SlackTarget, args: JsonObject, options: RunOptions): Promise<string> {
    requireAccess(auth, 'jobs:run', { kind: target.kind, path: target.path });
    return this.kinds[target.kind].run(auth, target.path, args, options);
  }

  /** A binding is read by whoever may see it, and is written into files: it keeps no secrets. */
  requireNoSecrets(schema: JsonObject, args: JsonObject): void {
    const secret = secretNames(schema).find((name) => typeof args[name] === 'string' && args[name] !== '' && !isReference(args[name]));
    if (secret === undefined) return;
    throw new AppError(
      'slack/secret_argument',
      `"${secret}" is a secret, and a binding keeps no secrets. Put it into a secret variable, and choose that here ($var:<path>).`,
      {
        problems: [{ pointer: `/args/${secret}`, message: 'must be a variable ($var:<path>)' }],
      },
    );
  }

  private async schemaOfScript(auth: Auth, path: string): Promise<JsonObject> {
    const { hasMain, schema } = await this.scripts.sourceFor(auth.workspaceId, path, null);
    if (!hasMain)
      throw new AppError('script/no_main', `"${path}" has no main: it is a library for other scripts to import, and cannot be run by itself.`, { path });
    return schema;
  }
}
