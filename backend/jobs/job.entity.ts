import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../common/json.ts';
import type { RunError } from '../runner/runner.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import type { JobStatus } from './core/job-status.ts';
import type { RawCode } from './new-job.ts';

/** One execution of a runnable. Written only by the statements of `backend/jobs/*.sql.ts`; entities read. */
@Entity('job')
export class JobEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') kind!: string;
  @Column('text', { default: '' }) path!: string;
  @Column('uuid', { name: 'version_id', nullable: true }) versionId!: string | null;
  @Column('jsonb', { nullable: true }) raw!: RawCode | null;
  @Column('json', { default: {} }) args!: JsonObject;
  @Column('text', { default: 'queued' }) status!: JobStatus;
  @Column('json', { nullable: true }) result!: unknown;
  @Column('text', { name: 'result_object', nullable: true }) resultObject!: string | null;
  @Column('jsonb', { nullable: true }) error!: RunError | null;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('text', { name: 'run_as' }) runAs!: string;
  @Column('uuid', { name: 'run_as_user_id', nullable: true }) runAsUserId!: string | null;
  @Column('text', { name: 'trigger_kind', default: 'form' }) triggerKind!: string;
  @Column('text', { name: 'trigger_path', nullable: true }) triggerPath!: string | null;
  @Column('text') tag!: string;
  @Column('smallint', { default: 0 }) priority!: number;
  @Column('uuid', { name: 'parent_id', nullable: true }) parentId!: string | null;
  @Column('uuid', { name: 'root_id', nullable: true }) rootId!: string | null;
  @Column('text', { name: 'trace_id' }) traceId!: string;
  @Column('jsonb', { default: {} }) settings!: ScriptSettings;
  @Column('integer', { default: 0 }) attempt!: number;
  @Column('text', { name: 'idempotency_key', nullable: true }) idempotencyKey!: string | null;
  @Column('text', { name: 'admission_key', nullable: true }) admissionKey!: string | null;
  @Column('timestamptz', { name: 'admitted_at', nullable: true }) admittedAt!: Date | null;
  @Column('text', { name: 'debounce_key', nullable: true }) debounceKey!: string | null;
  @Column('text', { nullable: true }) watcher!: string | null;
  /** Function of the script that runs instead of main: a task of a workflow. */
  @Column('text', { nullable: true }) entry!: string | null;
  /** Counts what woke a workflow. */
  @Column('integer', { default: 0 }) wakes!: number;
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto!: string | null;
  @Column('uuid', { name: 'worker_id', nullable: true }) workerId!: string | null;
  @Column('smallint', { nullable: true }) progress!: number | null;
  @Column('text', { name: 'cancel_requested_by', nullable: true }) cancelRequestedBy!: string | null;
  @Column('text', { name: 'cancel_reason', nullable: true }) cancelReason!: string | null;
  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true }) cancelRequestedAt!: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'scheduled_for', default: () => 'now()' }) scheduledFor!: Date;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}

/** An attempt that did not succeed and was followed by another. */
@Entity('job_attempt')
export class JobAttemptEntity {
  @PrimaryColumn('uuid', { name: 'job_id' }) jobId!: string;
  @PrimaryColumn('integer') attempt!: number;
  @Column('uuid', { name: 'worker_id', nullable: true }) workerId!: string | null;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', default: () => 'now()' }) endedAt!: Date;
  @Column('jsonb', { nullable: true }) error!: RunError | null;
}

/** A piece of the log of a job. */
@Entity('job_log')
export class JobLogEntity {
  @PrimaryColumn('uuid', { name: 'job_id' }) jobId!: string;
  @PrimaryColumn('integer') seq!: number;
  @Column('text') text!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}

/** An earlier result that stands for a run with equal arguments. */
@Entity('result_cache')
export class ResultCacheEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') key!: string;
  @Column('uuid', { name: 'job_id' }) jobId!: string;
  @Column('json', { nullable: true }) result!: unknown;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}
