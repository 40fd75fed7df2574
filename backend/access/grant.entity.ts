import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ObjectKind } from './access.contract.ts';
import type { Level } from './core/actions.ts';

/** A level that a user or a group holds on a folder or on a single item. */
@Entity('grant_')
export class GrantEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text', { name: 'object_kind' }) objectKind!: ObjectKind;
  /** Name of the folder, or path of the item. */
  @PrimaryColumn('text', { name: 'object_path' }) objectPath!: string;
  /** `u/<username>` or `g/<group>`. */
  @PrimaryColumn('text') subject!: string;
  @Column('text') level!: Level;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
