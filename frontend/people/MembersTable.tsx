import { IconLink, IconTrash, IconUserCheck, IconUserCog, IconUserOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { CreatedInvitation, Member } from '../../backend/workspaces/workspaces.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DataTable, type Column } from '../ui/DataTable.tsx';
import { RoleBadge } from '../ui/Levels.tsx';
import { PersonText } from '../ui/PersonText.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './MembersTable.module.css';
import { InvitationLink } from './InviteDialog.tsx';
import { createInvitation, peopleKey, removeMember, updateMember } from './people.api.ts';
import { RoleDialog } from './RoleDialog.tsx';

const columns: Column<Member>[] = [
  {
    id: 'person',
    header: 'Person',
    width: 'minmax(0, 2fr)',
    cell: (member) => <PersonText name={member.name} username={member.username} detail={member.email} />,
  },
  { id: 'username', header: 'Username', width: '130px', hideBelow: 760, cell: (member) => <span className="mono">{member.username}</span> },
  {
    id: 'role',
    header: 'Role',
    width: '104px',
    cell: (member) => (member.disabled_at ? <span className={classes.disabled}>Disabled</span> : <RoleBadge role={member.role} />),
  },
  {
    id: 'groups',
    header: 'Groups',
    width: 'minmax(100px, 1fr)',
    hideBelow: 900,
    cell: (member) => <span className={classes.muted}>{member.groups.join(', ') || '–'}</span>,
  },
  {
    id: 'seen',
    header: 'Last seen',
    width: '110px',
    hideBelow: 560,
    cell: (member) => <RelativeTime at={member.last_seen_at} never={member.is_awaited ? 'awaited' : 'never'} />,
  },
];

const rowHeight = 52;

type Asked = { member: Member; what: 'role' | 'disable' | 'remove' | 'link' };

/** Props of {@link MembersTable}. */
export type MembersTableProps = { members: readonly Member[]; isLoading: boolean; error: unknown; onRetry: () => void; empty: ReactNode };

/** The members; admins change their role, disable them and take them out. */
export function MembersTable({ members, ...table }: MembersTableProps): ReactNode {
  const { id: workspace, isAdmin } = useWorkspace();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [invitation, setInvitation] = useState<CreatedInvitation | null>(null);
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: peopleKey(workspace) });
  const enable = (member: Member): void => void updateMember(workspace, member.username, { disabled: false }).finally(reload);
  const actionsOf = (member: Member): Action[] => [
    ...(member.is_awaited ? [{ id: 'link', label: 'Make invitation link', icon: <IconLink />, perform: () => setAsked({ member, what: 'link' }) }] : []),
    { id: 'role', label: 'Change role', icon: <IconUserCog />, perform: () => setAsked({ member, what: 'role' }) },
    member.disabled_at
      ? { id: 'enable', label: 'Enable again', icon: <IconUserCheck />, perform: () => enable(member) }
      : { id: 'disable', label: 'Disable', icon: <IconUserOff />, perform: () => setAsked({ member, what: 'disable' }) },
    {
      id: 'remove',
      label: 'Remove from the workspace',
      icon: <IconTrash />,
      isDanger: true,
      isFirstOfGroup: true,
      perform: () => setAsked({ member, what: 'remove' }),
    },
  ];
  const name = asked?.member.name || asked?.member.username;
  const confirm = async (): Promise<void> => {
    if (asked?.what === 'disable') await updateMember(workspace, asked.member.username, { disabled: true });
    if (asked?.what === 'remove') await removeMember(workspace, asked.member.username);
    if (asked?.what === 'link') setInvitation(await createInvitation(workspace, asked.member));
    await reload();
  };
  return (
    <>
      <DataTable
        label="Members"
        rows={members}
        columns={columns}
        rowKey={(member) => member.username}
        rowHeight={rowHeight}
        actions={isAdmin ? actionsOf : undefined}
        isMuted={(member) => member.disabled_at !== null || member.is_awaited}
        {...table}
      />
      {asked?.what === 'role' && <RoleDialog member={asked.member} onClose={() => setAsked(null)} />}
      <ConfirmDialog
        isOpen={asked?.what === 'link'}
        onClose={() => setAsked(null)}
        title={`Let ${name} in by a link?`}
        confirmLabel="Make invitation link"
        onConfirm={confirm}
      >
        <p>
          They stand in this workspace since an import, and nobody has come in as {asked?.member.username} yet. Who holds the link can: they choose a password,
          or give the one of their account. A link of before stops working.
        </p>
      </ConfirmDialog>
      {invitation && <InvitationLink invitation={invitation} onClose={() => setInvitation(null)} />}
      <ConfirmDialog
        isOpen={asked?.what === 'disable'}
        onClose={() => setAsked(null)}
        title={`Disable ${name}?`}
        confirmLabel="Disable member"
        onConfirm={confirm}
      >
        <p>They can no longer use this workspace, by session or by token. What they made stays, and you can enable them again.</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked?.what === 'remove'}
        onClose={() => setAsked(null)}
        title={`Remove ${name} from the workspace?`}
        confirmLabel="Remove member"
        onConfirm={confirm}
      >
        <p>Their access, their groups and their tokens go with them. What they made stays. To come back they need a new invitation.</p>
      </ConfirmDialog>
    </>
  );
}
