import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agents: the items with their versions, threads with their messages, and what is recorded of each run. Workers of before leave jobs of agents alone: they have a tag of their own. */
export class Agents1764600000000 implements MigrationInterface {
  readonly name = 'Agents1764600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [items, threads, runs, money, volumes]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const items = /* sql */ `
create table agent (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  current_version integer not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index agent_path on agent (workspace_id, path) where archived_at is null;
create index agent_updated on agent (workspace_id, updated_at desc);

create table agent_version (
  id uuid primary key,
  agent_id uuid not null references agent on delete cascade,
  workspace_id text not null,
  version integer not null,
  hash text not null,
  value json not null,
  schema json not null default '{}',
  author_id uuid not null,
  model text not null default '',
  is_practice boolean not null default false,
  tool_count integer not null default 0,
  scripts text[] not null default '{}',
  flows text[] not null default '{}',
  agents text[] not null default '{}',
  resources text[] not null default '{}',
  summary text not null default '',
  description text not null default '',
  message text not null default '',
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (agent_id, version)
);
comment on column agent_version.author_id is 'Who deployed it: its models are opened with the rights of this person, as long as this person has them';
create index agent_version_scripts on agent_version using gin (scripts);
create index agent_version_flows on agent_version using gin (flows);
create index agent_version_agents on agent_version using gin (agents);
`;

const threads = /* sql */ `
create table thread (
  id uuid primary key,
  workspace_id text not null,
  user_id uuid,
  title text not null default '',
  is_title_final boolean not null default false,
  agent_path text not null,
  source text not null check (source in ('chat', 'app', 'slack', 'api', 'flow', 'schedule', 'mcp', 'evaluation', 'agent', 'editor')),
  status text not null default 'idle' check (status in ('idle', 'running', 'waiting', 'failed')),
  head_id uuid,
  shared_with text[] not null default '{}',
  memory json,
  next_seq integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column thread.user_id is 'Whose it is; null where nobody is meant to continue it';
comment on column thread.is_title_final is 'A person has named it: no answer changes that';
comment on column thread.memory is 'Summary of what came before the messages that the model is shown, with the message up to which it goes';
comment on column thread.next_seq is 'Number of the next piece of its stream; numbers are never used twice';
create index thread_mine on thread (workspace_id, user_id, updated_at desc, id desc);
create index thread_shared on thread using gin (shared_with) where shared_with <> '{}';
create index thread_agent on thread (workspace_id, agent_path);

create table message (
  id uuid primary key,
  thread_id uuid not null references thread on delete cascade,
  workspace_id text not null,
  parent_id uuid,
  role text not null check (role in ('user', 'assistant')),
  parts json not null default '[]',
  content json,
  input json not null default '{}',
  words text not null default '',
  status text not null check (status in ('done', 'running', 'waiting', 'failed', 'stopped')),
  error jsonb,
  job_id uuid,
  model text,
  is_practice boolean not null default false,
  usage json,
  feedback jsonb,
  created_by text not null,
  created_at timestamptz not null default now()
);
comment on column message.content is 'What a model is shown of it: messages of the SDK. The parts are what people are shown';
comment on column message.words is 'Its text, for the search';
create index message_thread on message (thread_id, created_at, id);
create index message_job on message (job_id) where job_id is not null;

create table thread_file (
  id uuid primary key,
  workspace_id text not null,
  thread_id uuid not null references thread on delete cascade,
  message_id uuid,
  name text not null,
  media_type text not null,
  size integer not null,
  object_key text not null,
  created_by text not null,
  created_at timestamptz not null default now()
);
create index thread_file_thread on thread_file (thread_id);
create index thread_file_object on thread_file (object_key);
`;

const runs = /* sql */ `
create table agent_run (
  job_id uuid primary key,
  workspace_id text not null,
  thread_id uuid not null,
  message_id uuid not null,
  agent_path text not null,
  version_id uuid,
  value json,
  schema json,
  model json,
  kept_seq integer not null default 0,
  input_tokens bigint not null default 0,
  cached_input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  cost_usd double precision not null default 0,
  turns integer not null default 0,
  tool_calls integer not null default 0,
  worked_ms bigint not null default 0,
  created_at timestamptz not null default now()
);
comment on table agent_run is 'One for each job of an agent. No foreign key to the job, as for its steps: the sweep of old jobs takes them along';
comment on column agent_run.message_id is 'The answer that it writes';
comment on column agent_run.value is 'Of an agent that is not deployed';
comment on column agent_run.kept_seq is 'Pieces of the stream up to this one belong to what is recorded; what came after it is written anew after a crash';
create index agent_run_thread on agent_run (thread_id);

create table agent_step (
  job_id uuid not null,
  seq integer not null,
  kind text not null check (kind in ('turn', 'tool', 'summary')),
  call_id text,
  name text not null default '',
  status text not null default 'done',
  record json not null,
  detail json,
  child_job_id uuid,
  approval_id uuid,
  wait_id uuid,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (job_id, seq)
) with (fillfactor = 80);
comment on table agent_step is 'What is recorded of a run, before anything follows from it: turns of the model with the calls that they ask for';
comment on column agent_step.detail is 'Of a tool call: what it runs, in which version, and the whole arguments that a decision was about';
create unique index agent_step_call on agent_step (job_id, call_id) where call_id is not null;
create index agent_step_child on agent_step (child_job_id) where child_job_id is not null;

create table agent_chunk (
  thread_id uuid not null references thread on delete cascade,
  seq integer not null,
  job_id uuid not null,
  chunk json not null,
  created_at timestamptz not null default now(),
  primary key (thread_id, seq)
);
comment on table agent_chunk is 'Pieces of answers on their way to who watches. The messages hold everything once they are done, and the pieces are deleted a while later';
create index agent_chunk_age on agent_chunk (created_at);
`;

const money = /* sql */ `
create table agent_usage (
  workspace_id text not null,
  day date not null,
  agent_path text not null,
  person text not null,
  tokens bigint not null default 0,
  cost_usd double precision not null default 0,
  turns integer not null default 0,
  runs integer not null default 0,
  primary key (workspace_id, day, agent_path, person)
);
comment on table agent_usage is 'What agents used up, by day (UTC), agent and who asked: written with each turn, so that a budget sees what runs';

create table agent_budget (
  workspace_id text not null references workspace,
  scope text not null check (scope in ('workspace', 'agent', 'user')),
  name text not null default '',
  period text not null check (period in ('day', 'month')),
  cost_usd double precision check (cost_usd >= 0),
  tokens bigint check (tokens >= 0),
  updated_by text not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, scope, name, period),
  check (cost_usd is not null or tokens is not null),
  check ((scope = 'workspace') = (name = ''))
);
comment on column agent_budget.name is 'Path of the agent or u/<username>; * for each of them by itself';
`;

const volumes = /* sql */ `
create table agent_volume (
  id uuid primary key,
  workspace_id text not null,
  agent_path text not null,
  thread_id uuid,
  scope text not null check (scope in ('thread', 'agent')),
  owner text not null,
  quota_bytes bigint not null,
  size_bytes bigint not null default 0,
  version integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, scope, owner)
);
comment on table agent_volume is 'Files of sandboxes of agents: an archive in the data directory by id and version, so that a new one stands before the row points to it';
comment on column agent_volume.owner is 'Id of the thread, or path of the agent';
`;
