import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A flow: its place and its current version. What it consists of stands in its versions. */
@Entity('flow')
export class FlowEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  @Column('integer', { name: 'current_version' }) currentVersion!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
  @Column('timestamptz', { name: 'archived_at', nullable: true }) archivedAt!: Date | null;
}
