import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { notFound } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { myLevel } from '../items/my-level.ts';
import type { AppDocument } from './app.contract.ts';
import { AppItems } from './app-items.ts';
import type { AppView } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import type { PolicyEntry } from './core/policy.ts';
import { callableActions, documentFor, mayOpen, type Viewer } from './core/viewer.ts';

/** What people who use an app get of it: the live release and no other, and of that what is theirs. */
@Injectable()
export class AppViewingService {
  constructor(
    private readonly items: AppItems,
    private readonly favourites: FavouritesService,
  ) {}

  async view(auth: Auth, path: string): Promise<AppView> {
    const { item, version } = await this.open(auth, path);
    const viewer = viewerOf(auth, path);
    const document = version.document as AppDocument;
    await this.favourites.touch(auth, 'app', path);
    return {
      path: item.path,
      summary: version.summary,
      version: version.version,
      document: documentFor(document, version.policy, viewer),
      user: { username: auth.username, name: auth.name, email: auth.email, groups: [...auth.groups], is_signed_in: true },
      callable: callableActions(document, version.policy, viewer)
        .filter((entry) => entry.run_as === 'author' || (entry.kind !== 'agent' && can(auth, 'jobs:run', { kind: entry.kind, path: entry.path }).allowed))
        .map(({ action }) => action),
      forms: Object.fromEntries(callableActions(document, version.policy, viewer).flatMap(({ action, form }) => (form ? [[action, form as JsonObject]] : []))),
      my_level: myLevel(auth, 'app', path),
    };
  }

  /** What one action of the live release may do for this person. An action of another release, or of a page that they do not see, is not there. */
  async actionOf(auth: Auth, path: string, action: string, version: number): Promise<{ app: VersionedApp; entry: PolicyEntry }> {
    const app = await this.open(auth, path);
    requireNewest(app, version);
    const entry = callableActions(app.version.document as AppDocument, app.version.policy, viewerOf(auth, path)).find(
      (candidate) => candidate.action === action,
    );
    if (!entry) throw noSuchAction(action);
    return { app, entry };
  }

  /** The live release as this person gets it, if it is the one that they have open. */
  async documentOf(auth: Auth, path: string, version: number): Promise<AppDocument> {
    const app = await this.open(auth, path);
    requireNewest(app, version);
    return documentFor(app.version.document as AppDocument, app.version.policy, viewerOf(auth, path));
  }

  private async open(auth: Auth, path: string): Promise<VersionedApp> {
    const app = await this.items.find(auth, path);
    // Whoever is not in the audience must not learn that there is an app.
    if (!mayOpen(app.version.document as AppDocument, viewerOf(auth, path))) throw notFound({ kind: 'app', path });
    return app;
  }
}

const viewerOf = (auth: Auth, path: string): Viewer => ({ groups: auth.groups, mayEdit: can(auth, 'apps:write', { kind: 'app', path }).allowed });

/** A page that was opened before the newest release runs nothing of it. */
export const newReleaseError = (version: number): AppError =>
  new AppError('app/new_release', 'This app was released anew since you opened it. Reload the page to use the new version; what you typed is still here.', {
    version,
  });

/** The same for an action that is not there and one that is not for this person. */
export const noSuchAction = (action: string): AppError =>
  new AppError('app/action_not_found', `This app has no action "${action.slice(0, 60)}" that you may run.`, { action: action.slice(0, 60) });

function requireNewest({ item }: VersionedApp, version: number): void {
  if (item.currentVersion !== version) throw newReleaseError(item.currentVersion);
}
