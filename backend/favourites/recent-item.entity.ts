import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When someone last opened or ran an item. */
@Entity('recent_item')
export class RecentItemEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @PrimaryColumn('text') kind!: string;
  @PrimaryColumn('text') path!: string;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
}
