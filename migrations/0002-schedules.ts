import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schedules and what became of each of their ticks. */
export class Schedules1763700000000 implements MigrationInterface {
  readonly name = 'Schedules1763700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [schedules, ticks, grants]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const schedules = /* sql */ `
create table schedule (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  summary text not null default '',
  description text not null default '',
  runnable_kind text not null,
  runnable_path text not null,
  args json not null default '{}',
  cron text not null,
  timezone text not null,
  is_enabled boolean not null,
  no_overlap boolean not null default false,
  catch_up text not null default 'last' check (catch_up in ('skip', 'last', 'all')),
  catch_up_limit integer not null default 100,
  jitter_s integer not null default 0,
  paused_until timestamptz,
  retry jsonb,
  tag text,
  on_failure jsonb,
  on_recovery jsonb,
  on_success jsonb,
  alert_email jsonb,
  version integer not null default 1,
  run_as text not null,
  run_as_user_id uuid not null references "user",
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  next_at timestamptz,
  idle_from timestamptz,
  last_tick_at timestamptz,
  failing_count integer not null default 0,
  failing_since timestamptz,
  recovering_count integer not null default 0,
  is_alerted boolean not null default false,
  problem jsonb,
  revision integer not null default 0,
  unique (workspace_id, path)
);
comment on column schedule.run_as is 'Who wrote it last: the jobs act as this person';
comment on column schedule.next_at is 'The first tick that is not decided yet; null while nothing will come';
comment on column schedule.idle_from is 'The first tick of a time in which it was off or paused, until that time is on record';
comment on column schedule.is_alerted is 'The handler of failures was called and a recovery was not seen yet';
comment on column schedule.revision is 'Counts the changes of what runs and when, so that a decision that was prepared outside of a transaction can be checked within it';
create index schedule_runnable on schedule (workspace_id, runnable_kind, runnable_path);
create index schedule_due on schedule (next_at) where next_at is not null;
`;

const ticks = /* sql */ `
create table schedule_tick (
  id uuid primary key,
  schedule_id uuid not null references schedule on delete cascade,
  kind text not null check (kind in ('tick', 'backfill', 'manual')),
  tick_at timestamptz not null,
  through_at timestamptz,
  ticks integer not null default 1,
  outcome text not null check (outcome in ('ran', 'skipped', 'refused', 'missed', 'off')),
  reason text,
  job_id uuid,
  status text,
  duration_ms integer,
  decided_at timestamptz not null default now()
);
comment on column schedule_tick.through_at is 'Of a row that stands for several ticks in which nothing ran: the last of them';
comment on column schedule_tick.status is 'How the job ended; kept after the job itself is deleted';
create unique index schedule_tick_once on schedule_tick (schedule_id, tick_at) where kind = 'tick' and outcome in ('ran', 'skipped', 'refused');
create index schedule_tick_time on schedule_tick (schedule_id, tick_at desc, id desc);
create index schedule_tick_job on schedule_tick (job_id) where job_id is not null;
create index schedule_tick_open on schedule_tick (schedule_id) where job_id is not null and status is null;
`;

const grants = /* sql */ `
alter table grant_ drop constraint grant__object_kind_check;
alter table grant_ add check (object_kind in ('folder', 'script', 'flow', 'agent', 'app', 'resource', 'variable', 'schedule'));
`;
