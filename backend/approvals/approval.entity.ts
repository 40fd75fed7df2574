import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../common/json.ts';
import type { NewJob } from '../jobs/new-job.ts';
import type { ApprovalEvent, ApprovalSpec, ApprovalStatus, ApprovalSubject } from './approvals.contract.ts';
import type { StageState } from './core/stages.ts';

/** A request for a decision. Everything up to `hash` never changes; the rest is where it is. */
@Entity('approval_request')
export class ApprovalRequestEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text', { default: 'open' }) status!: ApprovalStatus;
  @Column('text') title!: string;
  @Column('text', { default: '' }) summary!: string;
  @Column('text', { name: 'subject_kind' }) subjectKind!: ApprovalSubject['kind'];
  /** Kind of the item at `path`: `script`, `flow` or `agent`. */
  @Column('text', { name: 'runnable_kind' }) runnableKind!: 'script' | 'flow' | 'agent';
  @Column('text') path!: string;
  @Column('integer', { nullable: true }) version!: number | null;
  @Column('uuid', { name: 'job_id', nullable: true }) jobId!: string | null;
  @Column('text', { nullable: true }) step!: string | null;
  @Column('uuid', { name: 'wait_id', nullable: true }) waitId!: string | null;
  @Column('text', { name: 'requested_by' }) requestedBy!: string;
  @Column('uuid', { name: 'requested_by_user_id', nullable: true }) requestedByUserId!: string | null;
  @Column('text', { array: true, default: '{}' }) chain!: string[];
  @Column('text', { array: true, default: '{}' }) authors!: string[];
  @Column('json') spec!: ApprovalSpec;
  @Column('json', { default: {} }) args!: JsonObject;
  @Column('json', { name: 'args_schema', nullable: true }) argsSchema!: JsonObject | null;
  @Column('json', { nullable: true }) preview!: unknown;
  @Column('jsonb', { default: {} }) labels!: Record<string, string>;
  @Column('text') hash!: string;
  @Column('jsonb') stages!: StageState[];
  @Column('integer', { default: 0 }) stage!: number;
  @Column('text', { name: 'waits_for', array: true, default: '{}' }) waitsFor!: string[];
  @Column('text', { array: true, default: '{}' }) barred!: string[];
  @Column('text', { name: 'seen_by', array: true, default: '{}' }) seenBy!: string[];
  @Column('text', { name: 'claimed_by', nullable: true }) claimedBy!: string | null;
  @Column('json', { name: 'run_draft', nullable: true }) runDraft!: NewJob | null;
  @Column('uuid', { name: 'run_job_id', nullable: true }) runJobId!: string | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('timestamptz', { name: 'remind_at', nullable: true }) remindAt!: Date | null;
  @Column('timestamptz', { name: 'escalate_at', nullable: true }) escalateAt!: Date | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}

/** A vote: once for each person and once for each right to vote, in each stage. */
@Entity('approval_vote')
export class ApprovalVoteEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'request_id' }) requestId!: string;
  @Column('integer') stage!: number;
  @Column('text') voter!: string;
  @Column('uuid', { name: 'voter_user_id', nullable: true }) voterUserId!: string | null;
  @Column('text') principal!: string;
  @Column('text') vote!: 'approve' | 'reject';
  @Column('boolean', { name: 'is_escalated', default: false }) isEscalated!: boolean;
  @Column('text', { default: '' }) comment!: string;
  @Column('json', { name: 'form_values', nullable: true }) formValues!: JsonObject | null;
  @Column('text') channel!: string;
  @Column('text', { name: 'hash_seen', nullable: true }) hashSeen!: string | null;
  @Column('text', { name: 'idempotency_key', nullable: true }) idempotencyKey!: string | null;
  @Column('text', { nullable: true }) fingerprint!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
}

/** An entry of the record of a request; the database refuses to change one. */
@Entity('approval_event')
export class ApprovalEventEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'request_id' }) requestId!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
  @Column('text') kind!: ApprovalEvent['kind'];
  @Column('text') actor!: string;
  @Column('text', { name: 'on_behalf_of', nullable: true }) onBehalfOf!: string | null;
  @Column('text') channel!: string;
  @Column('integer', { nullable: true }) stage!: number | null;
  @Column('text', { default: '' }) comment!: string;
  @Column('json', { name: 'form_values', nullable: true }) formValues!: JsonObject | null;
  @Column('jsonb', { default: {} }) details!: JsonObject;
}

/** A link with which one person outside decides once. Only a hash of its secret is kept. */
@Entity('approval_link')
export class ApprovalLinkEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'request_id' }) requestId!: string;
  @Column('integer') stage!: number;
  @Column('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('text') email!: string;
  @Column('text') principal!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
}

/** That one person may decide for another one for a while. */
@Entity('approval_delegation')
export class ApprovalDelegationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') principal!: string;
  @Column('text') delegate!: string;
  @Column('timestamptz', { name: 'from_at' }) fromAt!: Date;
  @Column('timestamptz', { name: 'until_at' }) untilAt!: Date;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
