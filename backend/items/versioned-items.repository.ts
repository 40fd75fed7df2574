import { In, IsNull, Not, type EntityTarget, type FindOptionsOrder, type FindOptionsWhere, type QueryDeepPartialEntity } from 'typeorm';
import type { Transaction } from '../database/database.ts';
import type { ItemVersionEntity, VersionedItemEntity } from './versioned-item.entity.ts';

/** An item with one of its versions. */
export type Versioned<Item, Version> = { item: Item; version: Version };

/** A version that is about to be written. */
export type NewVersion<Version> = Omit<Version, 'createdAt'>;

/** Reads and writes the tables of a versioned kind. What takes a transaction also works with `Database.manager`. */
export abstract class VersionedItemsRepository<Item extends VersionedItemEntity, Version extends ItemVersionEntity> {
  protected constructor(
    private readonly items: EntityTarget<Item>,
    private readonly versions: EntityTarget<Version>,
  ) {}

  /** The live item at a path; with `lock` nobody else can change it until the transaction ends. */
  findLive(transaction: Transaction, workspaceId: string, path: string, lock = false): Promise<Item | null> {
    return transaction.findOne(this.items, {
      where: this.itemsWhere({ workspaceId, path, archivedAt: IsNull() }),
      ...(lock ? { lock: { mode: 'pessimistic_write' } } : {}),
    });
  }

  /** The item that was archived last at a path. */
  findArchived(transaction: Transaction, workspaceId: string, path: string): Promise<Item | null> {
    const order: FindOptionsOrder<VersionedItemEntity> = { archivedAt: 'DESC' };
    return transaction.findOne(this.items, {
      where: this.itemsWhere({ workspaceId, path, archivedAt: Not(IsNull()) }),
      order: order as FindOptionsOrder<Item>,
    });
  }

  findById(transaction: Transaction, id: string, lock = false): Promise<Item | null> {
    return transaction.findOne(this.items, { where: this.itemsWhere({ id }), ...(lock ? { lock: { mode: 'pessimistic_write' } } : {}) });
  }

  findVersion(transaction: Transaction, item: Item, version = item.currentVersion): Promise<Version | null> {
    return transaction.findOne(this.versions, { where: this.versionsWhere({ itemId: item.id, version }) });
  }

  /** The live item at a path with its current version. */
  async findCurrent(transaction: Transaction, workspaceId: string, path: string): Promise<Versioned<Item, Version> | null> {
    const item = await this.findLive(transaction, workspaceId, path);
    const version = item && (await this.findVersion(transaction, item));
    return item && version ? { item, version } : null;
  }

  /** Current versions of the live items among many paths. */
  async findCurrentOf(transaction: Transaction, workspaceId: string, paths: readonly string[]): Promise<Versioned<Item, Version>[]> {
    if (paths.length === 0) return [];
    const items = await transaction.find(this.items, { where: this.itemsWhere({ workspaceId, path: In([...paths]), archivedAt: IsNull() }) });
    if (items.length === 0) return [];
    const versions = await transaction.find(this.versions, {
      where: items.map(({ id, currentVersion }) => this.versionsWhere({ itemId: id, version: currentVersion })),
    });
    return items.flatMap((item) => versions.filter((version) => version.itemId === item.id).map((version) => ({ item, version })));
  }

  /** Newest first; `below` is the version after which to go on. */
  listVersions(transaction: Transaction, itemId: string, below: number | null, count: number): Promise<Version[]> {
    const query = transaction.createQueryBuilder(this.versions, 'v').where('v.itemId = :itemId', { itemId });
    if (below !== null) query.andWhere('v.version < :below', { below });
    return query.orderBy('v.version', 'DESC').take(count).getMany();
  }

  async insert(transaction: Transaction, item: Omit<VersionedItemEntity, 'createdAt' | 'updatedAt' | 'archivedAt'>): Promise<void> {
    await transaction.insert(this.items, this.changes(item));
  }

  /** Writes a version; moving `current_version` to it is the caller's part, in the same transaction. */
  async insertVersion(transaction: Transaction, version: NewVersion<Version>): Promise<void> {
    await transaction.insert(this.versions, version as unknown as QueryDeepPartialEntity<Version>);
  }

  async setCurrent(transaction: Transaction, id: string, version: number): Promise<void> {
    await transaction.update(this.items, this.itemsWhere({ id }), this.changes({ currentVersion: version, updatedAt: () => 'now()', archivedAt: null }));
  }

  async setArchived(transaction: Transaction, id: string, isArchived: boolean): Promise<void> {
    await transaction.update(this.items, this.itemsWhere({ id }), this.changes({ archivedAt: isArchived ? () => 'now()' : null, updatedAt: () => 'now()' }));
  }

  async setPath(transaction: Transaction, id: string, path: string): Promise<void> {
    await transaction.update(this.items, this.itemsWhere({ id }), this.changes({ path, updatedAt: () => 'now()' }));
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction.delete(this.items, this.itemsWhere({ id }));
  }

  /** The fields of the base are those of every kind, which the types of the ORM cannot know. */
  private itemsWhere(where: FindOptionsWhere<VersionedItemEntity>): FindOptionsWhere<Item> {
    return where as FindOptionsWhere<Item>;
  }

  private versionsWhere(where: FindOptionsWhere<ItemVersionEntity>): FindOptionsWhere<Version> {
    return where as FindOptionsWhere<Version>;
  }

  private changes(changes: QueryDeepPartialEntity<VersionedItemEntity>): QueryDeepPartialEntity<Item> {
    return changes as unknown as QueryDeepPartialEntity<Item>;
  }
}
