import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import { levelOn } from '../access/core/can.ts';
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
import { AppViewingService, targetOf } from './app-viewing.service.ts';
import type { AppDocument } from './app.contract.ts';
import type { RunAppAction, StartedAction } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import { argumentsOf } from './core/arguments.ts';
import type { PolicyEntry } from './core/policy.ts';
import type { Guest, SessionFacts } from './guests/guest.ts';
import { InlineRuns, type CodeHolder } from './inline-runs.ts';

/** For what goes on after a run has ended. */
type MoreOptions = Pick<RunOptions, 'watcher' | 'idempotency_key'>;

/** Who asks, and what they give. */
type Asked = { createdBy: string; given: JsonObject; more?: MoreOptions };

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
    private readonly inline: InlineRuns,
  ) {}

  /** For a member. */
  async run(auth: Auth, path: string, action: string, { version, args }: RunAppAction, more: MoreOptions = {}): Promise<StartedAction> {
    const { app, entry } = await this.viewing.actionOf(auth, path, action, version);
    const target = targetOf(entry, path);
    const identity = entry.run_as === 'author' ? await this.authorOf(app, entry) : auth;
    requireAccess(identity, 'jobs:run', target);
    if (entry.run_as === 'author' && !(await this.isDirect(auth, target))) throw asksFirst();
    await this.files.hand(auth, args);
    const asked = { createdBy: subjectOf(auth), given: args, more };
    return { job_id: await this.start(identity, holderOf(app), entry, argumentsOf(entry, args, factsOf(auth)), asked) };
  }

  /** For who builds the app: as themselves, whatever the release will say. */
  async tryOut(auth: Auth, app: CodeHolder, entry: PolicyEntry, args: JsonObject): Promise<string> {
    if (entry.kind === 'inline') requireAccess(auth, 'jobs:preview');
    requireAccess(auth, 'jobs:run', targetOf(entry, app.path));
    return this.start(auth, app, entry, argumentsOf(entry, args, factsOf(auth)), { createdBy: subjectOf(auth), given: args });
  }

  /** For somebody without an account: always as the author, with what the author may run at this moment. The caller has looked up that they may run the action, and hand over what the arguments name. */
  async runForGuest(guest: Guest, app: VersionedApp, entry: PolicyEntry, args: JsonObject): Promise<string> {
    const target = targetOf(entry, app.item.path);
    const author = await this.authorOf(app, entry);
    requireAccess(author, 'jobs:run', target);
    if (await this.approvalOf(author.workspaceId, target)) throw asksFirst();
    return this.start(author, holderOf(app), entry, argumentsOf(entry, args, guest.facts), { createdBy: guest.createdBy, given: args });
  }

  /** The run of an agent for somebody without an account, not started: for who writes it into a conversation. The same rules as {@link runForGuest}. */
  async agentOfGuest(
    guest: Guest,
    app: VersionedApp,
    entry: PolicyEntry,
    args: JsonObject,
  ): Promise<{ identity: Auth; args: JsonObject; options: RunOptions }> {
    const target = targetOf(entry, app.item.path);
    const identity = await this.authorOf(app, entry);
    requireAccess(identity, 'jobs:run', target);
    if (await this.approvalOf(identity.workspaceId, target)) throw asksFirst();
    const options = this.optionsOf(holderOf(app), entry, { createdBy: guest.createdBy, given: args });
    return { identity, args: argumentsOf(entry, args, guest.facts), options };
  }

  private optionsOf({ path }: CodeHolder, { version }: PolicyEntry, { createdBy, given, more = {} }: Asked): RunOptions {
    return {
      triggerKind: 'app',
      triggerPath: path,
      createdBy,
      plainArguments: Object.keys(given),
      ...more,
      ...(version === null ? {} : { version }),
    };
  }

  private start(identity: Auth, app: CodeHolder, entry: PolicyEntry, all: JsonObject, asked: Asked): Promise<string> {
    const options = this.optionsOf(app, entry, asked);
    if (entry.kind === 'inline') return this.inline.start(identity, app, entry, all, options);
    return { script: this.runs, flow: this.flowStarts, agent: this.agents }[entry.kind].run(identity, entry.path, all, options);
  }

  /** Whoever released the app, if they still may. Code of the app runs as somebody only as long as they may change the app: it is theirs. */
  private async authorOf(app: VersionedApp, { kind, action }: PolicyEntry): Promise<Auth> {
    const author = await this.authors.authorOf(app);
    const { level } = levelOn(author, { kind: 'app', path: app.item.path });
    if (kind !== 'inline' || level === 'write' || level === 'owner') return author;
    throw new AppError(
      'access/forbidden',
      `${app.version.createdBy}, as whom this action runs, may not change the app any more. Somebody else must release it.`,
      {
        action,
      },
    );
  }

  private async isDirect(auth: Auth, { kind, path }: Target): Promise<boolean> {
    return kind === 'app' || mayRunDirectly(auth, { kind, path }, await this.approvalOf(auth.workspaceId, { kind, path }));
  }

  /** What has to be asked for is not run unasked by going through an app: the author may run it, and whoever presses the button may not. */
  private async approvalOf(workspaceId: string, { kind, path }: Target): Promise<RunApproval | null | undefined> {
    // Code of the app has no rule of its own.
    if (kind === 'app') return null;
    if (kind === 'agent') return this.agents.runApprovalOf(workspaceId, path);
    return kind === 'flow'
      ? runApprovalOf((await this.flows.sourceFor(workspaceId, path, null)).value)
      : (await this.scripts.sourceFor(workspaceId, path, null)).settings.run_approval;
  }
}

const factsOf = ({ username, name, email, groups }: Auth): SessionFacts => ({ username, name, email, groups: [...groups], is_signed_in: true });

type Target = ReturnType<typeof targetOf>;

const holderOf = ({ item, version }: VersionedApp): CodeHolder => ({ path: item.path, document: version.document as AppDocument });

const asksFirst = (): AppError =>
  new AppError('job/approval_required', 'What this action runs needs an approval each time, so it cannot be run by a button. Ask whoever maintains the app.');
