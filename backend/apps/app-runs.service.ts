import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AgentStarts } from '../agents/runs/agent-starts.service.ts';
import type { RunApproval } from '../approvals/approvals.contract.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { runApprovalOf, FlowStarts } from '../flows/engine/flow-starts.service.ts';
import { FlowSources } from '../flows/flow-sources.ts';
import { mayRunDirectly } from '../jobs/core/run-approval.ts';
import { RunService, type RunOptions } from '../jobs/run.service.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import { AppAuthors } from './app-authors.ts';
import { AppFilesService } from './app-files.service.ts';
import { AppViewingService } from './app-viewing.service.ts';
import type { RunAppAction, StartedAction } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import { argumentsOf } from './core/arguments.ts';
import type { PolicyEntry } from './core/policy.ts';
import type { Guest, SessionFacts } from './guests/guest.ts';

/** For what goes on after a run has ended. */
type MoreOptions = Pick<RunOptions, 'watcher' | 'idempotency_key'>;

type Target = { readonly kind: 'script' | 'flow' | 'agent'; readonly path: string };

/**
 * Runs what an app may run. The caller names an action of the live release and gives the arguments that it leaves open; what runs, in which
 * version, as whom and with which other arguments stands in the policy of the release.
 */
@Injectable()
export class AppRunsService {
  constructor(
    private readonly viewing: AppViewingService,
    private readonly authors: AppAuthors,
    private readonly runs: RunService,
    private readonly scripts: ScriptSources,
    private readonly flowStarts: FlowStarts,
    private readonly flows: FlowSources,
    private readonly agents: AgentStarts,
    private readonly files: AppFilesService,
  ) {}

  /** For a member. */
  async run(auth: Auth, path: string, action: string, { version, args }: RunAppAction, more: MoreOptions = {}): Promise<StartedAction> {
    const { app, entry } = await this.viewing.actionOf(auth, path, action, version);
    const target = targetOf(entry);
    const identity = entry.run_as === 'author' ? await this.authors.authorOf(app) : auth;
    requireAccess(identity, 'jobs:run', target);
    if (entry.run_as === 'author' && !(await this.isDirect(auth, target))) throw asksFirst();
    await this.files.hand(auth, args);
    return { job_id: await this.start(identity, path, entry, argumentsOf(entry, args, factsOf(auth)), { createdBy: subjectOf(auth), given: args, more }) };
  }

  /** For who builds the app: as themselves, whatever the release will say. */
  async tryOut(auth: Auth, path: string, entry: PolicyEntry, args: JsonObject): Promise<string> {
    requireAccess(auth, 'jobs:run', targetOf(entry));
    return this.start(auth, path, entry, argumentsOf(entry, args, factsOf(auth)), { createdBy: subjectOf(auth), given: args });
  }

  /** For somebody without an account: always as the author, with what the author may run at this moment. The caller has looked up that they may run the action. */
  async runForGuest(guest: Guest, app: VersionedApp, entry: PolicyEntry, args: JsonObject): Promise<string> {
    const target = targetOf(entry);
    const author = await this.authors.authorOf(app);
    requireAccess(author, 'jobs:run', target);
    if (await this.approvalOf(author.workspaceId, target)) throw asksFirst();
    await this.files.hand(null, args);
    return this.start(author, app.item.path, entry, argumentsOf(entry, args, guest.facts), { createdBy: guest.createdBy, given: args });
  }

  private start(
    identity: Auth,
    path: string,
    entry: PolicyEntry,
    all: JsonObject,
    { createdBy, given, more = {} }: { createdBy: string; given: JsonObject; more?: MoreOptions },
  ): Promise<string> {
    const options: RunOptions = {
      triggerKind: 'app',
      triggerPath: path,
      createdBy,
      plainArguments: Object.keys(given),
      ...more,
      ...(entry.version === null ? {} : { version: entry.version }),
    };
    return { script: this.runs, flow: this.flowStarts, agent: this.agents }[entry.kind].run(identity, entry.path, all, options);
  }

  private async isDirect(auth: Auth, { kind, path }: Target): Promise<boolean> {
    return kind === 'agent' || mayRunDirectly(auth, { kind, path }, await this.approvalOf(auth.workspaceId, { kind, path }));
  }

  /** What has to be asked for is not run unasked by going through an app: the author may run it, and whoever presses the button may not. */
  private async approvalOf(workspaceId: string, { kind, path }: Target): Promise<RunApproval | null | undefined> {
    // What an agent may not do by itself it asks about, call by call.
    if (kind === 'agent') return null;
    return kind === 'flow'
      ? runApprovalOf((await this.flows.sourceFor(workspaceId, path, null)).value)
      : (await this.scripts.sourceFor(workspaceId, path, null)).settings.run_approval;
  }
}

const factsOf = ({ username, name, email, groups }: Auth): SessionFacts => ({ username, name, email, groups: [...groups], is_signed_in: true });

const targetOf = ({ kind, path }: PolicyEntry): Target => ({ kind, path });

const asksFirst = (): AppError =>
  new AppError('job/approval_required', 'What this action runs needs an approval each time, so it cannot be run by a button. Ask whoever maintains the app.');
