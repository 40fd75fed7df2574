import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Database } from '../../database/database.ts';
import { Events } from '../../events/events.service.ts';
import { cancelJobs } from '../../jobs/cancel-jobs.sql.ts';
import { isLive } from '../../jobs/core/job-status.ts';
import { JobResults } from '../../jobs/job-results.ts';
import { RunService } from '../../jobs/run.service.ts';
import { AppRunsService } from '../app-runs.service.ts';
import { guestView, newReleaseError, noSuchAction } from '../app-viewing.service.ts';
import { guestActions } from '../core/viewer.ts';
import { EmbedTokens } from './embed-tokens.ts';
import { GuestAccess } from './guest-access.service.ts';
import { GuestFilesService } from './guest-files.service.ts';
import { GuestLimitsService } from './guest-limits.service.ts';
import type { CreateEmbedToken, EmbedToken, GuestAppView, GuestRun, RunGuestAction } from './guests.contract.ts';
import { RunTickets } from './run-tickets.ts';

/** What people without an account get of apps: the live release, its actions as far as it opens them, and the results of their own runs. */
@Injectable()
export class GuestAppsService {
  constructor(
    private readonly access: GuestAccess,
    private readonly limits: GuestLimitsService,
    private readonly files: GuestFilesService,
    private readonly appRuns: AppRunsService,
    private readonly runs: RunService,
    private readonly results: JobResults,
    private readonly tickets: RunTickets,
    private readonly tokens: EmbedTokens,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async view(request: MillraceRequest, workspaceId: string, path: string): Promise<GuestAppView> {
    const { guest, app, document } = await this.access.enter(request, workspaceId, path);
    await this.limits.countView(workspaceId, path, guest);
    const { item, version } = app;
    const { summary, policy } = version;
    const view = guestView(guest, { path: item.path, summary, version: version.version, document, policy });
    return { ...view, embed_origins: [...(document.audience.embed?.origins ?? [])] };
  }

  async run(request: MillraceRequest, workspaceId: string, path: string, action: string, { version, args, files }: RunGuestAction): Promise<GuestRun> {
    const { guest, app, document } = await this.access.enter(request, workspaceId, path);
    if (app.item.currentVersion !== version) throw newReleaseError(app.item.currentVersion);
    const entry = guestActions(document, app.version.policy, guest).find((candidate) => candidate.action === action);
    if (!entry) throw noSuchAction(action);
    await this.limits.countRun(workspaceId, path, guest, guest.kind === 'anonymous' ? document.audience.anonymous : undefined);
    await this.files.hand({ app }, args, files);
    const jobId = await this.appRuns.runForGuest(guest, app, entry, args);
    return { ticket: this.tickets.issue(workspaceId, jobId) };
  }

  /** The result as JSON text. Why a run failed is for those who maintain the app: its words may tell of things that are not for everybody. */
  async result(workspaceId: string, ticket: string, waitSeconds: number): Promise<string> {
    const jobId = this.jobOf(workspaceId, ticket);
    const now = await this.results.read(jobId);
    if (!now) throw noRun();
    // What has ended is told at once, however short the caller waits.
    const { status, resultJson } = isLive(now.status) ? await this.runs.waitFor(jobId, waitSeconds) : now;
    if (status === 'succeeded') return resultJson ?? 'null';
    if (status === 'cancelled') throw new AppError('job/cancelled', 'It was cancelled before it was done.');
    throw new AppError('app/guest_run_failed', `This did not work. Try again later; if it stays so, tell who runs this app, and name ${jobId.slice(-12)}.`);
  }

  /** Whoever started a run may give it up; one that has ended stays as it is. */
  async cancel(workspaceId: string, ticket: string): Promise<void> {
    await this.database.run(cancelJobs(workspaceId, [this.jobOf(workspaceId, ticket)], 'anonymous', 'Its result is not needed any more'));
  }

  /** Issues a token for one person on an embedding site, whose backend asks for it. */
  async createEmbedToken(auth: Auth, path: string, baseUrl: string, { user, expires_in_s: seconds }: CreateEmbedToken): Promise<EmbedToken> {
    const { item } = await this.access.embeddable(auth, path);
    const exp = Math.floor(Date.now() / 1000) + seconds;
    const token = this.tokens.issue({ app: item.id, by: auth.userId, ...user, exp });
    await this.database.transaction((transaction) =>
      this.events.record(transaction, auth, {
        action: 'app.embed_token_issued',
        objectKind: 'app',
        objectPath: path,
        details: { for: user.id, groups: user.groups, by: subjectOf(auth), expires_in_s: seconds },
      }),
    );
    return { token, url: `${baseUrl}/embed/${auth.workspaceId}/${path}`, expires_at: new Date(exp * 1000).toISOString() };
  }

  private jobOf(workspaceId: string, ticket: string): string {
    const jobId = this.tickets.read(workspaceId, ticket);
    if (jobId === null) throw noRun();
    return jobId;
  }
}

const noRun = (): AppError => new AppError('app/guest_run_not_found', 'There is no such run.');
