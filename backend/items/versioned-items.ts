import { subjectOf, type Auth } from '../access/core/auth.ts';
import { notFound } from '../access/access.guard.ts';
import { lookAtRunRequests } from '../approvals/approval-queue.sql.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { decodeCursor, toPage, type Page, type PageQuery } from '../common/page.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { runIn, type Database, type Transaction } from '../database/database.ts';
import { DraftEntity } from '../drafts/draft.entity.ts';
import type { Events } from '../events/events.service.ts';
import { deleteItemMarks, moveItemMarks } from './item-marks.sql.ts';
import { moveSchedules } from './move-schedules.sql.ts';
import { moveSlackCommands } from './move-slack-commands.sql.ts';
import type { ItemVersionEntity, VersionedItemEntity } from './versioned-item.entity.ts';
import type { NewVersion, Versioned, VersionedItemsRepository } from './versioned-items.repository.ts';

/** Kinds of items that have versions. */
export type VersionedKind = 'script' | 'flow' | 'app' | 'agent';

/** What a version is written from: `item` is the id that it belongs to, `version` its number. */
export type WriteVersion<Version> = {
  build: (place: { itemId: string; version: number }) => NewVersion<Version>;
  /** What the event of the deploy tells besides number and hash. */
  labels?: Record<string, unknown>;
  details?: Record<string, unknown>;
  /** What else belongs into the transaction. */
  also?: (transaction: Transaction) => Promise<void>;
};

/** What a deploy did. `isNew`: there was nothing at this path before. */
export type DeployedVersion<Item, Version> = Versioned<Item, Version> & { isNew: boolean };

/** What a row of versions says of any kind. */
export type VersionFacts = { version: number; hash: string; message: string; created_by: string; created_at: string; is_current: boolean };

/**
 * What is the same for everything that has versions: where they are, how a version is written, archived, brought back, moved and
 * deleted, each with its event in the same transaction. A kind adds what its versions hold.
 */
export abstract class VersionedItems<Item extends VersionedItemEntity, Version extends ItemVersionEntity> {
  protected constructor(
    protected readonly kind: VersionedKind,
    protected readonly database: Database,
    readonly repository: VersionedItemsRepository<Item, Version>,
    protected readonly events: Events,
  ) {}

  /** Number of the current version; `null` where nothing lives. */
  async currentVersion(auth: Auth, path: string): Promise<number | null> {
    return (await this.repository.findLive(this.database.manager, auth.workspaceId, path))?.currentVersion ?? null;
  }

  /** An item with its current version, or another one. */
  async find(auth: Auth, path: string, number?: number): Promise<Versioned<Item, Version>> {
    const { manager } = this.database;
    const item = await this.repository.findLive(manager, auth.workspaceId, path);
    if (!item) throw await this.missing(auth, path);
    const version = await this.repository.findVersion(manager, item, number);
    if (version) return { item, version };
    throw new AppError(`${this.kind}/version_not_found`, `"${path}" has no version ${number}. Its newest is ${item.currentVersion}.`, {
      path,
      version: number,
    });
  }

  /** A page of its versions, newest first. */
  async versions<Row>(auth: Auth, path: string, query: PageQuery, toRow: (facts: VersionFacts, version: Version) => Row): Promise<Page<Row>> {
    const { manager } = this.database;
    const item = await this.repository.findLive(manager, auth.workspaceId, path);
    if (!item) throw await this.missing(auth, path);
    const below = decodeCursor(query.after, ['number'])?.[0];
    const rows = await this.repository.listVersions(manager, item.id, below === undefined ? null : Number(below), query.limit + 1);
    return toPage(
      rows,
      query.limit,
      (row) => toRow(factsOf(row, item.currentVersion), row),
      (row) => [String(row.version)],
    );
  }

  /** Writes a version that was planned on top of `before`, and makes it the current one. Refuses when somebody else was faster. */
  async deploy(auth: Auth, path: string, before: Versioned<Item, Version> | null, write: WriteVersion<Version>): Promise<DeployedVersion<Item, Version>> {
    try {
      return await this.database.transaction((transaction) => this.write(transaction, auth, path, before, write));
    } catch (error) {
      // Two deploys that both make the item: the unique index lets one of them through.
      if (isUniqueViolation(error)) throw conflict(path, await this.repository.findCurrent(this.database.manager, auth.workspaceId, path));
      throw error;
    }
  }

