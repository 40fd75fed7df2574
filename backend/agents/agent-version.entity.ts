import { Column, Entity } from 'typeorm';
import { ItemVersionEntity } from '../items/versioned-item.entity.ts';

/** A deployed state of an agent; a run is bound to the one that it began with. */
@Entity('agent_version')
export class AgentVersionEntity extends ItemVersionEntity {
  @Column('uuid', { name: 'agent_id' }) itemId!: string;
  @Column('json') value!: object;
  /** Who deployed it: its models are opened with the rights of this person. */
  @Column('uuid', { name: 'author_id' }) authorId!: string;
  /** Name of its model. */
  @Column('text', { default: '' }) model!: string;
  @Column('boolean', { name: 'is_practice', default: false }) isPractice!: boolean;
  @Column('integer', { name: 'tool_count', default: 0 }) toolCount!: number;
  /** Paths of the scripts that it calls, asks as guards or is scored by. */
  @Column('text', { array: true, default: '{}' }) scripts!: string[];
  @Column('text', { array: true, default: '{}' }) flows!: string[];
  @Column('text', { array: true, default: '{}' }) agents!: string[];
  /** Paths of the resources of its models and MCP servers. */
  @Column('text', { array: true, default: '{}' }) resources!: string[];
}
