import { Column, Entity } from 'typeorm';
import { ItemVersionEntity } from '../items/versioned-item.entity.ts';
import type { StepCodes } from './step-code.ts';

/** A deployed state of a flow; a run is bound to the one that it began with. Its hash is one over value, schema, tag and locks. */
@Entity('flow_version')
export class FlowVersionEntity extends ItemVersionEntity {
  @Column('uuid', { name: 'flow_id' }) itemId!: string;
  @Column('json') value!: object;
  /** Tag of the steps that have none of their own. */
  @Column('text', { nullable: true }) tag!: string | null;
  @Column('json', { default: {} }) code!: StepCodes;
  @Column('integer', { name: 'step_count', default: 0 }) stepCount!: number;
  @Column('text', { name: 'step_kinds', array: true, default: '{}' }) stepKinds!: string[];
  /** Paths of the scripts that its steps run or import. */
  @Column('text', { array: true, default: '{}' }) scripts!: string[];
  /** Paths of the flows that its steps run. */
  @Column('text', { array: true, default: '{}' }) flows!: string[];
}
