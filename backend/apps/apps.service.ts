import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';
import type { RenameItem } from '../scripts/scripts.contract.ts';
import { AppItems } from './app-items.ts';
import { AppReleasesService } from './app-releases.service.ts';
import { toApp, toAppRow } from './app-view.ts';
import type { App, AppRow, PutApp } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import { listApps, type AppListRow } from './list-apps.sql.ts';

/** What people do with apps besides editing and using them. The guard has checked the path of the route. */
@Injectable()
export class AppsService {
  constructor(
    private readonly database: Database,
    private readonly items: AppItems,
    private readonly releases: AppReleasesService,
    private readonly favourites: FavouritesService,
  ) {}

  async list(auth: Auth, query: VersionedItemQuery): Promise<Page<AppRow>> {
    const after = decodeCursor(query.after, ['text'])?.[0];
    const rows = await this.database.run<AppListRow>(listApps(auth, { ...query, after }));
    const items = rows.slice(0, query.limit).map((row) => toAppRow(auth, row));
    return { items, next: rows.length > query.limit ? encodeCursor([items.at(-1)?.path]) : null };
  }

  async get(auth: Auth, path: string, version?: number): Promise<App> {
    return this.view(auth, await this.items.find(auth, path, version));
  }

  currentVersion(auth: Auth, path: string): Promise<number | null> {
    return this.items.currentVersion(auth, path);
  }

  /** Releases a document; `isNew` tells 201 from 200. */
  async put(auth: Auth, path: string, input: PutApp): Promise<{ app: App; isNew: boolean }> {
    const { isNew, ...released } = await this.releases.release(auth, path, input);
    return { app: await this.view(auth, released), isNew };
  }

  versions(auth: Auth, path: string, query: PageQuery): Promise<Page<VersionRow>> {
    return this.items.versions(auth, path, query, (facts) => facts);
  }

  async rollBack(auth: Auth, path: string, version: number): Promise<App> {
    return this.view(auth, await this.releases.rollBack(auth, path, version));
  }

  archive(auth: Auth, path: string): Promise<void> {
    return this.items.archive(auth, path);
  }

  async restore(auth: Auth, path: string): Promise<App> {
    return this.view(auth, await this.items.unarchive(auth, path));
  }

  purge(auth: Auth, path: string): Promise<void> {
    return this.items.purge(auth, path);
  }

  async rename(auth: Auth, from: string, { to }: RenameItem): Promise<App> {
    requireAccess(auth, 'apps:write', { kind: 'app', path: to });
    const current = await this.items.find(auth, from);
    if (from !== to) {
      await requirePlace(this.database.manager, auth.workspaceId, to);
      await this.items.move(auth, current, to, null);
    }
    return this.get(auth, to);
  }

  async view(auth: Auth, found: VersionedApp): Promise<App> {
    return toApp(auth, found, await this.favourites.isFavourite(auth, 'app', found.item.path));
  }
}
