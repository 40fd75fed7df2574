import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../access/core/actions.ts';

/** An invitation by link: for one address, once, for a week. The secret of the link is stored only as a hash. */
@Entity('invitation')
export class InvitationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') email!: string;
  @Column('text') role!: Role;
  @Column('text', { array: true, default: '{}' }) groups!: string[];
  @Column('bytea', { name: 'token_hash', unique: true }) tokenHash!: Buffer;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'accepted_at', nullable: true }) acceptedAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
