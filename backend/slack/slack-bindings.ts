import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { validateArgs } from '../schema/validate-args.ts';
import type { SchemaProblem } from '../schema/validator.ts';
import { argumentsOf } from './core/argument-schema.ts';
import { SlackCommandEntity } from './slack-command.entity.ts';
import { SlackTargets } from './slack-targets.ts';

/** A list of what can be run that is longer than this is one in which nobody finds anything. */
const mostShown = 60;

/** A binding that somebody may use, with what it runs. */
export type UsableBinding = { command: SlackCommandEntity; schema: JsonObject };

/** Finds what is bound to what somebody wrote or chose, and whether they may use it. */
@Injectable()
export class SlackBindings {
  constructor(
    private readonly database: Database,
    private readonly targets: SlackTargets,
  ) {}

  /** The binding of a name. Throws what the person is to read when there is none for them. */
  async require(auth: Auth, trigger: SlackCommandEntity['trigger'], names: readonly string[]): Promise<UsableBinding> {
    const rows = await this.database.manager.findBy(SlackCommandEntity, { workspaceId: auth.workspaceId, trigger, isEnabled: true });
    const found = names.map((name) => rows.find((row) => row.name.toLowerCase() === name.toLowerCase())).find((row) => row !== undefined);
    if (!found || !isAllowed(found, auth)) throw nothingBound(trigger, names[0] ?? '');
    return this.withSchema(auth, found);
  }

  /** Everything that is bound and that somebody may use, in the order of its names; for showing. */
  async usable(auth: Auth): Promise<UsableBinding[]> {
    const rows = await this.database.manager.find(SlackCommandEntity, {
      where: { workspaceId: auth.workspaceId, isEnabled: true },
      order: { trigger: 'ASC', name: 'ASC' },
      take: mostShown,
    });
    const found: UsableBinding[] = [];
    for (const row of rows.filter((each) => isAllowed(each, auth))) {
      const usable = await this.withSchema(auth, row).catch((error: unknown) => {
        // What one may not run, or what is gone, is not shown.
        if (isAppError(error) && error.status < 500) return null;
        throw error;
      });
      if (usable) found.push(usable);
    }
    return found;
  }

  /** The binding at a path, for a form that was opened before: it may have been changed since. */
  async at(auth: Auth, path: string): Promise<UsableBinding> {
    const found = await this.database.manager.findOneBy(SlackCommandEntity, { workspaceId: auth.workspaceId, path, isEnabled: true });
    if (!found || !isAllowed(found, auth)) throw nothingBound('command', '');
    return this.withSchema(auth, found);
  }

  private async withSchema(auth: Auth, command: SlackCommandEntity): Promise<UsableBinding> {
    return { command, schema: await this.targets.schemaOf(auth, { kind: command.runnableKind, path: command.runnablePath }) };
  }
}

/** What is not bound and what one may not use look the same. */
function nothingBound(trigger: SlackCommandEntity['trigger'], name: string): AppError {
  const what = trigger === 'command' && name !== '' ? `\`${name}\`` : trigger === 'mention' ? 'Talking to this app here' : 'This';
  return new AppError('slack/command_not_found', `${what} is not bound to anything that you may run. An admin can bind it in Millrace: Slack, Commands.`);
}

/** Beside being allowed to run what is run: the binding may name fewer. */
function isAllowed({ allowed }: SlackCommandEntity, { username, groups }: Auth): boolean {
  return allowed.length === 0 || allowed.includes(`u/${username}`) || groups.some((group) => allowed.includes(`g/${group}`));
}

/** What is wrong with arguments, without running anything: nothing when they are right. */
export function problemsOf(schema: JsonObject, args: JsonObject): SchemaProblem[] {
  try {
    validateArgs(schema, args);
    return [];
  } catch (error) {
    if (error instanceof AppError && Array.isArray(error.details['problems'])) return error.details['problems'] as SchemaProblem[];
    throw error;
  }
}

/** Secrets that must be given and that no form of Slack may ask for. */
export function missingSecrets({ command, schema }: UsableBinding): string[] {
  return argumentsOf(schema, Object.keys(command.args))
    .filter(({ isSecret, isRequired, schema: { default: otherwise } }) => isSecret && isRequired && otherwise === undefined)
    .map(({ label }) => label);
}
