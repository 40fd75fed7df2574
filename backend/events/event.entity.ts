import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Append-only: what was changed, by whom, through what; written in the transaction of the change. */
@Entity('event')
export class EventEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id', nullable: true }) workspaceId!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
  @Column('text') actor!: string;
  @Column('text') action!: string;
  @Column('text', { name: 'object_kind' }) objectKind!: string;
  @Column('text', { name: 'object_path', default: '' }) objectPath!: string;
  @Column('jsonb', { default: {} }) labels!: object;
  @Column('jsonb', { default: {} }) cause!: object;
  @Column('jsonb', { default: {} }) details!: object;
}
