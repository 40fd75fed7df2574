import type { Statement } from '../database/database.ts';

/** A member who holds some of the rights that were asked for. */
export type HolderRow = { username: string; user_id: string; email: string; name: string; tokens: string[] };

/**
 * Who holds which of `tokens` now: by name, through a group, as owner of a folder or of the own space, or as an admin. Disabled people
 * hold nothing; operators own nothing. Each way is one indexed branch, so that a large workspace costs no more than those who are found.
 */
export const readHolders = (workspaceId: string, tokens: readonly string[]): Statement => ({
  name: 'approval_holders',
  text: `
with asked as (select unnest($2::text[]) as token), held as (
  select asked.token, m.user_id from asked join membership m on m.workspace_id = $1 and m.username = substr(asked.token, 3) where starts_with(asked.token, 'u/')
  union select asked.token, gm.user_id from asked join group_member gm on gm.workspace_id = $1 and gm.group_name = substr(asked.token, 3) where starts_with(asked.token, 'g/')
  union select asked.token, m.user_id from asked join membership m on m.workspace_id = $1 and m.role = 'admin' where asked.token = 'admins'
  union select asked.token, m.user_id from asked join membership m on m.workspace_id = $1 and m.role <> 'operator' and m.username = substr(asked.token, 5) where starts_with(asked.token, 'o/u/')
  union select asked.token, m.user_id
    from asked
    join grant_ g on g.workspace_id = $1 and g.object_kind = 'folder' and g.object_path = substr(asked.token, 5) and g.level = 'owner' and starts_with(g.subject, 'u/')
    join membership m on m.workspace_id = $1 and m.role <> 'operator' and m.username = substr(g.subject, 3)
    where starts_with(asked.token, 'o/f/')
  union select asked.token, m.user_id
    from asked
    join grant_ g on g.workspace_id = $1 and g.object_kind = 'folder' and g.object_path = substr(asked.token, 5) and g.level = 'owner' and starts_with(g.subject, 'g/')
    join group_member gm on gm.workspace_id = $1 and gm.group_name = substr(g.subject, 3)
    join membership m on m.workspace_id = $1 and m.role <> 'operator' and m.user_id = gm.user_id
    where starts_with(asked.token, 'o/f/')
)
select m.username, m.user_id, u.email, u.name, array_agg(held.token order by held.token) as tokens
from held
join membership m on m.workspace_id = $1 and m.user_id = held.user_id and m.disabled_at is null
join "user" u on u.id = m.user_id and u.disabled_at is null
group by m.username, m.user_id, u.email, u.name
order by m.username`,
  values: [workspaceId, tokens],
});

/** Somebody for whom another person may decide now, with what they hold. */
export type PrincipalRow = { principal: string; role: 'admin' | 'developer' | 'operator'; groups: string[]; owned_folders: string[] };

/** Everyone who has given their decisions to `delegate` for this moment, as far as they are still members. */
export const readPrincipals = (workspaceId: string, delegate: string): Statement => ({
  name: 'approval_principals',
  text: `
select distinct on (d.principal) d.principal, m.role, groups.names as groups,
  coalesce((select array_agg(distinct g.object_path) from grant_ g where g.workspace_id = $1 and g.object_kind = 'folder' and g.level = 'owner' and g.subject = any (groups.subjects || d.principal)), '{}') as owned_folders
from approval_delegation d
join membership m on m.workspace_id = $1 and m.username = substr(d.principal, 3) and m.disabled_at is null
cross join lateral (
  select coalesce(array_agg(gm.group_name), '{}') as names, coalesce(array_agg('g/' || gm.group_name), '{}') as subjects
  from group_member gm where gm.workspace_id = $1 and gm.user_id = m.user_id
) groups
where d.workspace_id = $1 and d.delegate = $2 and d.revoked_at is null and now() between d.from_at and d.until_at
order by d.principal`,
  values: [workspaceId, delegate],
});
