import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Folder } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { problemOfName } from '../ui/item-path.ts';
import { useApiForm } from '../ui/useApiForm.ts';
import { foldersKey, putFolder } from './folders.api.ts';

/** Props of {@link FolderDialog}. Without a folder it makes one. */
export type FolderDialogProps = { isOpen: boolean; onClose: () => void; folder?: Folder; onDone?: (name: string) => void };

/** Makes a folder, or changes the summary of one. */
export function FolderDialog({ isOpen, ...props }: FolderDialogProps): ReactNode {
  // Mounted only while it is open, so that it always begins with what is stored now.
  return isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, folder, onDone }: Omit<FolderDialogProps, 'isOpen'>): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const form = useApiForm({
    initial: { name: folder?.name ?? '', summary: folder?.summary ?? '' },
    labels: { name: 'Name', summary: 'Summary' },
    checks: { name: ({ name }) => problemOfName(name) },
    submit: async ({ name, summary }) => {
      await putFolder(workspace, name, { summary, if_version: folder?.version ?? 0 });
      await queryClient.invalidateQueries({ queryKey: foldersKey(workspace) });
      onClose();
      onDone?.(name);
    },
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={folder ? `Change ${folder.name}` : 'New folder'}
      form={form}
      submitLabel={folder ? 'Save folder' : 'Create folder'}
    >
      {!folder && (
        <TextInput
          label="Name"
          description={`Paths in it begin with f/${form.values.name || 'name'}/`}
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          {...form.text('name')}
        />
      )}
      <TextInput label="Summary" description="What it is for, in one line" data-autofocus={folder ? true : undefined} {...form.text('summary')} />
    </FormDialog>
  );
}
