import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Me } from '../../backend/auth/auth.contract.ts';
import type { Role } from '../../backend/access/core/actions.ts';
import { usePreferences } from './preferences.ts';
import { meQuery } from './session.api.ts';

/** The workspace that the page stands in, and what the person is there. */
export type CurrentWorkspace = {
  id: string;
  name: string;
  /** The person's name in this workspace: owns `u/<username>/`. */
  username: string;
  role: Role;
  isAdmin: boolean;
  /** Developers and admins build; operators run and look. */
  canBuild: boolean;
};

/** The person who is signed in. Only for pages behind the sign-in. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('This part of the page is only for people who are signed in.');
  return data;
}

/** Which workspace a person sees: the one of the address, else the last one, else the first one. */
export function chooseWorkspace(me: Me, fromAddress: string | undefined, last: string | null): CurrentWorkspace | null {
  const membership =
    me.memberships.find(({ workspace }) => workspace === fromAddress) ??
    (fromAddress === undefined ? (me.memberships.find(({ workspace }) => workspace === last) ?? me.memberships[0]) : undefined);
  if (!membership) return null;
  const { workspace, workspace_name: name, username, role } = membership;
  return { id: workspace, name, username, role, isAdmin: role === 'admin', canBuild: role !== 'operator' };
}

/** The current workspace, or null when the person is a member of none (or not of the one in the address). */
export function useWorkspaceOrNull(): CurrentWorkspace | null {
  const me = useMe();
  const { workspace } = useParams({ strict: false });
  const last = usePreferences((store) => store.preferences.workspace);
  return chooseWorkspace(me, workspace, last);
}

/** The current workspace. Pages below `/w/<workspace>` always have one: the shell shows "not found" before them otherwise. */
export function useWorkspace(): CurrentWorkspace {
  const workspace = useWorkspaceOrNull();
  if (!workspace) throw new Error('This part of the page needs a workspace.');
  return workspace;
}
