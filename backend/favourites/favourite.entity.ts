import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An item that someone starred. */
@Entity('favourite')
export class FavouriteEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @PrimaryColumn('text') kind!: string;
  @PrimaryColumn('text') path!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
