import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { toPage, type Page, type PageQuery } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { itemReferences, type ReferenceRow } from '../items/item-references.sql.ts';
import { DeployService, type DeployOptions } from './deploy.service.ts';
import { listScripts, type ScriptListRow } from './list-scripts.sql.ts';
import { ScriptItems } from './script-items.ts';
import { toScript, toScriptRow } from './script-view.ts';
import type { PutScript, References, Script, ScriptQuery, ScriptRow, ScriptVersionRow } from './scripts.contract.ts';
import type { VersionedScript } from './scripts.repository.ts';

/** What people do with scripts besides running and renaming them. The guard has checked the path of the route. */
@Injectable()
export class ScriptsService {
  constructor(
    private readonly database: Database,
    private readonly items: ScriptItems,
    private readonly deploys: DeployService,
    private readonly favourites: FavouritesService,
  ) {}

  async list(auth: Auth, query: ScriptQuery): Promise<Page<ScriptRow>> {
    const rows = await this.database.run<ScriptListRow>(listScripts(auth, query));
    return toPage(
      rows,
      query.limit,
      (row) => toScriptRow(auth, row),
      (row) => [row.sort_key, row.id],
    );
  }

  async get(auth: Auth, path: string, version?: number): Promise<Script> {
    const found = await this.items.find(auth, path, version);
    if (version === undefined) await this.favourites.touch(auth, 'script', path);
    return this.view(auth, found);
  }

  /** Number of the current version; `null` where no live script is. */
  currentVersion(auth: Auth, path: string): Promise<number | null> {
    return this.items.currentVersion(auth, path);
  }

  /** Deploys a version; `isNew` tells 201 from 200. */
  async put(auth: Auth, path: string, input: PutScript, options?: DeployOptions): Promise<{ script: Script; isNew: boolean }> {
    const { isNew, ...deployed } = await this.deploys.deploy(auth, path, input, options);
    return { script: await this.view(auth, deployed), isNew };
  }

  versions(auth: Auth, path: string, query: PageQuery): Promise<Page<ScriptVersionRow>> {
    return this.items.versions(auth, path, query, (facts, { language }) => ({ ...facts, language }));
  }

  async references(auth: Auth, path: string): Promise<References> {
    return { items: await this.database.run<ReferenceRow>(itemReferences(auth, 'script', path)) };
  }

  archive(auth: Auth, path: string): Promise<void> {
    return this.items.archive(auth, path);
  }

  async restore(auth: Auth, path: string): Promise<Script> {
    return this.view(auth, await this.items.unarchive(auth, path));
  }

  purge(auth: Auth, path: string): Promise<void> {
    return this.items.purge(auth, path);
  }

  private async view(auth: Auth, found: VersionedScript): Promise<Script> {
    return toScript(auth, found, await this.favourites.isFavourite(auth, 'script', found.item.path));
  }
}
