import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a worker last said of its load. */
export type WorkerLoad = { busy: number; parked: number; memory_bytes: number; jobs_done: number; occupancy: number };

/** What a worker can run. */
export type WorkerLanguage = { name: string; available: boolean; version: string | null; reason: string | null };

/** A process that takes jobs. Its row is its lease. */
@Entity('worker')
export class WorkerEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') host!: string;
  @Column('integer', { name: 'process_id' }) processId!: number;
  @Column('text') version!: string;
  @Column('text', { array: true }) tags!: string[];
  @Column('text') isolation!: string;
  @Column('text', { name: 'isolation_note', default: '' }) isolationNote!: string;
  @Column('jsonb') languages!: WorkerLanguage[];
  @Column('integer') capacity!: number;
  @Column('text', { name: 'pool_ids', array: true, default: [] }) poolIds!: string[];
  @Column('jsonb', { default: {} }) load!: Partial<WorkerLoad>;
  @Column('timestamptz', { name: 'started_at', default: () => 'now()' }) startedAt!: Date;
  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' }) seenAt!: Date;
  @Column('timestamptz', { name: 'draining_at', nullable: true }) drainingAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
