import type { MigrationInterface, QueryRunner } from 'typeorm';
import { jobs } from './0001-foundation-jobs.ts';

/** Tables of the foundation: people and access, scripts, jobs, resources, variables, events. Nothing runs before it. */
export class Foundation1763600000000 implements MigrationInterface {
  readonly name = 'Foundation1763600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [people, access, items, jobs, logs]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const people = /* sql */ `
create table workspace (
  id text primary key,
  name text not null,
  data_key bytea not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  archived_at timestamptz
);
comment on column workspace.data_key is 'Key for the secrets of the workspace, wrapped by the master key';

create table "user" (
  id uuid primary key,
  email text not null,
  name text not null default '',
  password_hash text,
  is_superadmin boolean not null default false,
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
create unique index user_email on "user" (lower(email));

create table membership (
  workspace_id text not null references workspace,
  user_id uuid not null references "user",
  username text not null,
  role text not null check (role in ('admin', 'developer', 'operator')),
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  primary key (workspace_id, user_id),
  unique (workspace_id, username)
);
create index membership_user on membership (user_id);

create table group_ (
  workspace_id text not null references workspace,
  name text not null,
  summary text not null default '',
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, name)
);

create table group_member (
  workspace_id text not null,
  group_name text not null,
  user_id uuid not null references "user",
  is_manager boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, group_name, user_id),
  foreign key (workspace_id, group_name) references group_ on delete cascade
);
create index group_member_user on group_member (user_id);

create table invitation (
  id uuid primary key,
  workspace_id text not null references workspace,
  email text not null,
  role text not null check (role in ('admin', 'developer', 'operator')),
  groups text[] not null default '{}',
  token_hash bytea not null unique,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create index invitation_workspace on invitation (workspace_id);

create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references "user",
  csrf_token text not null,
  user_agent text not null default '',
  ip text not null default '',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_owner on session (user_id);

create table token (
  id uuid primary key,
  token_hash bytea not null unique,
  prefix text not null,
  user_id uuid not null references "user",
  workspace_id text not null references workspace,
  label text not null,
  scopes text[] not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
comment on column token.scopes is 'Empty: everything that the user may do';
create index token_user on token (user_id);

create table sign_in_attempt (
  id uuid primary key,
  key text not null,
  at timestamptz not null default now()
);
create index sign_in_attempt_key on sign_in_attempt (key, at);
`;

const access = /* sql */ `
create table folder (
  workspace_id text not null references workspace,
  name text not null,
  summary text not null default '',
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, name)
);

create table grant_ (
  workspace_id text not null references workspace,
  object_kind text not null check (object_kind in ('folder', 'script', 'flow', 'agent', 'app', 'resource', 'variable')),
  object_path text not null,
  subject text not null check (subject ~ '^[ug]/'),
  level text not null check (level in ('read', 'write', 'owner')),
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, object_kind, object_path, subject)
);
comment on column grant_.object_path is 'Name of the folder, or path of the item';
comment on column grant_.subject is 'u/<username> or g/<group>';
create index grant_subject on grant_ (workspace_id, subject);
`;

const items = /* sql */ `
create table script (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  current_version integer not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index script_path on script (workspace_id, path) where archived_at is null;
create index script_updated on script (workspace_id, updated_at desc);

create table script_version (
  id uuid primary key,
  script_id uuid not null references script on delete cascade,
  workspace_id text not null,
  version integer not null,
  hash text not null,
  language text not null,
  content text not null,
  schema json not null,
  has_main boolean not null default true,
  lock text not null default '',
  summary text not null default '',
  description text not null default '',
  settings jsonb not null default '{}',
  imports text[] not null default '{}',
  message text not null default '',
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (script_id, version)
);
comment on column script_version.hash is 'Content hash over source, lock, settings and the hashes of imported scripts';
comment on column script_version.schema is 'json and not jsonb: the order of the properties is the order of the parameters';
comment on column script_version.imports is 'Paths of the scripts of the workspace that the source imports directly';
create index script_version_imports on script_version using gin (imports);

create table draft (
  workspace_id text not null references workspace,
  user_id uuid not null references "user",
  kind text not null,
  path text not null,
  value jsonb not null,
  based_on integer,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, user_id, kind, path)
);

create table favourite (
  workspace_id text not null references workspace,
  user_id uuid not null references "user",
  kind text not null,
  path text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id, kind, path)
);

create table recent_item (
  workspace_id text not null references workspace,
  user_id uuid not null references "user",
  kind text not null,
  path text not null,
  at timestamptz not null default now(),
  primary key (workspace_id, user_id, kind, path)
);

create table resource_type (
  workspace_id text not null references workspace,
  name text not null,
  schema json not null,
  description text not null default '',
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, name)
);
comment on table resource_type is 'Types that a workspace adds; those that ship with Millrace are in code';

create table resource (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  resource_type text not null,
  value jsonb not null,
  description text not null default '',
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, path)
);
comment on column resource.value is 'Fields that the type marks as secret are stored as {"$encrypted": "..."}';

create table variable (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  value text not null,
  is_secret boolean not null,
  description text not null default '',
  expires_at timestamptz,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, path)
);
comment on column variable.value is 'Cipher text where the variable is a secret';

create table state (
  workspace_id text not null references workspace,
  path text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, path)
);
comment on table state is 'What a script remembers between runs, by its path';
`;

const logs = /* sql */ `
create table event (
  id uuid primary key,
  workspace_id text references workspace,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  object_kind text not null,
  object_path text not null default '',
  labels jsonb not null default '{}',
  cause jsonb not null default '{}',
  details jsonb not null default '{}'
);
comment on table event is 'Append-only: what was changed, by whom, through what; written in the transaction of the change';
create index event_time on event (workspace_id, at desc, id desc);
create index event_object on event (workspace_id, object_kind, object_path, at desc);
`;
