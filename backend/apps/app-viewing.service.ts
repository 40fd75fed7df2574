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
import { callableActions, documentFor, documentForGuest, guestActions, mayOpen, type Viewer } from './core/viewer.ts';
import type { Guest } from './guests/guest.ts';

/** What people who use an app get of it: the live release and no other, and of that what is theirs. */
@Injectable()
export class AppViewingService {
  constructor(
    private readonly items: AppItems,
    private readonly favourites: FavouritesService,
  ) {}

  async view(auth: Auth, path: string): Promise<AppView> {
    const { item, version } = await this.open(auth, path);
    await this.favourites.touch(auth, 'app', path);
    const { summary, policy } = version;
    return viewFor(auth, { path: item.path, summary, version: version.version, document: version.document as AppDocument, policy });
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

  /** The app with its live release; what is not open to them is not there. */
  async open(auth: Auth, path: string): Promise<VersionedApp> {
    const app = await this.items.find(auth, path);
    // Whoever is not in the audience must not learn that there is an app.
    if (!mayOpen(app.version.document as AppDocument, viewerOf(auth, path))) throw notFound({ kind: 'app', path });
    return app;
  }
}

/** A state of an app that somebody looks at: its live release, an earlier one, or the working copy. */
export type ShownApp = {
  readonly path: string;
  readonly summary: string;
  readonly version: number;
  readonly document: AppDocument;
  readonly policy: readonly PolicyEntry[];
};

/** Whether a member gets into an app at all. */
export const isOpenTo = (auth: Auth, { path, document }: ShownApp): boolean =>
  can(auth, 'apps:read', { kind: 'app', path }).allowed && mayOpen(document, viewerOf(auth, path));

/** An app as a member gets it: their pages, and what they may run of what these use. */
export function viewFor(auth: Auth, { path, summary, version, document, policy }: ShownApp): AppView {
  const viewer = viewerOf(auth, path);
  const actions = callableActions(document, policy, viewer);
  const mayRun = (entry: PolicyEntry): boolean => entry.run_as === 'author' || can(auth, 'jobs:run', targetOf(entry, path)).allowed;
  return {
    path,
    summary,
    version,
    document: documentFor(document, policy, viewer),
    user: { username: auth.username, name: auth.name, email: auth.email, groups: [...auth.groups], is_signed_in: true },
    callable: actions.filter(mayRun).map(({ action }) => action),
    forms: formsOf(actions),
    my_level: myLevel(auth, 'app', path),
  };
}

/** An app as somebody without an account gets it. */
export function guestView(guest: Guest, { path, summary, version, document, policy }: ShownApp): AppView {
  const actions = guestActions(document, policy, guest);
  return {
    path,
    summary,
    version,
    document: documentForGuest(document, policy, guest, path),
    user: { ...guest.facts, groups: [...guest.facts.groups] },
    callable: actions.map(({ action }) => action),
    forms: formsOf(actions),
    my_level: 'read',
  };
}

/** What somebody must be allowed to run: the runnable; for code of the app, the app. */
export const targetOf = ({ kind, path }: PolicyEntry, appPath: string): { kind: 'script' | 'flow' | 'agent' | 'app'; path: string } =>
  kind === 'inline' ? { kind: 'app', path: appPath } : { kind, path };

const formsOf = (actions: readonly PolicyEntry[]): AppView['forms'] =>
  Object.fromEntries(actions.flatMap(({ action, form }) => (form ? [[action, form as JsonObject]] : [])));

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
