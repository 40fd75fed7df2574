/** Tables of the job engine, in the first migration: workers, jobs with their attempts and logs, caches, and the index of the object store. */
export const jobs = /* sql */ `
create table worker (
  id uuid primary key,
  name text not null,
  host text not null,
  process_id integer not null,
  version text not null,
  tags text[] not null,
  isolation text not null,
  isolation_note text not null default '',
  languages jsonb not null,
  capacity integer not null,
  pool_ids text[] not null default '{}',
  load jsonb not null default '{}',
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  draining_at timestamptz,
  ended_at timestamptz
);
comment on column worker.seen_at is 'The lease: a worker whose lease is 15 s old is dead and its jobs belong to nobody';
comment on column worker.pool_ids is 'Names under which graphile-worker holds rows for this worker';
create index worker_live on worker (seen_at) where ended_at is null;

create table job (
  id uuid primary key,
  workspace_id text not null,
  kind text not null,
  path text not null default '',
  version_id uuid,
  raw jsonb,
  args json not null default '{}',
  status text not null default 'queued',
  result json,
  result_object text,
  error jsonb,
  created_by text not null,
  run_as text not null,
  run_as_user_id uuid,
  trigger_kind text not null default 'form',
  trigger_path text,
  tag text not null,
  priority smallint not null default 0,
  parent_id uuid,
  root_id uuid,
  trace_id text not null,
  settings jsonb not null default '{}',
  attempt integer not null default 0,
  idempotency_key text,
  admission_key text,
  admitted_at timestamptz,
  debounce_key text,
  watcher text,
  merged_into uuid,
  worker_id uuid,
  progress smallint,
  cancel_requested_by text,
  cancel_reason text,
  cancel_requested_at timestamptz,
  created_at timestamptz not null default now(),
  scheduled_for timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  constraint job_end check ((ended_at is null) = (status in ('queued', 'running', 'waiting')))
) with (fillfactor = 70);
comment on table job is 'No foreign key to the workspace: its check would lock one row for every job, and workspaces are archived, never deleted. No index names status or worker_id, so that the start of a job is a heap-only update, which writes no index at all; each page keeps room for it';
comment on column job.result is 'json and not jsonb: the order of the keys is what the author wrote, and columns of tables go by it; not converting also costs less';
comment on column job.settings is 'Timeout, retries, cache, idempotent, isolation, environment as they were when the job was made';
comment on column job.attempt is 'Fencing number: only the attempt that is current may complete the job';
comment on column job.watcher is 'Task of the queue that is told of the end';
comment on column job.admission_key is 'Concurrency key; a job with one is handed to a worker only when admitted_at is set';

create unique index job_idempotency on job (workspace_id, idempotency_key) where idempotency_key is not null;
create index job_runs on job (workspace_id, created_at desc, id desc);
create index job_path on job (workspace_id, path, created_at desc, id desc);
create index job_parent on job (parent_id) where parent_id is not null;
create index job_root on job (root_id) where root_id is not null;
create index job_live on job (workspace_id, tag) where ended_at is null;
create index job_admission on job (workspace_id, admission_key, created_at) where admission_key is not null and ended_at is null;
create index job_admitted on job (workspace_id, admission_key, admitted_at) where admission_key is not null and admitted_at is not null;

create table job_attempt (
  job_id uuid not null references job on delete cascade,
  attempt integer not null,
  worker_id uuid,
  started_at timestamptz,
  ended_at timestamptz not null default now(),
  error jsonb,
  primary key (job_id, attempt)
);
comment on table job_attempt is 'Attempts that did not succeed and were followed by another; the last one is in the job itself';

create table job_log (
  job_id uuid not null references job on delete cascade,
  seq integer not null,
  text text not null,
  created_at timestamptz not null default now(),
  primary key (job_id, seq)
);

create table result_cache (
  workspace_id text not null references workspace,
  key text not null,
  job_id uuid not null,
  result json,
  expires_at timestamptz not null,
  primary key (workspace_id, key)
);
create index result_cache_expiry on result_cache (expires_at);

create table lock_cache (
  key text primary key,
  lock text not null,
  created_at timestamptz not null default now()
);

create table object (
  key text primary key,
  workspace_id text not null references workspace,
  size bigint not null,
  content_type text not null,
  created_at timestamptz not null default now()
);
`;
