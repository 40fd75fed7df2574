import { Entity } from 'typeorm';
import { VersionedItemEntity } from '../items/versioned-item.entity.ts';

/** A flow: its place and its current version. What it consists of stands in its versions. */
@Entity('flow')
export class FlowEntity extends VersionedItemEntity {}
