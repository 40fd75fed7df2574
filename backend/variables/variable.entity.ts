import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A single value at a path, maybe secret. */
@Entity('variable')
export class VariableEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') path!: string;
  /** Cipher text where the variable is a secret. */
  @Column('text') value!: string;
  @Column('boolean', { name: 'is_secret' }) isSecret!: boolean;
  @Column('text', { default: '' }) description!: string;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
