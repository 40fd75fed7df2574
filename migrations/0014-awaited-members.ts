import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Members whom an import wrote down and who have not come in yet. They count as disabled everywhere until they follow a link, so that nobody
 * gains or loses anything by standing in a file.
 */
export class AwaitedMembers1764900000000 implements MigrationInterface {
  readonly name = 'AwaitedMembers1764900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(/* sql */ `
      alter table membership
        add column arrival text not null default 'joined' check (arrival in ('joined', 'awaited', 'barred')),
        add constraint membership_arrival check (arrival = 'joined' or disabled_at is not null)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}
