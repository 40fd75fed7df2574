import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for a decision of people, with their votes and their record. Old workers survive it: they only never ask. */
export class Approvals1764000000000 implements MigrationInterface {
  readonly name = 'Approvals1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [requests, votes, record, delegations]) await queryRunner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const requests = /* sql */ `
create table approval_request (
  id uuid primary key,
  workspace_id text not null references workspace,
  status text not null default 'open' check (status in ('open', 'approved', 'rejected', 'expired', 'withdrawn', 'void')),
  title text not null,
  summary text not null default '',
  subject_kind text not null check (subject_kind in ('flow', 'workflow', 'run', 'agent')),
  runnable_kind text not null,
  path text not null,
  version integer,
  job_id uuid,
  step text,
  wait_id uuid,
  requested_by text not null,
  requested_by_user_id uuid,
  chain text[] not null default '{}',
  authors text[] not null default '{}',
  spec json not null,
  args json not null default '{}',
  args_schema json,
  preview json,
  labels jsonb not null default '{}',
  hash text not null,
  stages jsonb not null,
  stage integer not null default 0,
  waits_for text[] not null default '{}',
  barred text[] not null default '{}',
  seen_by text[] not null default '{}',
  claimed_by text,
  run_draft json,
  run_job_id uuid,
  created_at timestamptz not null default now(),
  due_at timestamptz,
  remind_at timestamptz,
  escalate_at timestamptz,
  expires_at timestamptz,
  ended_at timestamptz,
  check ((status = 'open') = (ended_at is null))
);
comment on column approval_request.wait_id is 'The wait of the run that goes on when it is decided; null for what nothing waits for';
comment on column approval_request.chain is 'Who asked, and everyone in whose name a job of the chain runs: they may be kept from deciding';
comment on column approval_request.args is 'Secrets in it are cipher text';
comment on column approval_request.hash is 'Of target, version, arguments and preview: what a decision is about';
comment on column approval_request.stages is 'The stages as they are now: candidates change when a stage is given to others';
comment on column approval_request.waits_for is 'Who may decide the current stage: u/<user>, g/<group>, o/f/<folder>, o/u/<user>, admins';
comment on column approval_request.barred is 'Who may not decide the current stage although a candidate';
comment on column approval_request.seen_by is 'Everyone whom it ever waited for: they may look at it';
comment on column approval_request.run_draft is 'The job that is written when a request to run is approved';
create index approval_request_open on approval_request (workspace_id, id desc) where status = 'open';
create index approval_request_waits_for on approval_request using gin (waits_for) where status = 'open';
create index approval_request_seen_by on approval_request using gin (seen_by);
create index approval_request_requested on approval_request (workspace_id, requested_by, id desc);
create index approval_request_done on approval_request (workspace_id, ended_at desc, id desc) where ended_at is not null;
create index approval_request_path on approval_request (workspace_id, path, id desc);
create index approval_request_job on approval_request (job_id) where job_id is not null;
create unique index approval_request_wait on approval_request (wait_id) where wait_id is not null;
create index approval_request_expires on approval_request (expires_at) where status = 'open' and expires_at is not null;
`;

const votes = /* sql */ `
create table approval_vote (
  id uuid primary key,
  request_id uuid not null references approval_request on delete cascade,
  stage integer not null,
  voter text not null,
  voter_user_id uuid,
  principal text not null,
  vote text not null check (vote in ('approve', 'reject')),
  is_escalated boolean not null default false,
  comment text not null default '',
  form_values json,
  channel text not null,
  hash_seen text,
  idempotency_key text,
  fingerprint text,
  at timestamptz not null default now(),
  unique (request_id, stage, voter),
  unique (request_id, stage, principal)
);
comment on column approval_vote.voter is 'Who acted: u/<user>, or email:<address> for a person outside';
comment on column approval_vote.principal is 'Whose right it was: one right and one person give one vote each';
create unique index approval_vote_idempotency on approval_vote (request_id, voter, idempotency_key) where idempotency_key is not null;

create table approval_link (
  id uuid primary key,
  request_id uuid not null references approval_request on delete cascade,
  stage integer not null,
  token_hash bytea not null unique,
  email text not null,
  principal text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on column approval_link.principal is 'Who made the link: its vote is given in the right of this person';
create index approval_link_request on approval_link (request_id);
`;

const record = /* sql */ `
create table approval_event (
  id uuid primary key,
  request_id uuid not null references approval_request on delete cascade,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  actor text not null,
  on_behalf_of text,
  channel text not null,
  stage integer,
  comment text not null default '',
  form_values json,
  details jsonb not null default '{}'
);
create index approval_event_request on approval_event (request_id, at, id);
create index approval_event_time on approval_event (at, id);

create function approval_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'The record of an approval is only ever added to';
end $$;
create trigger approval_event_stays before update on approval_event for each row execute function approval_event_stays();
`;

const delegations = /* sql */ `
create table approval_delegation (
  id uuid primary key,
  workspace_id text not null references workspace,
  principal text not null,
  delegate text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  check (from_at < until_at),
  check (principal <> delegate)
);
create index approval_delegation_delegate on approval_delegation (workspace_id, delegate, until_at) where revoked_at is null;
create index approval_delegation_principal on approval_delegation (workspace_id, principal, until_at) where revoked_at is null;
`;
