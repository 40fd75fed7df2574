import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A personal API token of one workspace. The secret is stored only as a hash; the prefix tells tokens apart. */
@Entity('token')
export class TokenEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('bytea', { name: 'token_hash', unique: true }) tokenHash!: Buffer;
  @Column('text') prefix!: string;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') label!: string;
  /** Empty: everything that the user may do. */
  @Column('text', { array: true, default: '{}' }) scopes!: string[];
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
  /** What an AI client was let in with: such a token is not made by hand, and is not in the list of those that are. */
  @Column('uuid', { name: 'grant_id', nullable: true }) grantId!: string | null;
}
