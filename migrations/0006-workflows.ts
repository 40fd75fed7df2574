import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workflows as code: their checkpoints, and what jobs and versions tell of them. Workers of before leave such jobs alone only if none is deployed yet. */
export class Workflows1764100000000 implements MigrationInterface {
  readonly name = 'Workflows1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [steps, jobs, versions]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const steps = /* sql */ `
create table workflow_step (
  job_id uuid not null,
  key text not null,
  kind text not null check (kind in ('start', 'step', 'task', 'sleep', 'event', 'approval')),
  name text not null,
  status text not null check (status in ('open', 'succeeded', 'failed', 'cancelled')),
  ordinal integer,
  attempts integer not null default 1,
  input_hash text,
  result json,
  result_object text,
  is_sealed boolean not null default false,
  error jsonb,
  child_job_id uuid,
  wait_id uuid,
  due_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz,
  is_reused boolean not null default false,
  primary key (job_id, key)
) with (fillfactor = 80);
comment on table workflow_step is 'Checkpoints of workflows: what has ended is not done again when the job runs again. A step is one row, written once; what waits is a second write when it ends. No foreign key: its check would cost as much as the row, and the sweep of old jobs takes the rows along';
comment on column workflow_step.key is 'Place within the code: a number in the order of the calls, after the branch of a parallel where there is one: 3[0]/1';
comment on column workflow_step.ordinal is 'The order in which the code was told of the ends, and in which a replay tells it again; null while it was not told';
comment on column workflow_step.is_sealed is 'The result holds a secret of the job, so it is encrypted';
create index workflow_step_object on workflow_step (result_object) where result_object is not null;
create index workflow_step_child on workflow_step (child_job_id) where child_job_id is not null;
`;

const jobs = /* sql */ `
alter table job add column entry text;
alter table job add column wakes integer not null default 0;
comment on column job.entry is 'Function of the script that runs instead of main: a task of a workflow';
comment on column job.wakes is 'Counts what woke a workflow: one that was woken meanwhile must not go to sleep';
`;

const versions = /* sql */ `
alter table script_version add column is_workflow boolean not null default false;
comment on column script_version.is_workflow is 'main is a workflow: its steps are recorded, and it waits without a process';
`;
