import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../common/json.ts';
import type { SlackCommandDefinition, SlackTarget } from './slack.contract.ts';

/** What is bound to a word, a shortcut or a mention in Slack. */
@Entity('slack_command')
export class SlackCommandEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  @Column('text', { default: '' }) summary!: string;
  @Column('text') trigger!: SlackCommandDefinition['trigger'];
  @Column('text') name!: string;
  @Column('text', { name: 'runnable_kind' }) runnableKind!: SlackTarget['kind'];
  @Column('text', { name: 'runnable_path' }) runnablePath!: string;
  @Column('json', { default: {} }) args!: JsonObject;
  @Column('text', { name: 'argument_order', array: true, default: '{}' }) argumentOrder!: string[];
  @Column('text', { name: 'text_argument', nullable: true }) textArgument!: string | null;
  @Column('text', { array: true, default: '{}' }) allowed!: string[];
  @Column('text') answer!: SlackCommandDefinition['answer'];
  @Column('text') form!: SlackCommandDefinition['form'];
  @Column('boolean', { name: 'is_enabled' }) isEnabled!: boolean;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('text', { name: 'updated_by' }) updatedBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
