import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts how often a schedule has tried a tick: a flow is tried again as a run of its own, and the tick goes on with that one. */
export class ScheduleTries1764970000000 implements MigrationInterface {
  readonly name = 'ScheduleTries1764970000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(/* sql */ `
      alter table schedule_tick add column tries integer not null default 1;
      comment on column schedule_tick.tries is 'Runs of a flow that were made for it; the attempts of a script stand in its job'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}
