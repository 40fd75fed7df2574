import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of flows: where a flow is, and its deployed versions. Its runs have tables of their own. */
export class Flows1763800000000 implements MigrationInterface {
  readonly name = 'Flows1763800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(flows);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const flows = /* sql */ `
create table flow (
  id uuid primary key,
  workspace_id text not null references workspace,
  path text not null,
  current_version integer not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create unique index flow_path on flow (workspace_id, path) where archived_at is null;
create index flow_updated on flow (workspace_id, updated_at desc);

create table flow_version (
  id uuid primary key,
  flow_id uuid not null references flow on delete cascade,
  workspace_id text not null,
  version integer not null,
  hash text not null,
  value json not null,
  schema json not null,
  tag text,
  code json not null default '{}',
  summary text not null default '',
  description text not null default '',
  step_count integer not null default 0,
  step_kinds text[] not null default '{}',
  scripts text[] not null default '{}',
  flows text[] not null default '{}',
  message text not null default '',
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (flow_id, version)
);
comment on column flow_version.value is 'OpenFlow, as json and not jsonb: a flow is given back as it was written';
comment on column flow_version.code is 'By the id of each step with code of its own: its lock, the scripts that it imports, the schema of its arguments';
comment on column flow_version.step_kinds is 'Kinds of the steps of the first level, for lists';
comment on column flow_version.scripts is 'Paths of the scripts that its steps run or import';
comment on column flow_version.flows is 'Paths of the flows that its steps run';
create index flow_version_scripts on flow_version using gin (scripts);
create index flow_version_flows on flow_version using gin (flows);
`;
