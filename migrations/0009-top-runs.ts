import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the list of runs pass over the runs of steps, of which one flow may have thousands. */
export class TopRuns1764400000000 implements MigrationInterface {
  readonly name = 'TopRuns1764400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(/* sql */ `create index job_top_runs on job (workspace_id, created_at desc, id desc) where parent_id is null`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}