  async archive(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const item = await this.repository.findLive(transaction, auth.workspaceId, path, true);
      if (!item) throw await this.missing(auth, path);
      await this.repository.setArchived(transaction, item.id, true);
      await this.record(transaction, auth, 'archived', path, { version: item.currentVersion });
    });
  }

  /** Brings back what was archived last at a path. */
  async unarchive(auth: Auth, path: string): Promise<Versioned<Item, Version>> {
    const restored = await this.database.transaction(async (transaction) => {
      if (await this.repository.findLive(transaction, auth.workspaceId, path))
        throw new AppError('path/taken', `There is a ${this.kind} at "${path}" now. Rename it first, then restore the archived one.`, { path });
      const item = await this.repository.findArchived(transaction, auth.workspaceId, path);
      if (!item) throw notFound({ kind: this.kind, path });
      await this.repository.setArchived(transaction, item.id, false);
      await this.record(transaction, auth, 'restored', path, { version: item.currentVersion });
      return this.repository.findCurrent(transaction, auth.workspaceId, path);
    });
    if (!restored) throw notFound({ kind: this.kind, path });
    return restored;
  }

  /** Deletes an item with all its versions, archived or not. Its runs stay on record until their time is over. */
  async purge(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const { workspaceId } = auth;
      const item =
        (await this.repository.findLive(transaction, workspaceId, path, true)) ?? (await this.repository.findArchived(transaction, workspaceId, path));
      if (!item) throw notFound({ kind: this.kind, path });
      await this.repository.delete(transaction, item.id);
      // What hangs on the path goes with the last item that was there.
      if (!(await this.repository.findLive(transaction, workspaceId, path))) {
        await deleteItemMarks(transaction, workspaceId, this.kind, path);
        await this.forget(transaction, workspaceId, path);
      }
      await this.record(transaction, auth, 'deleted', path, { version: item.currentVersion });
    });
  }

  /** Moves an item with its versions, grants, stars and drafts; its schedules run it at the new path. `next` is written as its newest version there. */
  async move(auth: Auth, { item, version }: Versioned<Item, Version>, to: string, next: NewVersion<Version> | null): Promise<void> {
    const from = item.path;
    await this.database.transaction(async (transaction) => {
      const locked = await this.repository.findLive(transaction, auth.workspaceId, from, true);
      if (!locked || locked.currentVersion !== version.version)
        throw new AppError('item/version_conflict', `"${from}" was changed at the same moment. Look at it, then rename it again.`, {
          path: from,
          current_version: locked?.currentVersion ?? 0,
        });
      if (await this.repository.findLive(transaction, auth.workspaceId, to))
        throw new AppError('path/taken', `There is a ${this.kind} at "${to}" already. Choose another path.`, { path: to });
      await this.repository.setPath(transaction, item.id, to);
      if (next) {
        await this.repository.insertVersion(transaction, next);
        await this.repository.setCurrent(transaction, item.id, next.version);
      }
      await moveItemMarks(transaction, auth.workspaceId, this.kind, from, to);
      await this.carry(transaction, auth.workspaceId, from, to);
      await this.record(transaction, auth, 'renamed', to, { from, to });
      await this.retarget(transaction, auth, from, to);
    });
  }

  /** An archived item says so to those who may read it: they can bring it back. */
  async missing(auth: Auth, path: string): Promise<AppError> {
    const archived = await this.repository.findArchived(this.database.manager, auth.workspaceId, path);
    if (!archived) return notFound({ kind: this.kind, path });
    return new AppError(`${this.kind}/archived`, `"${path}" is archived. Restore it to use it again.`, {
      path,
      archived_at: archived.archivedAt?.toISOString(),
    });
  }

  /** Deletes what only this kind keeps at a path. */
  protected async forget(_transaction: Transaction, _workspaceId: string, _path: string): Promise<void> {}

  /** Moves what only this kind keeps at a path. */
  protected async carry(_transaction: Transaction, _workspaceId: string, _from: string, _to: string): Promise<void> {}

  private async write(
    transaction: Transaction,
    auth: Auth,
    path: string,
    before: Versioned<Item, Version> | null,
    { build, labels, details, also }: WriteVersion<Version>,
  ): Promise<DeployedVersion<Item, Version>> {
    const { workspaceId } = auth;
    const live = await this.repository.findLive(transaction, workspaceId, path, true);
    if ((live?.currentVersion ?? 0) !== (before?.item.currentVersion ?? 0))
      throw conflict(path, await this.repository.findCurrent(transaction, workspaceId, path));
    const archived = live ? null : await this.repository.findArchived(transaction, workspaceId, path);
    const item = live ?? archived;
    const id = item?.id ?? newId();
    const version = build({ itemId: id, version: await this.nextNumber(transaction, item?.id ?? null) });
    if (!item) await this.repository.insert(transaction, { id, workspaceId, path, currentVersion: version.version, createdBy: subjectOf(auth) });
    await this.repository.insertVersion(transaction, version);
    await this.repository.setCurrent(transaction, id, version.version);
    await also?.(transaction);
    await transaction.delete(DraftEntity, { workspaceId, userId: auth.userId, kind: this.kind, path });
    const { version: number, hash, message } = version;
    const facts = { version: number, hash, message, is_new: !item, was_archived: archived !== null, ...details };
    await this.record(transaction, auth, 'deployed', path, facts, labels);
    const saved = await this.repository.findCurrent(transaction, workspaceId, path);
    if (!saved) throw new AppError('internal', 'The version that was just written is not there.');
    return { ...saved, isNew: live === null };
  }

  private async retarget(transaction: Transaction, auth: Auth, from: string, to: string): Promise<void> {
    for (const { path, version } of await runIn<{ path: string; version: number }>(transaction, moveSchedules(auth.workspaceId, this.kind, from, to)))
      await this.events.record(transaction, auth, {
        action: 'schedule.updated',
        objectKind: 'schedule',
        objectPath: path,
        details: { version, target: to, because: from },
      });
    for (const { path, version } of await runIn<{ path: string; version: number }>(transaction, moveSlackCommands(auth.workspaceId, this.kind, from, to)))
      await this.events.record(transaction, auth, {
        action: 'slack_command.updated',
        objectKind: 'slack_command',
        objectPath: path,
        details: { version, target: to, because: from },
      });
  }

  /** Counts on from the highest number, so that an item that comes back from the archive keeps its history. */
  private async nextNumber(transaction: Transaction, itemId: string | null): Promise<number> {
    if (itemId === null) return 1;
    const [newest] = await this.repository.listVersions(transaction, itemId, null, 1);
    return (newest?.version ?? 0) + 1;
  }

  private async record(
    transaction: Transaction,
    auth: Auth,
    what: string,
    path: string,
    details: Record<string, unknown>,
    labels?: Record<string, unknown>,
  ): Promise<void> {
    const { from } = details;
    await runIn(transaction, lookAtRunRequests(auth.workspaceId, this.kind, typeof from === 'string' ? [path, from] : [path]));
    await this.events.record(transaction, auth, {
      action: `${this.kind}.${what}`,
      objectKind: this.kind,
      objectPath: path,
      details,
      ...(labels ? { labels } : {}),
    });
  }
}

/** Throws unless an item is at the version that its editor began from; `0` stands for nothing there. */
export function requireVersion(path: string, expected: number | undefined, before: Versioned<VersionedItemEntity, ItemVersionEntity> | null): void {
  if (expected !== undefined && expected !== (before?.item.currentVersion ?? 0)) throw conflict(path, before);
}

function factsOf({ version, hash, message, createdBy, createdAt }: ItemVersionEntity, currentVersion: number): VersionFacts {
  return { version, hash, message, created_by: createdBy, created_at: createdAt.toISOString(), is_current: version === currentVersion };
}

function conflict(path: string, current: Versioned<VersionedItemEntity, ItemVersionEntity> | null): AppError {
  const now = current ? `it is at version ${current.version.version}, by ${current.version.createdBy}` : 'it is not there any more';
  return new AppError('item/version_conflict', `"${path}" was changed since you began: ${now}. Look at what changed, then deploy on top of it.`, {
    path,
    current_version: current?.item.currentVersion ?? 0,
  });
}
