import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { RunService, type RunOptions } from '../jobs/run.service.ts';
import { isReference } from '../schema/validator.ts';
import { AppViewingService } from './app-viewing.service.ts';
import type { RunAppAction, StartedAction } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import type { PolicyEntry } from './core/policy.ts';

/**
 * Runs what an app may run. The caller names an action of the live release and gives the arguments that it leaves open; what runs, in which
 * version, as whom and with which other arguments stands in the policy of the release.
 */
@Injectable()
export class AppRunsService {
  constructor(
    private readonly viewing: AppViewingService,
    private readonly runs: RunService,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {}

  async run(auth: Auth, path: string, action: string, { version, args }: RunAppAction): Promise<StartedAction> {
    const { app, entry } = await this.viewing.actionOf(auth, path, action, version);
    const identity = entry.run_as === 'author' ? await this.authorOf(app) : auth;
    if (entry.kind === 'agent') throw new AppError('app/action_not_found', `This app has no action "${action}" that you may run.`, { action });
    requireAccess(identity, 'jobs:run', { kind: entry.kind, path: entry.path });
    const all = { ...openArguments(entry, args), ...sessionArguments(entry, auth), ...entry.fixed };
    const options: RunOptions = {
      triggerKind: 'app',
      triggerPath: path,
      createdBy: subjectOf(auth),
      plainArguments: Object.keys(args),
      ...(entry.version === null ? {} : { version: entry.version }),
    };
    return { job_id: await this.runs.run(identity, entry.path, all, options) };
  }

  /** The author with what they hold now: what was taken from them since the release is gone for the app too. */
  private async authorOf({ item, version }: VersionedApp): Promise<Auth> {
    const { workspaceId, id } = item;
    const author = await this.identifier.enter(
      { userId: version.authorId, email: '', name: '', isSuperadmin: false, via: { kind: 'app', appId: id }, scopes: null, boundWorkspace: workspaceId },
      workspaceId,
    );
    if (!author)
      throw new AppError(
        'access/forbidden',
        `${version.createdBy}, as whom this action runs, is not a member of the workspace any more. Somebody else must release the app.`,
      );
    return author;
  }
}

/** What the caller gave, as far as it is theirs to give. */
function openArguments({ open, run_as: runAs }: PolicyEntry, args: JsonObject): JsonObject {
  const names = new Set(open.map(({ name }) => name));
  const surplus = Object.keys(args).filter((name) => !names.has(name));
  if (surplus.length > 0) throw requestInvalid(surplus.map((name) => ({ path: ['args', name], message: 'this argument is not open to viewers of the app' })));
  // It would be looked up with the rights of the author, further down in a flow at the latest.
  const reference = runAs === 'author' ? Object.entries(args).find(([, value]) => holdsReference(value)) : undefined;
  if (reference)
    throw new AppError(
      'app/reference_refused',
      `\`${reference[0]}\` begins like a reference to a resource or variable, and this action runs as the author of the app. Write it differently.`,
      { argument: reference[0] },
    );
  return args;
}

function sessionArguments({ session }: PolicyEntry, { username, name, email, groups }: Auth): JsonObject {
  const facts: Record<string, unknown> = { username, name, email, groups: [...groups], is_signed_in: true };
  return Object.fromEntries(Object.entries(session).map(([argument, field]) => [argument, facts[field] ?? null]));
}

function holdsReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isReference(value);
  return Object.values(value).some(holdsReference);
}
