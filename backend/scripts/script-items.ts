import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { VersionedItems } from '../items/versioned-items.ts';
import { StateEntity } from '../state/state.entity.ts';
import type { ScriptEntity } from './script.entity.ts';
import type { ScriptVersionEntity } from './script-version.entity.ts';
import { ScriptsRepository } from './scripts.repository.ts';

/** Scripts as items with versions. What they remember between runs goes where they go. */
@Injectable()
export class ScriptItems extends VersionedItems<ScriptEntity, ScriptVersionEntity> {
  constructor(database: Database, repository: ScriptsRepository, events: Events) {
    super('script', database, repository, events);
  }

  protected override async forget(transaction: Transaction, workspaceId: string, path: string): Promise<void> {
    await transaction.delete(StateEntity, { workspaceId, path });
  }

  protected override async carry(transaction: Transaction, workspaceId: string, from: string, to: string): Promise<void> {
    await transaction.delete(StateEntity, { workspaceId, path: to });
    await transaction.update(StateEntity, { workspaceId, path: from }, { path: to });
  }
}
