import { Entity } from 'typeorm';
import { VersionedItemEntity } from '../items/versioned-item.entity.ts';

/** A script: its place and its current version. What it contains stands in its versions. */
@Entity('script')
export class ScriptEntity extends VersionedItemEntity {}
