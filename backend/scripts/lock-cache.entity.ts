import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A lock that was resolved for a set of packages, for whoever imports the same set next. */
@Entity('lock_cache')
export class LockCacheEntity {
  @PrimaryColumn('text') key!: string;
  @Column('text') lock!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
