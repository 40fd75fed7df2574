import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The working copy of an app. Commands are applied under the lock of its row, which gives everybody's commands one order. */
@Entity('app_draft')
export class AppDraftEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') path!: string;
  @Column('text', { default: '' }) summary!: string;
  @Column('text', { default: '' }) description!: string;
  @Column('json') document!: object;
  /** Number of the last command. */
  @Column('integer', { default: 0 }) seq!: number;
  /** Release that it began from; `null` for a new app. */
  @Column('integer', { name: 'based_on', nullable: true }) basedOn!: number | null;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('text', { name: 'updated_by' }) updatedBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
