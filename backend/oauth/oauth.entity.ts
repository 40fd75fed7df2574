import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A program that has registered itself (RFC 7591). It has no secret, and is worth nothing until somebody lets it in. */
@Entity('oauth_client')
export class OAuthClientEntity {
  @PrimaryColumn('uuid') id!: string;
  /** As it calls itself. */
  @Column('text') name!: string;
  @Column('text', { name: 'redirect_uris', array: true }) redirectUris!: string[];
  @Column('text', { nullable: true }) uri!: string | null;
  @Column('text', { name: 'registered_from', default: '' }) registeredFrom!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}

/** A person has let a client into a workspace. All tokens that come of it end with it. */
@Entity('oauth_grant')
export class OAuthGrantEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'client_id' }) clientId!: string;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
