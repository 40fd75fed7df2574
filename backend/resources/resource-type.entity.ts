import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A type that a workspace adds to those that ship with Millrace. */
@Entity('resource_type')
export class ResourceTypeEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') name!: string;
  @Column('json') schema!: object;
  @Column('text', { default: '' }) description!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
