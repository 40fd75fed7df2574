import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a script remembers between runs, by its path. */
@Entity('state')
export class StateEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') path!: string;
  @Column('jsonb') value!: object;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
