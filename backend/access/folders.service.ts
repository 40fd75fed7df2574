import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import type { Folder, PutFolder } from './access.contract.ts';
import { requireAccess } from './access.guard.ts';
import { subjectOf, type Auth } from './core/auth.ts';
import { levelOn } from './core/can.ts';
import { FolderEntity } from './folder.entity.ts';
import { forgetFolderGrants, leftInFolder, listFolders, type FolderRow } from './folders.sql.ts';
import { GrantEntity } from './grant.entity.ts';
import type { Put } from './groups.service.ts';

/** Shared spaces. Every member sees that a folder is there; what it holds only who was granted to. */
@Injectable()
export class Folders {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async list(auth: Auth): Promise<{ items: Folder[] }> {
    const rows = await this.database.run<FolderRow>(listFolders(auth.workspaceId, null));
    return { items: rows.map((row) => toContract(row, auth)) };
  }

  async get(auth: Auth, name: string): Promise<Folder> {
    const [row] = await this.database.run<FolderRow>(listFolders(auth.workspaceId, name));
    if (!row) throw notFound(name);
    return toContract(row, auth);
  }

  /** Makes a folder that its maker owns, or changes one that the caller owns. */
  async put(auth: Auth, name: string, input: PutFolder): Promise<Put<Folder>> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`folder:${auth.workspaceId}:${name}`]);
      const before = await transaction.findOneBy(FolderEntity, { workspaceId: auth.workspaceId, name });
      if (!before) await this.create(transaction, auth, name, input);
      else await this.change(transaction, auth, before, input);
      return { item: await this.read(transaction, before ? auth : owning(auth, name), name), isNew: !before };
    });
  }

  async delete(auth: Auth, name: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const folder = await transaction.findOne(FolderEntity, { where: { workspaceId: auth.workspaceId, name }, lock: { mode: 'pessimistic_write' } });
      if (!folder) throw notFound(name);
      requireAccess(auth, 'folders:write', { kind: 'folder', path: name });
      const [left] = (await transaction.query(leftInFolder, [auth.workspaceId, name])) as Record<string, number>[];
      const kinds = Object.entries(left ?? {}).filter(([, count]) => count > 0);
      if (kinds.length > 0)
        throw new AppError(
          'folder/not_empty',
          `The folder still holds ${kinds.map(([kind, count]) => `${count} ${kind.replace('_', ' ')}`).join(', ')}. Move or delete them first.`,
          { counts: Object.fromEntries(kinds) },
        );
      await transaction.query(forgetFolderGrants, [auth.workspaceId, name]);
      await transaction.delete(FolderEntity, { workspaceId: auth.workspaceId, name });
      await this.record(transaction, auth, 'folder.deleted', name, {});
    });
  }

  private async create(transaction: Transaction, auth: Auth, name: string, input: PutFolder): Promise<void> {
    if (auth.role === 'operator') throw new AppError('access/forbidden', 'Operators run and look; they do not build.');
    if (input.if_version !== undefined && input.if_version !== 0)
      throw new AppError('item/version_conflict', 'This folder is not there any more.', { current_version: 0 });
    const place = { workspaceId: auth.workspaceId, createdBy: subjectOf(auth) };
    await transaction.insert(FolderEntity, { ...place, name, summary: input.summary });
    await transaction.insert(GrantEntity, { ...place, objectKind: 'folder', objectPath: name, subject: subjectOf(auth), level: 'owner' });
    await this.record(transaction, auth, 'folder.created', name, { summary: input.summary });
  }

  private async change(transaction: Transaction, auth: Auth, before: FolderEntity, input: PutFolder): Promise<void> {
    requireAccess(auth, 'folders:write', { kind: 'folder', path: before.name });
    if (input.if_version !== undefined && input.if_version !== before.version)
      throw new AppError('item/version_conflict', 'Somebody else changed this folder meanwhile. Look at their change, then save again.', {
        current_version: before.version,
      });
    if (input.summary === before.summary) return;
    await transaction.update(FolderEntity, { workspaceId: auth.workspaceId, name: before.name }, { summary: input.summary, version: before.version + 1 });
    await this.record(transaction, auth, 'folder.updated', before.name, { summary: input.summary, summary_before: before.summary });
  }

  private async read(transaction: Transaction, auth: Auth, name: string): Promise<Folder> {
    const { text, values } = listFolders(auth.workspaceId, name);
    const [row] = (await transaction.query(text, values)) as FolderRow[];
    if (!row) throw notFound(name);
    return toContract(row, auth);
  }

  private record(transaction: Transaction, auth: Auth, action: string, name: string, details: Record<string, unknown>): Promise<void> {
    return this.events.record(transaction, auth, { action, objectKind: 'folder', objectPath: name, details });
  }
}

/** The same caller with the grant that making the folder has just given. */
const owning = (auth: Auth, folder: string): Auth => ({ ...auth, folders: new Map([...auth.folders, [folder, 'owner']]) });

function notFound(name: string): AppError {
  return new AppError('folder/not_found', `There is no folder "${name.slice(0, 60)}".`, { name });
}

/** How much a folder holds is told only to who may read it. */
function toContract({ scripts, flows, agents, apps, resources, variables, schedules, ...row }: FolderRow, auth: Auth): Folder {
  const level = levelOn(auth, { kind: 'folder', path: row.name }).level ?? null;
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    my_level: level,
    counts: level === null ? {} : { script: scripts, flow: flows, agent: agents, app: apps, resource: resources, variable: variables, schedule: schedules },
  };
}
