import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A shared space `f/<name>/`. Who may do what in it stands in its grants. */
@Entity('folder')
export class FolderEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') name!: string;
  @Column('text', { default: '' }) summary!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
