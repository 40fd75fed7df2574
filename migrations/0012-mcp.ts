import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of MCP: the AI clients that people have let in by OAuth, and their sessions. */
export class Mcp1764700000000 implements MigrationInterface {
  readonly name = 'Mcp1764700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(oauth);
    await queryRunner.query(sessions);
    await queryRunner.query(notices);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

const oauth = /* sql */ `
create table oauth_client (
  id uuid primary key,
  name text not null,
  redirect_uris text[] not null,
  uri text,
  registered_from text not null default '',
  created_at timestamptz not null default now()
);
comment on table oauth_client is 'Programs that have registered themselves: public, without a secret, worth nothing until somebody lets them in';
comment on column oauth_client.registered_from is 'The network, hashed, for the limit of registrations';
create index oauth_client_registered on oauth_client (registered_from, created_at);

create table oauth_grant (
  id uuid primary key,
  client_id uuid not null references oauth_client on delete cascade,
  user_id uuid not null references "user",
  workspace_id text not null references workspace,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  revoked_at timestamptz
);
comment on table oauth_grant is 'A person has let a client into a workspace. All tokens that come of it end with it';
create index oauth_grant_user on oauth_grant (user_id) where revoked_at is null;
create index oauth_grant_client on oauth_grant (client_id);

create table oauth_code (
  code_hash bytea primary key,
  grant_id uuid not null references oauth_grant on delete cascade,
  redirect_uri text not null,
  code_challenge text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index oauth_code_grant on oauth_code (grant_id);

create table oauth_refresh_token (
  token_hash bytea primary key,
  grant_id uuid not null references oauth_grant on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on column oauth_refresh_token.used_at is 'Each is good for one use; a second one means that it was stolen, and ends the grant';
create index oauth_refresh_token_grant on oauth_refresh_token (grant_id);

alter table token add column grant_id uuid references oauth_grant on delete cascade;
comment on column token.grant_id is 'An access token of OAuth: not made by hand, and not in the list of those that are';
create index token_grant on token (grant_id) where grant_id is not null;
`;

const sessions = /* sql */ `
create table mcp_session (
  id uuid primary key,
  workspace_id text not null references workspace,
  user_id uuid not null references "user",
  client_name text not null default '',
  client_version text not null default '',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
comment on table mcp_session is 'Ties the requests of a client together, whichever server they come to; it opens nothing by itself';
create index mcp_session_seen on mcp_session (seen_at);

create table mcp_call (
  session_id uuid not null references mcp_session on delete cascade,
  request_id text not null,
  job_id uuid,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (session_id, request_id)
);
comment on table mcp_call is 'Which job a call became, so that another server can cancel it; written in the transaction of the job';
`;

/** Who listens for tools asks again when something of the workspace changed that decides which there are. */
const notices = /* sql */ `
create function notify_tools() returns trigger language plpgsql as $$
begin
  perform pg_notify('millrace_tools', new.workspace_id);
  return null;
end
$$;
create trigger event_changes_tools after insert on event for each row
  when (new.workspace_id is not null and new.object_kind in ('script', 'flow', 'agent', 'folder', 'group', 'member', 'resource', 'workspace'))
  execute function notify_tools();
`;
