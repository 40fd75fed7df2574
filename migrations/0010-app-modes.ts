import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of what people leave behind while they use apps: how often apps without sign-in are used, views of tables that people keep, exports. */
export class AppModes1764500000000 implements MigrationInterface {
  readonly name = 'AppModes1764500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(modes);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const modes = /* sql */ `
create table app_use (
  workspace_id text not null,
  path text not null,
  key text not null,
  window_at timestamptz not null,
  used integer not null default 0,
  primary key (workspace_id, path, key, window_at)
);
comment on table app_use is 'How often people without an account used an app in a minute or day; deleted when the time is over';
comment on column app_use.key is 'What is counted: the runs of the app, or one address, of which only a hash is kept';
create index app_use_window on app_use (window_at);

create table app_saved_view (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  component text not null,
  user_id uuid not null references "user" on delete cascade,
  name text not null,
  value json not null,
  is_default boolean not null default false,
  updated_at timestamptz not null default now(),
  unique (workspace_id, path, component, user_id, name)
);
comment on table app_saved_view is 'How a person keeps a table of an app: columns, sort, filters, search; theirs alone';
create unique index app_saved_view_default on app_saved_view (workspace_id, path, component, user_id) where is_default;

create table app_export (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  release integer not null,
  action text not null,
  user_id uuid not null references "user" on delete cascade,
  created_by text not null,
  name text not null,
  request json not null,
  status text not null default 'running' check (status in ('running', 'done', 'failed', 'cancelled')),
  parts integer not null default 0,
  row_count integer not null default 0,
  total integer,
  byte_count bigint not null default 0,
  job_id uuid,
  error json,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
comment on table app_export is 'All rows of a table of an app as a file: made page by page, each by a run of the action; the parts lie in the object store';
comment on column app_export.job_id is 'The run that brings the next page';
create index app_export_user on app_export (workspace_id, user_id, created_at desc);
create index app_export_ended on app_export (ended_at) where ended_at is not null;
`;
