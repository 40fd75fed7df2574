import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What Slack said when it was last called in vain. */
export type SlackProblem = { at: string; code: string; message: string };

/** The connection of a workspace with a Slack app, or with the Slack of our own in which commands are tried. Token and secret are cipher text. */
@Entity('slack_install')
export class SlackInstallEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') kind!: 'slack' | 'simulator';
  @Column('text', { name: 'team_id' }) teamId!: string;
  @Column('text', { name: 'team_name', default: '' }) teamName!: string;
  @Column('text', { name: 'team_url', default: '' }) teamUrl!: string;
  @Column('text', { name: 'app_id' }) appId!: string;
  @Column('text', { name: 'bot_user_id' }) botUserId!: string;
  @Column('text', { name: 'bot_token' }) botToken!: string;
  @Column('text', { name: 'signing_secret' }) signingSecret!: string;
  @Column('text', { name: 'approval_channel', nullable: true }) approvalChannel!: string | null;
  @Column('boolean', { name: 'is_enabled', default: true }) isEnabled!: boolean;
  @Column('jsonb', { nullable: true }) problem!: SlackProblem | null;
  @Column('text', { name: 'set_by' }) setBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}

/** Who somebody in Slack is here. Without a user they are nobody, and can do nothing. */
@Entity('slack_person')
export class SlackPersonEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'install_id' }) installId!: string;
  @Column('text', { name: 'slack_user_id' }) slackUserId!: string;
  @Column('text', { name: 'slack_name', default: '' }) slackName!: string;
  @Column('uuid', { name: 'user_id', nullable: true }) userId!: string | null;
  @Column('text') how!: 'email' | 'admin' | 'blocked';
  @Column('text', { name: 'linked_by' }) linkedBy!: string;
  @Column('timestamptz', { name: 'checked_at', default: () => 'now()' }) checkedAt!: Date;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
