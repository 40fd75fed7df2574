import { Entity } from 'typeorm';
import { VersionedItemEntity } from '../items/versioned-item.entity.ts';

/** An app: its place and its live release. What it consists of stands in its releases and in its working copy. */
@Entity('app')
export class AppEntity extends VersionedItemEntity {}
