import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Evaluations of agents: one row for each, and one for each of its cases. */
export class Evaluations1765200000000 implements MigrationInterface {
  readonly name = 'Evaluations1765200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const statements = /* sql */ `
create table evaluation (
  id uuid primary key,
  workspace_id text not null references workspace,
  agent_path text not null,
  version integer,
  subject_hash text not null,
  scorers json not null,
  threshold double precision,
  is_whole boolean not null,
  status text not null default 'running' check (status in ('running', 'done', 'cancelled')),
  score double precision,
  created_by text not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
comment on column evaluation.version is 'Which version was evaluated; null for one that was not deployed';
comment on column evaluation.subject_hash is 'Of everything but the evaluation set: says whether a version that is to be deployed is the one that was evaluated';
comment on column evaluation.is_whole is 'All cases were run, and not only some of them';
create index evaluation_agent on evaluation (workspace_id, agent_path, created_at desc, id desc);

create table evaluation_case (
  evaluation_id uuid not null references evaluation on delete cascade,
  case_id text not null,
  position integer not null,
  definition json not null,
  job_id uuid not null,
  status text not null default 'running' check (status in ('running', 'scored', 'failed')),
  output json,
  calls json not null default '[]',
  scores json not null default '[]',
  score double precision,
  error json,
  usage json,
  ended_at timestamptz,
  primary key (evaluation_id, case_id)
);
comment on column evaluation_case.score is 'Mean of its scores, 0 where the run failed; null where nothing measures it';
create unique index evaluation_case_job on evaluation_case (job_id);
`;
