import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../access/core/actions.ts';

/**
 * Whether a member came in. Who stands in an imported file has not: they are `awaited`, or `barred` where the file says that they are
 * disabled, and come in by a link, as everybody does.
 */
export type Arrival = 'joined' | 'awaited' | 'barred';

/** What a person is in a workspace. A membership is disabled, never deleted: what its name did stays readable. */
@Entity('membership')
export class MembershipEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @Column('text') username!: string;
  @Column('text') role!: Role;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  /** Also set while somebody is awaited: until they come in nothing may count them as a member. */
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Date | null;
  @Column('text', { default: 'joined' }) arrival!: Arrival;
}
