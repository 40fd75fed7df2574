import { Injectable } from '@nestjs/common';
import { VersionedItemsRepository, type Versioned } from '../items/versioned-items.repository.ts';
import { FlowEntity } from './flow.entity.ts';
import { FlowVersionEntity } from './flow-version.entity.ts';

/** A flow with one of its versions. */
export type VersionedFlow = Versioned<FlowEntity, FlowVersionEntity>;

/** Reads and writes the tables of flows. What takes a transaction also works with `Database.manager`. */
@Injectable()
export class FlowsRepository extends VersionedItemsRepository<FlowEntity, FlowVersionEntity> {
  constructor() {
    super(FlowEntity, FlowVersionEntity);
  }
}
