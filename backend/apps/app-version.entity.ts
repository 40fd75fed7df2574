import { Column, Entity } from 'typeorm';
import { ItemVersionEntity } from '../items/versioned-item.entity.ts';
import type { PolicyEntry } from './core/policy.ts';

/** A release of an app: the document as viewers get it, and what it lets them do. */
@Entity('app_version')
export class AppVersionEntity extends ItemVersionEntity {
  @Column('uuid', { name: 'app_id' }) itemId!: string;
  @Column('json') document!: object;
  @Column('json') policy!: PolicyEntry[];
  /** As whom actions with `run_as: author` run. */
  @Column('uuid', { name: 'author_id' }) authorId!: string;
  @Column('integer', { name: 'page_count', default: 0 }) pageCount!: number;
  /** Paths of the scripts that its actions run. */
  @Column('text', { array: true, default: '{}' }) scripts!: string[];
  /** Paths of the flows that its actions run. */
  @Column('text', { array: true, default: '{}' }) flows!: string[];
}
