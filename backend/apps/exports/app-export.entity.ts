import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AppExport } from './exports.contract.ts';

/** All rows of a table as a file for one person. Its content are the objects `exports/<workspace>/<id>/<number of the part>`. */
@Entity('app_export')
export class AppExportEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  @Column('integer') release!: number;
  @Column('text') action!: string;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('text') name!: string;
  /** A `BeginExport`. */
  @Column('json') request!: object;
  @Column('text', { default: 'running' }) status!: AppExport['status'];
  @Column('integer', { default: 0 }) parts!: number;
  @Column('integer', { name: 'row_count', default: 0 }) rowCount!: number;
  @Column('integer', { nullable: true }) total!: number | null;
  @Column('bigint', { name: 'byte_count', default: 0, transformer: { from: Number, to: (size: number) => size } }) byteCount!: number;
  /** The run that brings the next page. */
  @Column('uuid', { name: 'job_id', nullable: true }) jobId!: string | null;
  @Column('json', { nullable: true }) error!: { code: string; message: string } | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
