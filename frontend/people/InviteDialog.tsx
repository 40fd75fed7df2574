import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Role } from '../../backend/access/core/actions.ts';
import type { CreatedInvitation } from '../../backend/workspaces/workspaces.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormActions, FormDialog } from '../ui/FormParts.tsx';
import { OnceShown } from '../ui/OnceShown.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { formatDay } from '../ui/format.ts';
import { createInvitation, groupsQuery, peopleKey } from './people.api.ts';
import { RoleChoice } from './RoleDialog.tsx';

/** Invites somebody: asks for address and role, then shows the link, once. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const [created, setCreated] = useState<CreatedInvitation | null>(null);
  const close = (): void => {
    setCreated(null);
    onClose();
  };
  if (!isOpen) return null;
  return created ? <InvitationLink invitation={created} onClose={close} onAnother={() => setCreated(null)} /> : <Ask onClose={close} onCreated={setCreated} />;
}

function Ask({ onClose, onCreated }: { onClose: () => void; onCreated: (invitation: CreatedInvitation) => void }): ReactNode {
  const { id: workspace, name } = useWorkspace();
  const queryClient = useQueryClient();
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  const form = useApiForm({
    initial: { email: '', role: 'developer' as Role, groups: [] as string[] },
    labels: { email: 'E-mail', groups: 'Groups' },
    checks: { email: ({ email }) => (/^\S+@\S+\.\S+$/.test(email) ? null : 'Give the e-mail address of the person') },
    submit: async (values) => {
      onCreated(await createInvitation(workspace, values));
      await queryClient.invalidateQueries({ queryKey: peopleKey(workspace) });
    },
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={`Invite people to ${name}`}
      description="You get a link to pass on; Millrace sends no mail."
      form={form}
      submitLabel="Make invitation link"
    >
      <TextInput label="E-mail" type="email" required autoComplete="off" data-autofocus {...form.text('email')} />
      <RoleChoice value={form.values.role} onChange={(role) => form.set('role', role)} error={form.errorOf('role')} />
      {groups.length > 0 && (
        <MultiSelect
          id={form.idOf('groups')}
          label="Groups"
          description="What was given to a group, its members have at once"
          data={groups.map((group) => group.name)}
          value={form.values.groups}
          onChange={(next) => form.set('groups', next)}
          error={form.errorOf('groups')}
          searchable
        />
      )}
    </FormDialog>
  );
}

/** Shows the link of an invitation, at the one time that it can be shown. */
export function InvitationLink({ invitation, onClose, onAnother }: { invitation: CreatedInvitation; onClose: () => void; onAnother?: () => void }): ReactNode {
  return (
    <Modal opened onClose={onClose} title="Invitation link" size="md">
      <OnceShown value={invitation.link} label="Invitation link">
        Pass this link on to {invitation.email}. It is shown only now, it works once, and it ends on {formatDay(new Date(invitation.expires_at))}. Who holds it
        can join.
      </OnceShown>
      <FormActions>
        {onAnother && <Button onClick={onAnother}>Invite someone else</Button>}
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      </FormActions>
    </Modal>
  );
}
