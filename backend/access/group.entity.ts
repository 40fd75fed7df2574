import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named set of members that can be granted to. */
@Entity('group_')
export class GroupEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') name!: string;
  @Column('text', { default: '' }) summary!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}

/** That someone is in a group; a manager may change who else is. */
@Entity('group_member')
export class GroupMemberEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text', { name: 'group_name' }) groupName!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @Column('boolean', { name: 'is_manager', default: false }) isManager!: boolean;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
