import { queryOptions } from '@tanstack/react-query';
import type { Group, PutGroup } from '../../backend/access/access.contract.ts';
import type { CreatedInvitation, CreateInvitation, Invitation, Member, UpdateMember } from '../../backend/workspaces/workspaces.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about the people of a workspace. */
export const peopleKey = (workspace: string) => [workspace, 'people'] as const;

/** The members. */
export const membersQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...peopleKey(workspace), 'members'],
    queryFn: ({ signal }) => api.get<{ items: Member[] }>(inWorkspace(workspace, '/members'), undefined, signal).then((answer) => answer.items),
  });

/** The open invitations; only admins may see them. */
export const invitationsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...peopleKey(workspace), 'invitations'],
    queryFn: ({ signal }) => api.get<{ items: Invitation[] }>(inWorkspace(workspace, '/invitations'), undefined, signal).then((answer) => answer.items),
  });

/** The groups with their members. */
export const groupsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...peopleKey(workspace), 'groups'],
    queryFn: ({ signal }) => api.get<{ items: Group[] }>(inWorkspace(workspace, '/groups'), undefined, signal).then((answer) => answer.items),
  });

/** One group. */
export const groupQuery = (workspace: string, name: string) =>
  queryOptions({
    queryKey: [...peopleKey(workspace), 'group', name],
    queryFn: ({ signal }) => api.get<Group>(inWorkspace(workspace, `/groups/${name}`), undefined, signal),
  });

/** Changes the role of a member, or disables them. */
export const updateMember = (workspace: string, username: string, change: UpdateMember): Promise<Member> =>
  api.patch<Member>(inWorkspace(workspace, `/members/${username}`), change);
/** Takes a member out of the workspace. */
export const removeMember = (workspace: string, username: string): Promise<void> => api.delete(inWorkspace(workspace, `/members/${username}`));
/** Invites somebody; the answer holds the link, once. */
export const createInvitation = (workspace: string, { email, role, groups }: CreateInvitation): Promise<CreatedInvitation> =>
  api.post<CreatedInvitation>(inWorkspace(workspace, '/invitations'), { email, role, groups });
/** Takes an invitation back: its link stops working. */
export const revokeInvitation = (workspace: string, id: string): Promise<void> => api.delete(inWorkspace(workspace, `/invitations/${id}`));
/** Makes a group or changes it. */
export const putGroup = (workspace: string, name: string, input: Partial<PutGroup>): Promise<Group> =>
  api.put<Group>(inWorkspace(workspace, `/groups/${name}`), input);
/** Deletes a group; grants to it go with it. */
export const deleteGroup = (workspace: string, name: string): Promise<void> => api.delete(inWorkspace(workspace, `/groups/${name}`));
