import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A command that was carried out on a working copy, for others who edit it. */
@Entity('app_command')
export class AppCommandEntity {
  @PrimaryColumn('text', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') path!: string;
  @PrimaryColumn('integer') seq!: number;
  @Column('json') command!: object;
  @Column('text') by!: string;
  /** Window of the person. */
  @Column('text', { default: '' }) client!: string;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
}
