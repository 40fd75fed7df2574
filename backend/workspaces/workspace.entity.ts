import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The tenant. Nothing crosses it. */
@Entity('workspace')
export class WorkspaceEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  /** Key for the secrets of the workspace, wrapped by the master key. */
  @Column('bytea', { name: 'data_key' }) dataKey!: Buffer;
  @Column('jsonb', { default: {} }) settings!: object;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'archived_at', nullable: true }) archivedAt!: Date | null;
}
