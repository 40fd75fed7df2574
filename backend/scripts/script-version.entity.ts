import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LanguageName } from '../languages/language.ts';

/** A deployed state of a script. Inserted once, never changed. */
@Entity('script_version')
export class ScriptVersionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'script_id' }) scriptId!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('integer') version!: number;
  /** Content hash over source, lock, settings and the hashes of imported scripts. */
  @Column('text') hash!: string;
  @Column('text') language!: LanguageName;
  @Column('text') content!: string;
  @Column('json') schema!: object;
  @Column('boolean', { name: 'has_main', default: true }) hasMain!: boolean;
  @Column('text', { default: '' }) lock!: string;
  @Column('text', { default: '' }) summary!: string;
  @Column('text', { default: '' }) description!: string;
  @Column('jsonb', { default: {} }) settings!: object;
  /** Paths of the scripts of the workspace that the source imports directly. */
  @Column('text', { array: true, default: '{}' }) imports!: string[];
  @Column('text', { default: '' }) message!: string;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
