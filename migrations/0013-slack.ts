import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Slack: where it is connected, who is who there, what its commands run, and what was received, asked and shown. */
export class Slack1764800000000 implements MigrationInterface {
  readonly name = 'Slack1764800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [installs, commands, requests, shown, simulator]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const installs = /* sql */ `
create table slack_install (
  id uuid primary key,
  workspace_id text not null references workspace,
  kind text not null check (kind in ('slack', 'simulator')),
  team_id text not null,
  team_name text not null default '',
  team_url text not null default '',
  app_id text not null,
  bot_user_id text not null,
  bot_token text not null,
  signing_secret text not null,
  approval_channel text,
  is_enabled boolean not null default true,
  problem jsonb,
  set_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, kind),
  unique (team_id, app_id)
);
comment on column slack_install.bot_token is 'Cipher text, as is the signing secret';
comment on column slack_install.problem is 'What Slack said when it was last called in vain: at, code, message';

create table slack_person (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  slack_user_id text not null,
  slack_name text not null default '',
  user_id uuid references "user",
  how text not null check (how in ('email', 'admin', 'blocked')),
  linked_by text not null,
  checked_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  unique (install_id, slack_user_id)
);
comment on column slack_person.how is 'By the confirmed address that Slack knows, by an admin, or taken apart by an admin, so that the address does not bring them together again';
create index slack_person_user on slack_person (user_id) where user_id is not null;
`;

const commands = /* sql */ `
create table slack_command (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  summary text not null default '',
  trigger text not null check (trigger in ('command', 'global_shortcut', 'message_shortcut', 'mention')),
  name text not null,
  runnable_kind text not null,
  runnable_path text not null,
  args json not null default '{}',
  argument_order text[] not null default '{}',
  text_argument text,
  allowed text[] not null default '{}',
  answer text not null check (answer in ('private', 'channel')),
  form text not null check (form in ('when_needed', 'always')),
  is_enabled boolean not null,
  version integer not null default 1,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, path)
);
create unique index slack_command_name on slack_command (workspace_id, trigger, lower(name)) where is_enabled;
create index slack_command_runnable on slack_command (workspace_id, runnable_kind, runnable_path);
`;

const requests = /* sql */ `
create table slack_request (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  kind text not null check (kind in ('command', 'interaction', 'event')),
  dedupe_key text not null,
  payload json,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  unique (install_id, dedupe_key)
);
comment on table slack_request is 'What Slack has sent, written before it is answered; it is kept for a day so that what is sent again is known';
comment on column slack_request.payload is 'Until it is handled';
create index slack_request_time on slack_request (received_at);
`;

const shown = /* sql */ `
create table slack_modal (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  slack_user_id text not null,
  kind text not null check (kind in ('run', 'decision')),
  state json not null,
  view_id text,
  created_at timestamptz not null default now(),
  submitted_at timestamptz
);
create index slack_modal_time on slack_modal (created_at);

create table slack_run (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  workspace_id text not null,
  job_id uuid not null unique,
  title text not null,
  slack_user_id text not null,
  user_id uuid not null,
  channel text not null,
  thread_ts text,
  is_private boolean not null,
  is_conversation boolean not null default false,
  response_url text,
  response_uses integer not null default 0,
  response_until timestamptz,
  message_ts text,
  shown text,
  sending_until timestamptz,
  created_at timestamptz not null default now()
);
comment on column slack_run.response_url is 'Cipher text: who knows it may write there. Slack takes five answers in thirty minutes';
comment on column slack_run.sending_until is 'While somebody tells Slack how it stands, so that no older state comes after a newer one';
create index slack_run_time on slack_run (created_at);

create table slack_thread (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  channel text not null,
  thread_ts text not null,
  slack_user_id text not null,
  command_path text not null,
  agent_path text not null,
  thread_id uuid not null,
  created_at timestamptz not null default now(),
  unique (install_id, channel, thread_ts, slack_user_id)
);

create table slack_card (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  request_id uuid not null,
  target text not null,
  channel text,
  ts text,
  hash text not null default '',
  shown text,
  sending_until timestamptz,
  created_at timestamptz not null default now(),
  unique (install_id, request_id, target)
);
comment on column slack_card.hash is 'Of the request as the card shows it: what a button on it decides about';
create index slack_card_request on slack_card (request_id);
`;

const simulator = /* sql */ `
create table slack_simulator_item (
  id uuid primary key,
  install_id uuid not null references slack_install on delete cascade,
  kind text not null check (kind in ('message', 'view', 'trigger', 'response')),
  key text not null,
  body jsonb not null,
  at timestamptz not null default clock_timestamp(),
  unique (install_id, kind, key)
);
comment on table slack_simulator_item is 'What a Slack of our own keeps, for trying things out without one';
`;
