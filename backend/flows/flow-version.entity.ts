import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StepCodes } from './step-code.ts';

/** A deployed state of a flow. Inserted once, never changed: a run is bound to the one that it began with. */
@Entity('flow_version')
export class FlowVersionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'flow_id' }) flowId!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('integer') version!: number;
  /** Content hash over the value, the schema, the tag and the locks of its steps. */
  @Column('text') hash!: string;
  @Column('json') value!: object;
  @Column('json') schema!: object;
  /** Tag of the steps that have none of their own. */
  @Column('text', { nullable: true }) tag!: string | null;
  @Column('json', { default: {} }) code!: StepCodes;
  @Column('text', { default: '' }) summary!: string;
  @Column('text', { default: '' }) description!: string;
  @Column('integer', { name: 'step_count', default: 0 }) stepCount!: number;
  @Column('text', { name: 'step_kinds', array: true, default: '{}' }) stepKinds!: string[];
  /** Paths of the scripts that its steps run or import. */
  @Column('text', { array: true, default: '{}' }) scripts!: string[];
  /** Paths of the flows that its steps run. */
  @Column('text', { array: true, default: '{}' }) flows!: string[];
  @Column('text', { default: '' }) message!: string;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
