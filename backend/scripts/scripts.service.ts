import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { notFound } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import { decodeCursor, toPage, type Page, type PageQuery } from '../common/page.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { deleteItemMarks } from '../items/item-marks.sql.ts';
import { StateEntity } from '../state/state.entity.ts';
import { DeployService, type DeployOptions } from './deploy.service.ts';
import { listScripts, type ScriptListRow } from './list-scripts.sql.ts';
import { scriptReferences, type ReferenceRow } from './script-references.sql.ts';
import { toScript, toScriptRow, toVersionRow } from './script-view.ts';
import type { PutScript, References, Script, ScriptQuery, ScriptRow, ScriptVersionRow } from './scripts.contract.ts';
import { ScriptsRepository, type VersionedScript } from './scripts.repository.ts';

/** What people do with scripts besides running and renaming them. The guard has checked the path of the route. */
@Injectable()
export class ScriptsService {
  constructor(
    private readonly database: Database,
    private readonly repository: ScriptsRepository,
    private readonly deploys: DeployService,
    private readonly favourites: FavouritesService,
    private readonly events: Events,
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
    const found = await this.find(auth, path, version);
    if (version === undefined) await this.favourites.touch(auth, 'script', path);
    return this.view(auth, found);
  }

  /** Number of the current version; `null` where no live script is. */
  async currentVersion(auth: Auth, path: string): Promise<number | null> {
    return (await this.repository.findLive(this.database.manager, auth.workspaceId, path))?.currentVersion ?? null;
  }

  /** Deploys a version; `isNew` tells 201 from 200. */
  async put(auth: Auth, path: string, input: PutScript, options?: DeployOptions): Promise<{ script: Script; isNew: boolean }> {
    const { isNew, ...deployed } = await this.deploys.deploy(auth, path, input, options);
    return { script: await this.view(auth, deployed), isNew };
  }

  async versions(auth: Auth, path: string, query: PageQuery): Promise<Page<ScriptVersionRow>> {
    const { manager } = this.database;
    const script = await this.repository.findLive(manager, auth.workspaceId, path);
    if (!script) throw await this.missing(auth, path);
    const below = decodeCursor(query.after, ['number'])?.[0];
    const rows = await this.repository.listVersions(manager, script.id, below === undefined ? null : Number(below), query.limit + 1);
    return toPage(
      rows,
      query.limit,
      (row) => toVersionRow(row, script.currentVersion),
      (row) => [String(row.version)],
    );
  }

  async references(auth: Auth, path: string): Promise<References> {
    return { items: await this.database.run<ReferenceRow>(scriptReferences(auth, path)) };
  }

  async archive(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const script = await this.repository.findLive(transaction, auth.workspaceId, path, true);
      if (!script) throw await this.missing(auth, path);
      await this.repository.setArchived(transaction, script.id, true);
      await this.events.record(transaction, auth, {
        action: 'script.archived',
        objectKind: 'script',
        objectPath: path,
        details: { version: script.currentVersion },
      });
    });
  }

  async restore(auth: Auth, path: string): Promise<Script> {
    const restored = await this.database.transaction(async (transaction) => {
      if (await this.repository.findLive(transaction, auth.workspaceId, path))
        throw new AppError('path/taken', `There is a script at "${path}" now. Rename it first, then restore the archived one.`, { path });
      const script = await this.repository.findArchived(transaction, auth.workspaceId, path);
      if (!script) throw notFound({ kind: 'script', path });
      await this.repository.setArchived(transaction, script.id, false);
      await this.events.record(transaction, auth, {
        action: 'script.restored',
        objectKind: 'script',
        objectPath: path,
        details: { version: script.currentVersion },
      });
      return this.repository.findCurrent(transaction, auth.workspaceId, path);
    });
    if (!restored) throw notFound({ kind: 'script', path });
    return this.view(auth, restored);
  }

  /** Deletes a script with all its versions, archived or not. Its runs stay on record until their time is over. */
  async purge(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const script =
        (await this.repository.findLive(transaction, auth.workspaceId, path, true)) ??
        (await this.repository.findArchived(transaction, auth.workspaceId, path));
      if (!script) throw notFound({ kind: 'script', path });
      await this.repository.delete(transaction, script.id);
      await this.forget(transaction, auth, path);
      await this.events.record(transaction, auth, {
        action: 'script.deleted',
        objectKind: 'script',
        objectPath: path,
        details: { version: script.currentVersion },
      });
    });
  }

  /** What hangs on the path goes with the last script that was there. */
  private async forget(transaction: Transaction, auth: Auth, path: string): Promise<void> {
    if (await this.repository.findLive(transaction, auth.workspaceId, path)) return;
    await deleteItemMarks(transaction, auth.workspaceId, 'script', path);
    await transaction.delete(StateEntity, { workspaceId: auth.workspaceId, path });
  }

  private async find(auth: Auth, path: string, number: number | undefined): Promise<VersionedScript> {
    const { manager } = this.database;
    const script = await this.repository.findLive(manager, auth.workspaceId, path);
    if (!script) throw await this.missing(auth, path);
    const version = await this.repository.findVersion(manager, script, number);
    if (!version)
      throw new AppError('script/version_not_found', `"${path}" has no version ${number}. Its newest is ${script.currentVersion}.`, { path, version: number });
    return { script, version };
  }

  /** An archived script says so to those who may read it: they can bring it back. */
  private async missing(auth: Auth, path: string): Promise<AppError> {
    const archived = await this.repository.findArchived(this.database.manager, auth.workspaceId, path);
    if (!archived) return notFound({ kind: 'script', path });
    return new AppError('script/archived', `"${path}" is archived. Restore it to use it again.`, { path, archived_at: archived.archivedAt?.toISOString() });
  }

  private async view(auth: Auth, found: VersionedScript): Promise<Script> {
    return toScript(auth, found, await this.favourites.isFavourite(auth, 'script', found.script.path));
  }
}
