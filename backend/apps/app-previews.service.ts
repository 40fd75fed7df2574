import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import { standInFor } from '../access/stand-in.ts';
import type { Level } from '../access/core/actions.ts';
import type { Auth } from '../access/core/auth.ts';
import { toAuth } from '../auth/identification.service.ts';
import { AppError } from '../common/app-error.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { Database } from '../database/database.ts';
import { MembershipEntity } from '../workspaces/membership.entity.ts';
import type { AppDocument } from './app.contract.ts';
import { AppDraftEntity } from './app-draft.entity.ts';
import { AppItems } from './app-items.ts';
import { AppReleasesService } from './app-releases.service.ts';
import { AppRunnables } from './app-runnables.ts';
import { AppRunsService } from './app-runs.service.ts';
import { guestView, isOpenTo, noSuchAction, viewFor, type ShownApp } from './app-viewing.service.ts';
import type { AppView, StartedAction } from './apps.contract.ts';
import { anonymousGuest } from './guests/guest.ts';
import type { AppPreviewQuery, TryAppAction } from './previews.contract.ts';

/**
 * Lets who may edit an app look at its working copy, or at an earlier release, as somebody else gets it. What runs then runs as themselves; of an
 * earlier release runs only what changes nothing.
 */
@Injectable()
export class AppPreviewsService {
  constructor(
    private readonly database: Database,
    private readonly items: AppItems,
    private readonly releases: AppReleasesService,
    private readonly runnables: AppRunnables,
    private readonly runs: AppRunsService,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {}

  async view(auth: Auth, path: string, { release, as }: AppPreviewQuery): Promise<AppView> {
    const shown = await this.shown(auth, path, release);
    if (as === 'anonymous') return guestView(anonymousGuest(''), shown);
    if (as === undefined) return viewFor(auth, shown);
    const person = as.startsWith('u/') ? await this.member(auth, as.slice(2)) : await this.group(auth, as.slice(2));
    if (!isOpenTo(person, shown))
      throw new AppError('access/forbidden', `${person.name} cannot open this app: they may not read its path, or are not in its audience.`, { as });
    return viewFor(person, shown);
  }

  /** Runs an action with the rights of who tries it. */
  async run(auth: Auth, path: string, action: string, { release, args }: TryAppAction): Promise<StartedAction> {
    const shown = await this.shown(auth, path, release);
    const entry = shown.policy.find((candidate) => candidate.action === action);
    if (!entry) throw noSuchAction(action);
    if (release !== 'draft' && !shown.isLive) await this.requireReadOnly(auth, shown, action);
    return { job_id: await this.runs.tryOut(auth, shown, entry, args) };
  }

  private async shown(auth: Auth, path: string, release: 'draft' | number): Promise<ShownApp & { isLive: boolean }> {
    if (release !== 'draft') {
      const { item, version } = await this.items.find(auth, path, release);
      const { summary, policy } = version;
      return { path, summary, version: release, document: version.document as AppDocument, policy, isLive: item.currentVersion === release };
    }
    const draft = await this.database.manager.findOneBy(AppDraftEntity, { workspaceId: auth.workspaceId, path });
    if (!draft)
      throw new AppError('app/no_draft', `Nobody edits "${path}" at the moment: there is no working copy to look at. Open its live release.`, { path });
    const { document, policy } = await this.releases.plan(auth, path, draft.document as AppDocument);
    return { path, summary: draft.summary, version: draft.basedOn ?? 0, document, policy, isLive: false };
  }

  private async requireReadOnly(auth: Auth, { path, document }: ShownApp, action: string): Promise<void> {
    const { runnable } = await this.runnables.worldOf(auth, path, document);
    const run = document.actions.find(({ id }) => id === action)?.run;
    if (run && runnable(run)?.isReadOnly === true) return;
    throw new AppError(
      'app/preview_read_only',
      'An earlier release is only looked at: what may change something does not run. Go back to this release to use it.',
      {
        action,
      },
    );
  }

  private async member({ workspaceId }: Auth, username: string): Promise<Auth> {
    const { manager } = this.database;
    const membership = await manager.findOneBy(MembershipEntity, { workspaceId, username });
    const found = await standInFor(this.identifier, { workspaceId, userId: membership?.userId ?? null, via: { kind: 'app', appId: '' } });
    if (!found) throw requestInvalid([{ path: ['as'], message: `there is no member ${username}` }]);
    return { ...found, name: username };
  }

  /** Somebody who only looks and runs, and holds what the group holds. */
  private async group({ workspaceId }: Auth, name: string): Promise<Auth> {
    const rows = await this.database.run<{ object_kind: string; object_path: string; level: Level }>({
      name: 'grants_of_group',
      text: `select object_kind, object_path, level from grant_ where workspace_id = $1 and subject = 'g/' || $2`,
      values: [workspaceId, name],
    });
    const identity = {
      userId: '',
      email: '',
      name: `Somebody of ${name}`,
      isSuperadmin: false,
      via: { kind: 'app' as const, appId: '' },
      scopes: null,
      boundWorkspace: workspaceId,
    };
    const grants = rows.map(({ object_kind: kind, object_path: path, level }): [string, string, Level] => [kind, path, level]);
    const auth = toAuth(identity, { workspace_id: workspaceId, username: '', role: 'operator', groups: [name], grants });
    if (!auth) throw new AppError('internal', 'A group could not be looked at.');
    return auth;
  }
}
