import { Entity } from 'typeorm';
import { VersionedItemEntity } from '../items/versioned-item.entity.ts';

/** An agent: its place and its current version. What it consists of stands in its versions. */
@Entity('agent')
export class AgentEntity extends VersionedItemEntity {}
