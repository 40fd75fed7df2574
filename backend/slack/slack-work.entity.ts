import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../common/json.ts';

/** A form that was opened in Slack: what it is about stays here, and Slack carries only its id. */
@Entity('slack_modal')
export class SlackModalEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'install_id' }) installId!: string;
  @Column('text', { name: 'slack_user_id' }) slackUserId!: string;
  @Column('text') kind!: 'run' | 'decision';
  @Column('json') state!: JsonObject;
  @Column('text', { name: 'view_id', nullable: true }) viewId!: string | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) submittedAt!: Date | null;
}

/** A run that was begun in Slack, and where and how far it was told of. */
@Entity('slack_run')
export class SlackRunEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'install_id' }) installId!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('uuid', { name: 'job_id' }) jobId!: string;
  @Column('text') title!: string;
  @Column('text', { name: 'slack_user_id' }) slackUserId!: string;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text') channel!: string;
  @Column('text', { name: 'thread_ts', nullable: true }) threadTs!: string | null;
  @Column('boolean', { name: 'is_private' }) isPrivate!: boolean;
  @Column('boolean', { name: 'is_conversation', default: false }) isConversation!: boolean;
  @Column('text', { name: 'response_url', nullable: true }) responseUrl!: string | null;
  @Column('integer', { name: 'response_uses', default: 0 }) responseUses!: number;
  @Column('timestamptz', { name: 'response_until', nullable: true }) responseUntil!: Date | null;
  @Column('text', { name: 'message_ts', nullable: true }) messageTs!: string | null;
  @Column('text', { nullable: true }) shown!: string | null;
  @Column('timestamptz', { name: 'sending_until', nullable: true }) sendingUntil!: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}

/** Which thread here a thread in Slack is, for each person in it: what one has said to an agent is not told to another one's rights. */
@Entity('slack_thread')
export class SlackThreadEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'install_id' }) installId!: string;
  @Column('text') channel!: string;
  @Column('text', { name: 'thread_ts' }) threadTs!: string;
  @Column('text', { name: 'slack_user_id' }) slackUserId!: string;
  @Column('text', { name: 'command_path' }) commandPath!: string;
  @Column('text', { name: 'agent_path' }) agentPath!: string;
  @Column('uuid', { name: 'thread_id' }) threadId!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}

/** The card of a request for an approval, at one person or in one channel. */
@Entity('slack_card')
export class SlackCardEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'install_id' }) installId!: string;
  @Column('uuid', { name: 'request_id' }) requestId!: string;
  @Column('text') target!: string;
  @Column('text', { nullable: true }) channel!: string | null;
  @Column('text', { nullable: true }) ts!: string | null;
  @Column('text', { default: '' }) hash!: string;
  @Column('text', { nullable: true }) shown!: string | null;
  @Column('timestamptz', { name: 'sending_until', nullable: true }) sendingUntil!: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
