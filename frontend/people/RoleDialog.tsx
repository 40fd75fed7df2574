import { Radio } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { roles, type Role } from '../../backend/access/core/actions.ts';
import type { Member } from '../../backend/workspaces/workspaces.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { roleWords } from '../ui/Levels.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { peopleKey, updateMember } from './people.api.ts';

/** The roles with what they mean, to choose one. */
export function RoleChoice({ value, onChange, error }: { value: Role; onChange: (role: Role) => void; error?: string }): ReactNode {
  return (
    <Radio.Group label="Role" value={value} onChange={(next) => onChange(next as Role)} error={error}>
      {roles.map((role) => (
        <Radio key={role} value={role} label={roleWords[role].word} description={roleWords[role].meaning} mt="xs" />
      ))}
    </Radio.Group>
  );
}

/** Changes the role of a member. */
export function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const form = useApiForm({
    initial: { role: member.role as Role },
    submit: async ({ role }) => {
      await updateMember(workspace, member.username, { role });
      await queryClient.invalidateQueries({ queryKey: peopleKey(workspace) });
      onClose();
    },
  });
  return (
    <FormDialog isOpen onClose={onClose} title={`Role of ${member.name || member.username}`} form={form} submitLabel="Change role">
      <RoleChoice value={form.values.role} onChange={(role) => form.set('role', role)} error={form.errorOf('role')} />
    </FormDialog>
  );
}
