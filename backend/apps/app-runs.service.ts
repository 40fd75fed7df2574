import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { mayRunDirectly } from '../jobs/core/run-approval.ts';
import { RunService, type RunOptions } from '../jobs/run.service.ts';
import { isReference } from '../schema/validator.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import { runApprovalOf, FlowStarts } from '../flows/engine/flow-starts.service.ts';
import { FlowSources } from '../flows/flow-sources.ts';
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
    private readonly scripts: ScriptSources,
    private readonly flowStarts: FlowStarts,
    private readonly flows: FlowSources,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {}

  async run(auth: Auth, path: string, action: string, { version, args }: RunAppAction): Promise<StartedAction> {
    const { app, entry } = await this.viewing.actionOf(auth, path, action, version);
    if (entry.kind === 'agent') throw new AppError('app/action_not_found', `This app has no action "${action}" that you may run.`, { action });
    const target = { kind: entry.kind, path: entry.path };
    const identity = entry.run_as === 'author' ? await this.authorOf(app) : auth;
    requireAccess(identity, 'jobs:run', target);
    if (entry.run_as === 'author') await this.requireDirectRunOfViewer(auth, target);
    const all = { ...openArguments(entry, args), ...sessionArguments(entry, auth), ...entry.fixed };
    const options: RunOptions = {
      triggerKind: 'app',
      triggerPath: path,
      createdBy: subjectOf(auth),
      plainArguments: Object.keys(args),
      ...(entry.version === null ? {} : { version: entry.version }),
    };
    const starts = entry.kind === 'flow' ? this.flowStarts : this.runs;
    return { job_id: await starts.run(identity, entry.path, all, options) };
  }

  /** What has to be asked for is not run unasked by going through an app: the author may run it, and whoever presses the button may not. */
  private async requireDirectRunOfViewer(auth: Auth, { kind, path }: Target): Promise<void> {
    const approval =
      kind === 'flow'
        ? runApprovalOf((await this.flows.sourceFor(auth.workspaceId, path, null)).value)
        : (await this.scripts.sourceFor(auth.workspaceId, path, null)).settings.run_approval;
    if (!mayRunDirectly(auth, { kind, path }, approval))
      throw new AppError(
        'job/approval_required',
        'What this action runs needs an approval each time, so it cannot be run by a button. Ask whoever maintains the app.',
      );
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

type Target = { readonly kind: 'script' | 'flow'; readonly path: string };

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
