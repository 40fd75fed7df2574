import { Column, PrimaryColumn } from 'typeorm';

/** What the table of every versioned kind of item has: its place and its current version. */
export abstract class VersionedItemEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  @Column('integer', { name: 'current_version' }) currentVersion!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
  @Column('timestamptz', { name: 'archived_at', nullable: true }) archivedAt!: Date | null;
}

/** What the table of the versions of such items has. A version is inserted once and never changed. */
export abstract class ItemVersionEntity {
  @PrimaryColumn('uuid') id!: string;
  /** Its item; the column has the name of the kind. */
  abstract itemId: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('integer') version!: number;
  @Column('text') hash!: string;
  /** Of the input. */
  @Column('json') schema!: object;
  @Column('text', { default: '' }) summary!: string;
  @Column('text', { default: '' }) description!: string;
  @Column('text', { default: '' }) message!: string;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
