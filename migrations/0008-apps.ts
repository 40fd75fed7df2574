import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of apps: where an app is, its releases, and the working copy that people edit together. */
export class Apps1764300000000 implements MigrationInterface {
  readonly name = 'Apps1764300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(apps);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const apps = /* sql */ `
create table app (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  current_version integer not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
comment on column app.current_version is 'The live release: viewers reach this one and no other';
create unique index app_path on app (workspace_id, path) where archived_at is null;
create index app_updated on app (workspace_id, updated_at desc);

create table app_version (
  id uuid primary key,
  app_id uuid not null references app on delete cascade,
  workspace_id text not null,
  version integer not null,
  hash text not null,
  document json not null,
  policy json not null,
  schema json not null default '{}',
  author_id uuid not null,
  page_count integer not null default 0,
  scripts text[] not null default '{}',
  flows text[] not null default '{}',
  summary text not null default '',
  description text not null default '',
  message text not null default '',
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (app_id, version)
);
comment on column app_version.policy is 'What its actions may run, with which fixed arguments, as whom: derived by the server at the release';
comment on column app_version.schema is 'Of the parameters of its first page';
comment on column app_version.author_id is 'As whom actions with run_as author run, as long as this person may';
create index app_version_scripts on app_version using gin (scripts);
create index app_version_flows on app_version using gin (flows);

create table app_draft (
  workspace_id text not null references workspace,
  path text not null,
  summary text not null default '',
  description text not null default '',
  document json not null,
  seq integer not null default 0,
  based_on integer,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, path)
);
comment on table app_draft is 'One for each app, shared by all who may edit it: commands are applied under the lock of its row';

create table app_command (
  workspace_id text not null,
  path text not null,
  seq integer not null,
  command json not null,
  by text not null,
  client text not null default '',
  at timestamptz not null default now(),
  primary key (workspace_id, path, seq),
  foreign key (workspace_id, path) references app_draft on update cascade on delete cascade
);
comment on table app_command is 'What was done to a working copy, for those who edit it at the same time; the last thousand of each are kept';
`;
