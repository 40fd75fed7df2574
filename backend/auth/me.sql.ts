import type { Statement } from '../database/database.ts';
import type { Membership } from './auth.contract.ts';

/** One workspace in which a person is. */
export type MembershipRow = Membership;

/** The workspaces in which a person is a member, by name. */
export const membershipsOf = (userId: string): Statement => ({
  name: 'memberships_of_user',
  text: `
    select m.workspace_id as workspace, w.name as workspace_name, m.username, m.role
    from membership m
    join workspace w on w.id = m.workspace_id and w.archived_at is null
    where m.user_id = $1 and m.disabled_at is null
    order by lower(w.name), w.id`,
  values: [userId],
});
