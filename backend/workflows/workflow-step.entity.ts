import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RunError } from '../runner/runner.ts';
import type { StepKind, StepStatus } from './core/conversation.ts';

/** A checkpoint of a workflow. Written only by the statements of this folder; entities read. */
@Entity('workflow_step')
export class WorkflowStepEntity {
  @PrimaryColumn('uuid', { name: 'job_id' }) jobId!: string;
  @PrimaryColumn('text') key!: string;
  @Column('text') kind!: StepKind | 'start';
  @Column('text') name!: string;
  @Column('text') status!: StepStatus;
  @Column('integer', { nullable: true }) ordinal!: number | null;
  @Column('integer', { default: 1 }) attempts!: number;
  @Column('text', { name: 'input_hash', nullable: true }) inputHash!: string | null;
  @Column('json', { nullable: true }) result!: unknown;
  @Column('text', { name: 'result_object', nullable: true }) resultObject!: string | null;
  @Column('boolean', { name: 'is_sealed', default: false }) isSealed!: boolean;
  @Column('jsonb', { nullable: true }) error!: RunError | null;
  @Column('uuid', { name: 'child_job_id', nullable: true }) childJobId!: string | null;
  @Column('uuid', { name: 'wait_id', nullable: true }) waitId!: string | null;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('timestamptz', { name: 'started_at' }) startedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('boolean', { name: 'is_reused', default: false }) isReused!: boolean;
}
