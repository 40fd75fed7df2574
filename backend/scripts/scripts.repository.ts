import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { runIn, type Transaction } from '../database/database.ts';
import { ScriptEntity } from './script.entity.ts';
import { ScriptVersionEntity } from './script-version.entity.ts';
import { importersOf, type ImporterRow } from './importers.sql.ts';

/** A script with one of its versions. */
export type VersionedScript = { script: ScriptEntity; version: ScriptVersionEntity };

/** Reads and writes the tables of scripts. What takes a transaction also works with `Database.manager`. */
@Injectable()
export class ScriptsRepository {
  /** The live script at a path; with `lock` nobody else can change it until the transaction ends. */
  findLive(transaction: Transaction, workspaceId: string, path: string, lock = false): Promise<ScriptEntity | null> {
    return transaction.findOne(ScriptEntity, { where: { workspaceId, path, archivedAt: IsNull() }, ...(lock ? { lock: { mode: 'pessimistic_write' } } : {}) });
  }

  /** The script that was archived last at a path. */
  findArchived(transaction: Transaction, workspaceId: string, path: string): Promise<ScriptEntity | null> {
    return transaction.findOne(ScriptEntity, { where: { workspaceId, path, archivedAt: Not(IsNull()) }, order: { archivedAt: 'DESC' } });
  }

  findVersion(transaction: Transaction, script: ScriptEntity, version = script.currentVersion): Promise<ScriptVersionEntity | null> {
    return transaction.findOne(ScriptVersionEntity, { where: { scriptId: script.id, version } });
  }

  /** The live script at a path with its current version. */
  async findCurrent(transaction: Transaction, workspaceId: string, path: string): Promise<VersionedScript | null> {
    const script = await this.findLive(transaction, workspaceId, path);
    const version = script && (await this.findVersion(transaction, script));
    return script && version ? { script, version } : null;
  }

  /** Current versions of the live scripts among many paths. */
  async findCurrentOf(transaction: Transaction, workspaceId: string, paths: readonly string[]): Promise<VersionedScript[]> {
    if (paths.length === 0) return [];
    const scripts = await transaction.find(ScriptEntity, { where: { workspaceId, path: In([...paths]), archivedAt: IsNull() } });
    const versions = scripts.length === 0 ? [] : await transaction.find(ScriptVersionEntity, { where: scripts.map((script) => ({ scriptId: script.id, version: script.currentVersion })) });
    return scripts.flatMap((script) => versions.filter((version) => version.scriptId === script.id).map((version) => ({ script, version })));
  }

  /** Scripts whose code is concerned when the one at `path` changes. */
  importersOf(transaction: Transaction, workspaceId: string, path: string): Promise<ImporterRow[]> {
    return runIn<ImporterRow>(transaction, importersOf(workspaceId, path));
  }

  /** Newest first; `below` is the version after which to go on. */
  listVersions(transaction: Transaction, scriptId: string, below: number | null, count: number): Promise<ScriptVersionEntity[]> {
    const query = transaction.createQueryBuilder(ScriptVersionEntity, 'v').where('v.scriptId = :scriptId', { scriptId });
    if (below !== null) query.andWhere('v.version < :below', { below });
    return query.orderBy('v.version', 'DESC').take(count).getMany();
  }

  async insert(transaction: Transaction, script: Omit<ScriptEntity, 'createdAt' | 'updatedAt' | 'archivedAt'>): Promise<void> {
    await transaction.insert(ScriptEntity, script);
  }

  /** Writes a version; moving `current_version` to it is the caller's part, in the same transaction. */
  async insertVersion(transaction: Transaction, version: Omit<ScriptVersionEntity, 'createdAt'>): Promise<void> {
    await transaction.insert(ScriptVersionEntity, version);
  }

  async setCurrent(transaction: Transaction, scriptId: string, version: number): Promise<void> {
    await transaction.update(ScriptEntity, { id: scriptId }, { currentVersion: version, updatedAt: () => 'now()', archivedAt: null });
  }

  async setArchived(transaction: Transaction, scriptId: string, isArchived: boolean): Promise<void> {
    await transaction.update(ScriptEntity, { id: scriptId }, { archivedAt: isArchived ? () => 'now()' : null, updatedAt: () => 'now()' });
  }

  async delete(transaction: Transaction, scriptId: string): Promise<void> {
    await transaction.delete(ScriptEntity, { id: scriptId });
  }
}
