import { Injectable } from '@nestjs/common';
import { VersionedItemsRepository, type Versioned } from '../items/versioned-items.repository.ts';
import { AppEntity } from './app.entity.ts';
import { AppVersionEntity } from './app-version.entity.ts';

/** An app with one of its releases. */
export type VersionedApp = Versioned<AppEntity, AppVersionEntity>;

/** Reads and writes the tables of apps and their releases. What takes a transaction also works with `Database.manager`. */
@Injectable()
export class AppsRepository extends VersionedItemsRepository<AppEntity, AppVersionEntity> {
  constructor() {
    super(AppEntity, AppVersionEntity);
  }
}
