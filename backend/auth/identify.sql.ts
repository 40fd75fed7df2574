import type { Level, Role } from '../access/core/actions.ts';
import type { Statement } from '../database/database.ts';

/** What someone is and holds in one workspace; the nullable part is absent for who is not a member of it. */
export type AccessColumns = {
  workspace_id: string | null;
  username: string | null;
  role: Role | null;
  groups: string[] | null;
  grants: [kind: string, path: string, level: Level][] | null;
};

/** A person behind credentials that are valid at this moment. */
export type IdentifiedRow = AccessColumns & { via_id: string; user_id: string; email: string; name: string; is_superadmin: boolean; is_stale: boolean };

/** The row of a session. */
export type SessionRow = IdentifiedRow & { csrf_token: string };

/** The row of an API token. */
export type TokenRow = IdentifiedRow & { bound_workspace: string; scopes: string[] };

/** The row of a running job. */
export type JobRow = IdentifiedRow & { bound_workspace: string };

const who = `u.id as user_id, u.email, u.name, u.is_superadmin, access.*`;

/**
 * Membership, groups and grants of a user in a workspace as one lateral row. It rides on the statement that identifies the
 * caller, so that a request with credentials costs one round trip before its own work.
 */
const access = (user: string, workspace: string) => `
  select m.workspace_id, m.username, m.role, groups.names as groups,
    coalesce((
      select json_agg(json_build_array(g.object_kind, g.object_path, g.level))
      from grant_ g
      where g.workspace_id = m.workspace_id and g.subject = any (groups.subjects || ('u/' || m.username))
    ), '[]') as grants
  from membership m
  join workspace w on w.id = m.workspace_id and w.archived_at is null
  cross join lateral (
    select coalesce(array_agg(gm.group_name order by gm.group_name), '{}') as names,
      coalesce(array_agg('g/' || gm.group_name), '{}') as subjects
    from group_member gm
    where gm.workspace_id = m.workspace_id and gm.user_id = m.user_id
  ) groups
  where m.workspace_id = ${workspace} and m.user_id = ${user} and m.disabled_at is null`;

/** Who a session cookie belongs to, and what they hold in the workspace that they ask for. */
export const identifySession = (tokenHash: Buffer, workspace: string | null): Statement => ({
  name: 'identify_session',
  text: `
    select s.id as via_id, s.csrf_token, s.seen_at < now() - interval '1 minute' as is_stale, ${who}
    from session s
    join "user" u on u.id = s.user_id and u.disabled_at is null
    left join lateral (${access('u.id', '$2')}) access on true
    where s.token_hash = $1 and s.expires_at > now()`,
  values: [tokenHash, workspace],
});

/** Who an API token belongs to, and what they hold in the one workspace in which it is valid. */
export const identifyToken = (tokenHash: Buffer): Statement => ({
  name: 'identify_token',
  text: `
    select t.id as via_id, t.scopes, t.workspace_id as bound_workspace,
      (t.used_at is null or t.used_at < now() - interval '1 minute') as is_stale, ${who}
    from token t
    join "user" u on u.id = t.user_id and u.disabled_at is null
    left join lateral (${access('u.id', 't.workspace_id')}) access on true
    where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`,
  values: [tokenHash],
});

/** As whom a job runs, as long as this attempt of it runs. */
export const identifyJob = (jobId: string, attempt: number): Statement => ({
  name: 'identify_job',
  text: `
    select j.id as via_id, j.workspace_id as bound_workspace, false as is_stale, ${who}
    from job j
    join "user" u on u.id = j.run_as_user_id and u.disabled_at is null
    left join lateral (${access('u.id', 'j.workspace_id')}) access on true
    where j.id = $1 and j.attempt = $2 and j.status = 'running'`,
  values: [jobId, attempt],
});

/** What a user holds in a workspace, for who was identified without it. */
export const enterWorkspace = (userId: string, workspace: string): Statement => ({ name: 'enter_workspace', text: access('$1', '$2'), values: [userId, workspace] });

/** Slides a session on; at most one write per minute. */
export const touchSession = (sessionId: string, days: number): Statement => ({
  name: 'touch_session',
  text: `update session set seen_at = now(), expires_at = now() + make_interval(days => $2) where id = $1 and seen_at < now() - interval '1 minute'`,
  values: [sessionId, days],
});

/** Notes that a token is in use; at most one write per minute. */
export const touchToken = (tokenId: string): Statement => ({
  name: 'touch_token',
  text: `update token set used_at = now() where id = $1 and (used_at is null or used_at < now() - interval '1 minute')`,
  values: [tokenId],
});
