import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's unreleased edit of an item. */
@Entity('draft')
export class DraftEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @PrimaryColumn('text') kind!: string;
  @PrimaryColumn('text') path!: string;
  @Column('jsonb') value!: object;
  /** Version that the edit began from; `null` for something new. */
  @Column('integer', { name: 'based_on', nullable: true }) basedOn!: number | null;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
