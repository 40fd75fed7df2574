import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A connection: a typed JSON value at a path. */
@Entity('resource')
export class ResourceEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  @Column('text', { name: 'resource_type' }) resourceType!: string;
  /** Fields that the type marks as secret are stored as `{"$encrypted": "..."}`. */
  @Column('jsonb') value!: object;
  @Column('text', { default: '' }) description!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
