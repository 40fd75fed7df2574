import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person, once per installation; what they are in a workspace stands in the membership. */
@Entity('user')
export class UserEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') email!: string;
  @Column('text', { default: '' }) name!: string;
  /** Argon2id in PHC form; `null` for someone who never set a password. */
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash!: string | null;
  @Column('boolean', { name: 'is_superadmin', default: false }) isSuperadmin!: boolean;
  @Column('jsonb', { default: {} }) preferences!: object;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Date | null;
}
