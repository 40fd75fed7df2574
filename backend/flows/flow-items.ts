import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { VersionedItems } from '../items/versioned-items.ts';
import type { FlowEntity } from './flow.entity.ts';
import type { FlowVersionEntity } from './flow-version.entity.ts';
import { FlowsRepository } from './flows.repository.ts';

/** Flows as items with versions. A flow keeps nothing at its path besides what every item does. */
@Injectable()
export class FlowItems extends VersionedItems<FlowEntity, FlowVersionEntity> {
  constructor(database: Database, repository: FlowsRepository, events: Events) {
    super('flow', database, repository, events);
  }
}
