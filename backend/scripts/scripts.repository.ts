import { Injectable } from '@nestjs/common';
import { runIn, type Transaction } from '../database/database.ts';
import { VersionedItemsRepository, type Versioned } from '../items/versioned-items.repository.ts';
import { importersOf, type ImporterRow } from './importers.sql.ts';
import { ScriptEntity } from './script.entity.ts';
import { ScriptVersionEntity } from './script-version.entity.ts';

/** A script with one of its versions. */
export type VersionedScript = Versioned<ScriptEntity, ScriptVersionEntity>;

/** Reads and writes the tables of scripts. What takes a transaction also works with `Database.manager`. */
@Injectable()
export class ScriptsRepository extends VersionedItemsRepository<ScriptEntity, ScriptVersionEntity> {
  constructor() {
    super(ScriptEntity, ScriptVersionEntity);
  }

  /** Scripts whose code is concerned when the one at `path` changes. */
  importersOf(transaction: Transaction, workspaceId: string, path: string): Promise<ImporterRow[]> {
    return runIn<ImporterRow>(transaction, importersOf(workspaceId, path));
  }
}
