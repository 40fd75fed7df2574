import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps how long a job took from its worker to its first line of code: runs that start slowly are to be told from those that work slowly. */
export class JobStarting1764950000000 implements MigrationInterface {
  readonly name = 'JobStarting1764950000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(/* sql */ `
      alter table job add column starting_ms integer;
      comment on column job.starting_ms is 'From started_at to the first line of code, of the attempt that ended; null where that is not known or is nothing'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}
