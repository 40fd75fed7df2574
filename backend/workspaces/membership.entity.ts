import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../access/core/actions.ts';

/** What a person is in a workspace. A membership is disabled, never deleted: what its name did stays readable. */
@Entity('membership')
export class MembershipEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @Column('text') username!: string;
  @Column('text') role!: Role;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Date | null;
}
