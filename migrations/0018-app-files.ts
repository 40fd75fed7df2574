import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that people give to apps: what is known of each; the content lies in the object store. */
export class AppFiles1765100000000 implements MigrationInterface {
  readonly name = 'AppFiles1765100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(files);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const files = /* sql */ `
create table app_file (
  id uuid primary key,
  workspace_id text not null references workspace,
  app_path text not null,
  component text not null,
  name text not null,
  type text not null,
  size bigint not null,
  received bigint not null default 0,
  parts integer not null default 0,
  user_id uuid not null,
  uploaded_by text not null,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  expires_at timestamptz not null
);
comment on table app_file is 'A file that somebody gave to an app; its parts are objects, in order';
comment on column app_file.expires_at is 'Then it is deleted with its objects; handing it to a run moves it on';
create index app_file_expires on app_file (expires_at);
create index app_file_user on app_file (workspace_id, user_id);
`;
