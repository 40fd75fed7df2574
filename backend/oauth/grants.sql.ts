import type { Statement } from '../database/database.ts';

/** A grant that is good at this moment: not revoked, its person a member and not shut out. */
export type LiveGrantRow = { id: string; client_id: string; client_name: string; user_id: string; workspace_id: string; scopes: string[] };

/** Takes a code out of use, whatever is then found to be wrong: a second try gets nothing. */
export const takeCode = (codeHash: Buffer): Statement => ({
  name: 'take_oauth_code',
  text: `update oauth_code set used_at = now() where code_hash = $1 and used_at is null and expires_at > now() returning grant_id, redirect_uri, code_challenge`,
  values: [codeHash],
});

/** Takes a refresh token out of use. Two at once: one of them gets it. */
export const takeRefreshToken = (tokenHash: Buffer): Statement => ({
  name: 'take_oauth_refresh_token',
  text: `update oauth_refresh_token set used_at = now() where token_hash = $1 and used_at is null and expires_at > now() returning grant_id`,
  values: [tokenHash],
});

/** The grant of a code or refresh token that has been used already: somebody has a copy of it. */
export const grantOfUsed = (hash: Buffer): Statement => ({
  name: 'oauth_grant_of_used',
  text: `
    select grant_id from oauth_code where code_hash = $1 and used_at is not null
    union all select grant_id from oauth_refresh_token where token_hash = $1 and used_at is not null`,
  values: [hash],
});

/** The grant that any of its tokens belongs to. */
export const grantOfToken = (hash: Buffer): Statement => ({
  name: 'oauth_grant_of_token',
  text: `
    select g.id, g.client_id, g.user_id, g.workspace_id from oauth_grant g
    where g.revoked_at is null and g.id in (
      select grant_id from oauth_refresh_token where token_hash = $1 union all select grant_id from token where token_hash = $1 and grant_id is not null)`,
  values: [hash],
});

/** Locks a grant, so that it is not revoked while tokens are made of it. No row: it is not good any more. */
export const lockLiveGrant = `
  select g.id, g.client_id, c.name as client_name, g.user_id, g.workspace_id, g.scopes
  from oauth_grant g
  join oauth_client c on c.id = g.client_id
  join "user" u on u.id = g.user_id and u.disabled_at is null
  join membership m on m.workspace_id = g.workspace_id and m.user_id = g.user_id and m.disabled_at is null
  join workspace w on w.id = g.workspace_id and w.archived_at is null
  where g.id = $1 and g.revoked_at is null
  for update of g`;

/** Ends a grant with all that came of it; no row where that has happened before. `$2`: only if it is this person's. */
export const revokeGrant = `
  with revoked as (
    update oauth_grant set revoked_at = now() where id = $1 and revoked_at is null and ($2::uuid is null or user_id = $2) returning id, workspace_id, user_id, client_id
  ), tokens as (
    update token set revoked_at = now() where grant_id in (select id from revoked) and revoked_at is null
  ), refreshing as (
    delete from oauth_refresh_token where grant_id in (select id from revoked) and used_at is null
  ), codes as (
    delete from oauth_code where grant_id in (select id from revoked) and used_at is null
  )
  select revoked.id, revoked.workspace_id, revoked.user_id, c.name as client_name, u.email
  from revoked join oauth_client c on c.id = revoked.client_id join "user" u on u.id = revoked.user_id`;

/** The clients that a person has let in, newest first. One whose last refresh token has run out is gone by itself. */
export const listGrants = (userId: string): Statement => ({
  name: 'list_oauth_grants',
  text: `
    select g.id, c.name, c.uri, g.workspace_id as workspace, g.scopes, g.created_at, greatest(g.used_at, (select max(t.used_at) from token t where t.grant_id = g.id)) as used_at
    from oauth_grant g join oauth_client c on c.id = g.client_id
    where g.user_id = $1 and g.revoked_at is null
      and exists (select from oauth_refresh_token r where r.grant_id = g.id and r.used_at is null and r.expires_at > now())
    order by g.id desc limit 200`,
  values: [userId],
});

/** Clears away what is over since a while, a piece at a time: grants with their tokens, and sessions of MCP. */
export const forgetGrants: Statement = {
  name: 'forget_oauth_grants',
  text: `
    with grants as (
      delete from oauth_grant where id in (
        select id from oauth_grant g
        where revoked_at < now() - interval '30 days'
          or (created_at < now() - interval '31 days' and not exists (select from oauth_refresh_token r where r.grant_id = g.id and r.expires_at > now()))
        limit 1000)
    ), sessions as (
      delete from mcp_session where id in (select id from mcp_session where seen_at < now() - interval '7 days' limit 1000)
    )
    delete from token where grant_id is not null and expires_at < now() - interval '1 day'`,
  values: [],
};
