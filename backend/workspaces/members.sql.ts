import type { Role } from '../access/core/actions.ts';
import type { Statement } from '../database/database.ts';
import type { Arrival } from './membership.entity.ts';

/** A member as the list shows them. */
export type MemberRow = {
  username: string;
  email: string;
  name: string;
  role: Role;
  arrival: Arrival;
  groups: string[];
  created_at: Date;
  disabled_at: Date | null;
  last_seen_at: Date | null;
};

/** The members of a workspace, or one of them. Disabled ones are listed last: what they made still carries their name. Who is awaited is not told as disabled. */
export const listMembers = (workspaceId: string, username: string | null): Statement => ({
  name: 'list_members',
  text: `
    select m.username, u.email, m.role, m.arrival, m.created_at,
      -- An account that is somebody's says nothing of itself to a workspace into which this person has not come.
      case when m.arrival = 'joined' or u.password_hash is null then u.name else '' end as name,
      case m.arrival when 'joined' then coalesce(m.disabled_at, u.disabled_at) when 'barred' then m.disabled_at end as disabled_at,
      array(select gm.group_name from group_member gm where gm.workspace_id = m.workspace_id and gm.user_id = m.user_id order by 1) as groups,
      case when m.arrival = 'joined' then greatest(
        (select max(s.seen_at) from session s where s.user_id = m.user_id),
        (select max(t.used_at) from token t where t.user_id = m.user_id and t.workspace_id = m.workspace_id)
      ) end as last_seen_at
    from membership m
    join "user" u on u.id = m.user_id
    where m.workspace_id = $1 and ($2::text is null or m.username = $2)
    order by 7 nulls first, m.username`,
  values: [workspaceId, username],
});

/**
 * Locks the admins of a workspace and tells whether one remains without the user `$2`. The lock makes two admins who remove
 * each other at the same moment wait for one another.
 */
export const otherAdmins = `
  with admins as (
    select m.user_id from membership m where m.workspace_id = $1 and m.role = 'admin' and m.disabled_at is null order by m.user_id for update
  )
  select exists (select from admins join "user" u on u.id = admins.user_id and u.disabled_at is null where admins.user_id <> $2) as remain`;

/**
 * Whether somebody else has or had this name. Names are never given twice: the new holder would own the space of the old one
 * and stand for them in the log.
 */
export const isNameTaken = `
  select exists (select from membership where workspace_id = $1 and username = $2 and user_id <> $3)
    or exists (
      select from event where workspace_id = $1 and object_kind = 'member' and object_path = $2 and action in ('member.joined', 'member.expected') and details ->> 'user_id' <> $3::text
    ) as taken`;

/** What a member who is taken out must not leave behind: groups and tokens of the user `$2` in workspace `$1`, grants to `$3`. */
export const forgetMember = `
  with memberships as (delete from group_member where workspace_id = $1 and user_id = $2),
    tokens as (update token set revoked_at = now() where workspace_id = $1 and user_id = $2 and revoked_at is null)
  delete from grant_ where workspace_id = $1 and subject = $3`;

/** Closes the invitations that are open for the account `$2`: they would let this person in on terms of before. */
export const revokeInvitationsTo = `
  update invitation set revoked_at = now()
  where workspace_id = $1 and accepted_at is null and revoked_at is null and lower(email) = (select lower(u.email) from "user" u where u.id = $2)`;

/** Open invitations that `$2` has made. */
export const revokeInvitationsBy = `update invitation set revoked_at = now() where workspace_id = $1 and created_by = $2 and accepted_at is null and revoked_at is null`;
