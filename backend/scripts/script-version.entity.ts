import { Column, Entity } from 'typeorm';
import { ItemVersionEntity } from '../items/versioned-item.entity.ts';
import type { LanguageName } from '../languages/language.ts';

/** A deployed state of a script. Its hash is one over source, lock, settings and the hashes of imported scripts. */
@Entity('script_version')
export class ScriptVersionEntity extends ItemVersionEntity {
  @Column('uuid', { name: 'script_id' }) itemId!: string;
  @Column('text') language!: LanguageName;
  @Column('text') content!: string;
  @Column('boolean', { name: 'has_main', default: true }) hasMain!: boolean;
  /** main is a workflow: its steps are recorded, and it waits without a process. */
  @Column('boolean', { name: 'is_workflow', default: false }) isWorkflow!: boolean;
  @Column('text', { default: '' }) lock!: string;
  @Column('jsonb', { default: {} }) settings!: object;
  /** Paths of the scripts of the workspace that the source imports directly. */
  @Column('text', { array: true, default: '{}' }) imports!: string[];
}
