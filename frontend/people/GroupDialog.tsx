import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Group } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { problemOfName } from '../ui/item-path.ts';
import { useApiForm } from '../ui/useApiForm.ts';
import { membersQuery, peopleKey, putGroup } from './people.api.ts';

/** Makes a group with its first members, or changes the summary of one. */
export function GroupDialog({ group, onClose, onDone }: { group?: Group; onClose: () => void; onDone?: (name: string) => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const { data: members = [] } = useQuery(membersQuery(workspace));
  const form = useApiForm({
    initial: { name: group?.name ?? '', summary: group?.summary ?? '', members: [] as string[] },
    labels: { name: 'Name', summary: 'Summary', members: 'Members' },
    checks: { name: ({ name }) => problemOfName(name) },
    submit: async ({ name, summary, members: chosen }) => {
      await putGroup(workspace, name, group ? { summary, if_version: group.version } : { summary, members: chosen, if_version: 0 });
      await queryClient.invalidateQueries({ queryKey: peopleKey(workspace) });
      onClose();
      onDone?.(name);
    },
  });
  const options = members
    .filter((member) => member.disabled_at === null)
    .map((member) => ({ value: member.username, label: member.name ? `${member.name} (${member.username})` : member.username }));
  return (
    <FormDialog isOpen onClose={onClose} title={group ? `Change ${group.name}` : 'New group'} form={form} submitLabel={group ? 'Save group' : 'Create group'}>
      {!group && <TextInput label="Name" required data-autofocus autoComplete="off" spellCheck={false} {...form.text('name')} />}
      <TextInput label="Summary" description="Who is in it, in one line" data-autofocus={group ? true : undefined} {...form.text('summary')} />
      {!group && (
        <MultiSelect
          id={form.idOf('members')}
          label="Members"
          data={options}
          value={form.values.members}
          onChange={(next) => form.set('members', next)}
          error={form.errorOf('members')}
          searchable
        />
      )}
    </FormDialog>
  );
}
