import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A signed-in browser. The secret of its cookie is stored only as a hash. */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('bytea', { name: 'token_hash', unique: true }) tokenHash!: Buffer;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text', { name: 'csrf_token' }) csrfToken!: string;
  @Column('text', { name: 'user_agent', default: '' }) userAgent!: string;
  @Column('text', { default: '' }) ip!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' }) seenAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}
