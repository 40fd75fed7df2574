import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a running flow consists of, and everything that waits without a worker. */
export class FlowRuns1763900000000 implements MigrationInterface {
  readonly name = 'FlowRuns1763900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [runs, waits]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const runs = /* sql */ `
create table flow_run (
  job_id uuid primary key,
  workspace_id text not null,
  version_id uuid,
  value json,
  args json,
  depth smallint not null default 0,
  status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'cancelled', 'skipped')),
  next_seq integer not null default 1,
  early_seq integer,
  restarted_from uuid,
  restarted_frame text,
  restarted_step text
) with (fillfactor = 50);
comment on table flow_run is 'One row for each flow job that has begun; its lock is held for each decision about the run. No foreign key: the rows go with their job, which the sweep of old jobs sees to. Only next_seq changes while it runs, and each page keeps room for it';
comment on column flow_run.version_id is 'The version that the run is bound to; null where it has a definition of its own';
comment on column flow_run.value is 'Definition of a run that is not of a deployed version';
comment on column flow_run.args is 'Arguments that the preprocessor made; null: those of the job';
comment on column flow_run.depth is 'How many flows are around it';
comment on column flow_run.early_seq is 'The step whose result answers callers before the end';
create index flow_run_restarted on flow_run (restarted_from) where restarted_from is not null;

create table flow_step (
  job_id uuid not null,
  seq integer not null,
  kind text not null,
  frame text not null,
  step text not null,
  attempt integer not null,
  "row" json not null,
  held json,
  result_job_id uuid,
  result_seq integer,
  child_job_id uuid,
  is_reused boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (job_id, seq)
);
comment on table flow_step is 'The record of a run: rows are only ever added, and folding them gives its state. No foreign key: a check per row would cost as much as the row';
comment on column flow_step."row" is 'What happened, as the engine wrote it';
comment on column flow_step.held is 'What the row itself brings along: a result that no job has, the items of a loop, a vote';
comment on column flow_step.result_job_id is 'The job whose result this is';
comment on column flow_step.result_seq is 'The row of the same run that holds the result, where that is another one';
comment on column flow_step.child_job_id is 'The job that runs the attempt';
comment on column flow_step.is_reused is 'Taken over from the run that this one restarts, or from the cache';
create index flow_step_place on flow_step (job_id, frame, step);
`;

const waits = /* sql */ `
create table wait (
  id uuid primary key,
  workspace_id text not null,
  job_id uuid not null,
  owner text not null,
  place text not null,
  kind text not null check (kind in ('sleep', 'retry', 'approval', 'event', 'child')),
  due_at timestamptz,
  event_key text,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  ending json,
  unique (job_id, place, kind)
) with (fillfactor = 80);
comment on table wait is 'Everything that waits without a worker: for a time, a decision, an event. Ends once';
comment on column wait.owner is 'Who is told of the end: flow, workflow';
comment on column wait.place is 'Where in the run of the job it waits, in the words of its owner';
comment on column wait.ending is 'Why it ended; null while it is open';
create index wait_event on wait (workspace_id, event_key) where closed_at is null and event_key is not null;
create index wait_due on wait (due_at) where closed_at is null and due_at is not null;

create table kept_event (
  id uuid primary key,
  workspace_id text not null,
  event_key text not null,
  payload json not null,
  received_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table kept_event is 'Events that came before anybody waited for them, kept because the sender asked for it';
create index kept_event_key on kept_event (workspace_id, event_key, received_at);
create index kept_event_expiry on kept_event (expires_at);
`;
