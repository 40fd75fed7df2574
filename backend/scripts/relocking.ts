import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { packageSetKey, versionHash } from './core/source-hash.ts';
import { ImportGraph, type GraphScript } from './import-graph.ts';
import type { ImporterRow } from './importers.sql.ts';
import { PackageLocks } from './package-locks.ts';
import type { ScriptVersionEntity } from './script-version.entity.ts';
import type { ScriptSettings } from './scripts.contract.ts';
import { ScriptsRepository } from './scripts.repository.ts';

/** A script whose lock no longer holds because a shared script that it imports asks for other packages. */
export type Relock = { importer: ImporterRow; lock: string; imported: GraphScript[] };

/**
 * Keeps the locks of importers right when a shared script is deployed. Importers run the newest shared code in any case; only
 * when the set of packages changes do they need another lock, and so another version. It is a consequence of the deploy and
 * not an edit, so it asks for no right on the importers.
 */
@Injectable()
export class Relocking {
  constructor(
    private readonly database: Database,
    private readonly repository: ScriptsRepository,
    private readonly graph: ImportGraph,
    private readonly locks: PackageLocks,
    private readonly events: Events,
  ) {}

  /** Resolves the new locks of all importers of `changed`. If one cannot be resolved the deploy fails and nothing changes. */
  async plan(auth: Auth, changed: GraphScript): Promise<Relock[]> {
    const relocks: Relock[] = [];
    for (const importer of await this.repository.importersOf(this.database.manager, auth.workspaceId, changed.path)) {
      if (importer.language !== changed.language) continue;
      const relock = await this.planOne(auth, importer, changed);
      if (relock) relocks.push(relock);
    }
    return relocks;
  }

  /** Writes a version for each importer, in the transaction of the deploy. */
  async apply(transaction: Transaction, auth: Auth, relocks: readonly Relock[], because: string): Promise<void> {
    for (const relock of relocks) await this.applyOne(transaction, auth, relock, because);
  }

  private async planOne(auth: Auth, importer: ImporterRow, changed: GraphScript): Promise<Relock | null> {
    const root = { path: importer.path, language: importer.language, scripts: importer.imports };
    const [now, then] = [
      await this.graph.collect(auth.workspaceId, root, { auth: null }),
      await this.graph.collect(auth.workspaceId, root, { auth: null, changed }),
    ];
    const source = { path: importer.path, language: importer.language, content: importer.content, imported: then };
    const specifiersNow = await this.locks.specifiersOf({ ...source, imported: now });
    const specifiersThen = await this.locks.specifiersOf(source);
    if (packageSetKey(importer.language, specifiersNow) === packageSetKey(importer.language, specifiersThen)) return null;
    try {
      const lock = await this.locks.lockFor(auth, source, specifiersThen, `"${changed.path}" changed`, null);
      return { importer, lock, imported: then };
    } catch (error) {
      throw forImporter(auth, importer.path, changed.path, error);
    }
  }

  private async applyOne(transaction: Transaction, auth: Auth, { importer, lock, imported }: Relock, because: string): Promise<void> {
    const script = await this.repository.findById(transaction, importer.script_id, true);
    const current = script && (await this.repository.findVersion(transaction, script));
    if (!script || !current || script.currentVersion !== importer.version) {
      throw new AppError('item/version_conflict', `A script that imports "${because}" was deployed at the same moment. Deploy again.`, { path: because });
    }
    const version = script.currentVersion + 1;
    const hash = versionHash({ language: current.language, content: current.content, lock, settings: current.settings as ScriptSettings, imported });
    const { createdAt: _createdAt, ...rest } = current;
    const next: Omit<ScriptVersionEntity, 'createdAt'> = {
      ...rest,
      id: newId(),
      version,
      lock,
      hash,
      message: `Locked again: ${because} changed what it imports`,
      createdBy: `u/${auth.username}`,
    };
    await this.repository.insertVersion(transaction, next);
    await this.repository.setCurrent(transaction, script.id, version);
    await this.events.record(transaction, auth, {
      action: 'script.relocked',
      objectKind: 'script',
      objectPath: script.path,
      details: { version, hash, because },
    });
  }
}

/** Names the importer only to who may see it. */
function forImporter(auth: Auth, importer: string, changed: string, error: unknown): unknown {
  if (!isAppError(error) || error.code !== 'script/dependency_failed') return error;
  const isVisible = can(auth, 'scripts:read', { kind: 'script', path: importer }).allowed;
  const { specifier, answer } = error.details;
  const name = isVisible ? `"${importer}"` : 'A script that you may not see';
  return new AppError(
    'script/dependency_failed',
    `"${changed}" was not deployed: ${name} imports it, and "${String(specifier)}" can then not be resolved. The registry says: ${String(answer)}. What was deployed before keeps running.`,
    { specifier, answer, line: null, path: isVisible ? importer : null },
    { cause: error },
  );
}
