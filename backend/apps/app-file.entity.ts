import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file that somebody gave to an app. Its content are the objects `files/<workspace>/<id>/<number of the part>`. */
@Entity('app_file')
export class AppFileEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text', { name: 'app_path' }) appPath!: string;
  /** The component of the release that asked for it. */
  @Column('text') component!: string;
  @Column('text') name!: string;
  /** By its content, once its first part is there. */
  @Column('text') type!: string;
  @Column('bigint', { transformer: { from: Number, to: (size: number) => size } }) size!: number;
  /** Bytes that are there. */
  @Column('bigint', { default: 0, transformer: { from: Number, to: (size: number) => size } }) received!: number;
  @Column('integer', { default: 0 }) parts!: number;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  /** `u/<username>` */
  @Column('text', { name: 'uploaded_by' }) uploadedBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'completed_at', nullable: true }) completedAt!: Date | null;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}
