import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tells every server when somebody may lose something: a session or token that ends, a membership, group or grant that changes. Triggers,
 * because there are many ways to take access away and none of them may be forgotten. A transaction tells it once.
 */
export class AccessNotices1764960000000 implements MigrationInterface {
  readonly name = 'AccessNotices1764960000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(/* sql */ `
      create function notify_access() returns trigger language plpgsql as $$
        begin
          perform pg_notify('millrace_access', '');
          return null;
        end
      $$;
      create trigger session_access after delete or update of expires_at on session for each statement execute function notify_access();
      create trigger token_access after delete or update of revoked_at, expires_at, scopes on token for each statement execute function notify_access();
      create trigger user_access after delete or update of disabled_at on "user" for each statement execute function notify_access();
      create trigger membership_access after delete or update of role, disabled_at on membership for each statement execute function notify_access();
      create trigger group_member_access after delete on group_member for each statement execute function notify_access();
      create trigger grant_access after delete or update of level on grant_ for each statement execute function notify_access();
      create trigger workspace_access after update of archived_at on workspace for each statement execute function notify_access();`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}
