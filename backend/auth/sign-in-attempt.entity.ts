import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sign-in that failed (or is under way), once per key that it counts against. */
@Entity('sign_in_attempt')
export class SignInAttemptEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') key!: string;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
}
