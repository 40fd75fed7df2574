import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Invitation } from '../../backend/workspaces/workspaces.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { formatPlural } from '../ui/format.ts';
import { RoleBadge } from '../ui/Levels.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './InvitationList.module.css';
import { invitationsQuery, peopleKey, revokeInvitation } from './people.api.ts';

/** The invitations that nobody has accepted yet; nothing where there are none. */
export function InvitationList(): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const { data = [] } = useQuery(invitationsQuery(workspace));
  const [asked, setAsked] = useState<Invitation | null>(null);
  if (data.length === 0) return null;
  const revoke = async (): Promise<void> => {
    if (asked) await revokeInvitation(workspace, asked.id);
    await queryClient.invalidateQueries({ queryKey: peopleKey(workspace) });
  };
  return (
    <section className={classes.frame} aria-label="Open invitations">
      <p className={classes.title}>{formatPlural(data.length, 'open invitation')}</p>
      <ul>
        {data.map((invitation) => (
          <li key={invitation.id} className={classes.row}>
            <IconMail aria-hidden />
            <span className={classes.email}>{invitation.email}</span>
            <RoleBadge role={invitation.role} />
            <span className={classes.facts}>
              by {invitation.created_by.replace(/^u\//, '')}, ends <RelativeTime at={invitation.expires_at} />
            </span>
            <Button size="xs" variant="subtle" onClick={() => setAsked(invitation)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={`Revoke the invitation of ${asked?.email ?? ''}?`}
        confirmLabel="Revoke invitation"
        onConfirm={revoke}
      >
        <p>The link stops working at once. You can invite them again.</p>
      </ConfirmDialog>
    </section>
  );
}
