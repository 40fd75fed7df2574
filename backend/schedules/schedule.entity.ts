import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../common/json.ts';
import type { Retry } from '../scripts/scripts.contract.ts';
import type { CatchUp } from './core/decide-ticks.ts';
import type { AlertEmail, FailureHandler, RecoveryHandler, RunnableKind, ScheduleProblem, SuccessHandler } from './schedules.contract.ts';

/** Something that runs at times. What it does stands in the first half; where it is stands in the second, from `nextAt` on. */
@Entity('schedule')
export class ScheduleEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  @Column('text') summary!: string;
  @Column('text') description!: string;
  @Column('text', { name: 'runnable_kind' }) runnableKind!: RunnableKind;
  @Column('text', { name: 'runnable_path' }) runnablePath!: string;
  @Column('json') args!: JsonObject;
  @Column('text') cron!: string;
  @Column('text') timezone!: string;
  @Column('boolean', { name: 'is_enabled' }) isEnabled!: boolean;
  @Column('boolean', { name: 'no_overlap' }) noOverlap!: boolean;
  @Column('text', { name: 'catch_up' }) catchUp!: CatchUp;
  @Column('integer', { name: 'catch_up_limit' }) catchUpLimit!: number;
  @Column('integer', { name: 'jitter_s' }) jitterSeconds!: number;
  @Column('timestamptz', { name: 'paused_until', nullable: true }) pausedUntil!: Date | null;
  @Column('jsonb', { nullable: true }) retry!: Retry | null;
  @Column('text', { nullable: true }) tag!: string | null;
  @Column('jsonb', { name: 'on_failure', nullable: true }) onFailure!: FailureHandler | null;
  @Column('jsonb', { name: 'on_recovery', nullable: true }) onRecovery!: RecoveryHandler | null;
  @Column('jsonb', { name: 'on_success', nullable: true }) onSuccess!: SuccessHandler | null;
  @Column('jsonb', { name: 'alert_email', nullable: true }) alertEmail!: AlertEmail | null;
  @Column('integer') version!: number;
  /** `u/<username>` of who wrote it last: its jobs act as this person. */
  @Column('text', { name: 'run_as' }) runAs!: string;
  @Column('uuid', { name: 'run_as_user_id' }) runAsUserId!: string;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
  /** The first tick that is not decided yet; `null` while nothing will come. */
  @Column('timestamptz', { name: 'next_at', nullable: true }) nextAt!: Date | null;
  /** The first tick of a time in which it was off or paused, until that time is on record. */
  @Column('timestamptz', { name: 'idle_from', nullable: true }) idleFrom!: Date | null;
  @Column('timestamptz', { name: 'last_tick_at', nullable: true }) lastTickAt!: Date | null;
  @Column('integer', { name: 'failing_count', default: 0 }) failingCount!: number;
  @Column('timestamptz', { name: 'failing_since', nullable: true }) failingSince!: Date | null;
  @Column('integer', { name: 'recovering_count', default: 0 }) recoveringCount!: number;
  @Column('boolean', { name: 'is_alerted', default: false }) isAlerted!: boolean;
  @Column('jsonb', { nullable: true }) problem!: ScheduleProblem | null;
  /** Counts the changes of what runs and when, so that what was prepared outside of a transaction can be checked within it. */
  @Column('integer', { default: 0 }) revision!: number;
}

/** What became of a tick; a row with `throughAt` stands for several in which nothing ran. */
@Entity('schedule_tick')
export class ScheduleTickEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'schedule_id' }) scheduleId!: string;
  @Column('text') kind!: 'tick' | 'backfill' | 'manual';
  @Column('timestamptz', { name: 'tick_at' }) tickAt!: Date;
  @Column('timestamptz', { name: 'through_at', nullable: true }) throughAt!: Date | null;
  @Column('integer', { default: 1 }) ticks!: number;
  @Column('text') outcome!: 'ran' | 'skipped' | 'refused' | 'missed' | 'off';
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { name: 'job_id', nullable: true }) jobId!: string | null;
  @Column('text', { nullable: true }) status!: string | null;
  @Column('integer', { name: 'duration_ms', nullable: true }) durationMs!: number | null;
  @Column('timestamptz', { name: 'decided_at', default: () => 'now()' }) decidedAt!: Date;
}
