import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { VersionedItems } from '../items/versioned-items.ts';
import type { AppEntity } from './app.entity.ts';
import { AppDraftEntity } from './app-draft.entity.ts';
import { AppFileEntity } from './app-file.entity.ts';
import type { AppVersionEntity } from './app-version.entity.ts';
import { AppsRepository } from './apps.repository.ts';
import { SavedViewEntity } from './saved-views/saved-view.entity.ts';

/** Apps as items with versions. Besides what every item has, an app keeps its working copy and the files that it was given at its path. */
@Injectable()
export class AppItems extends VersionedItems<AppEntity, AppVersionEntity> {
  constructor(database: Database, repository: AppsRepository, events: Events) {
    super('app', database, repository, events);
  }

  protected override async forget(transaction: Transaction, workspaceId: string, path: string): Promise<void> {
    await transaction.delete(AppDraftEntity, { workspaceId, path });
    await transaction.delete(SavedViewEntity, { workspaceId, path });
    // Deleted with their objects by the next sweep.
    await transaction.update(AppFileEntity, { workspaceId, appPath: path }, { expiresAt: new Date(0) });
  }

  protected override async carry(transaction: Transaction, workspaceId: string, from: string, to: string): Promise<void> {
    await transaction.delete(AppDraftEntity, { workspaceId, path: to });
    await transaction.update(AppDraftEntity, { workspaceId, path: from }, { path: to });
    await transaction.update(AppFileEntity, { workspaceId, appPath: from }, { appPath: to });
    await transaction.delete(SavedViewEntity, { workspaceId, path: to });
    await transaction.update(SavedViewEntity, { workspaceId, path: from }, { path: to });
  }
}
