import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AppDocument } from '../../backend/apps/app.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { PathField } from '../ui/PathField.tsx';
import { splitPath } from '../ui/item-path.ts';
import { useApiForm } from '../ui/useApiForm.ts';
import { beginAppDraft } from './apps.api.ts';

/** `start`: what the app begins with, and what it is called unless the person says otherwise. */
type DialogProps = { folder: string | undefined; start?: { path: string; summary: string; document: AppDocument }; onClose: () => void };

/** Asks what a new app is called and where it lies; the builder opens on an empty page. */
export function NewAppDialog({ isOpen, ...props }: { isOpen: boolean } & DialogProps): ReactNode {
  return isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ folder, start, onClose }: DialogProps): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const navigate = useNavigate();
  const form = useApiForm({
    initial: { summary: start?.summary ?? '', path: start?.path ?? `${folder ?? `u/${username}`}/` },
    labels: { summary: 'Name', path: 'Path' },
    checks: { path: ({ path }) => (splitPath(path).name === '' ? 'Give it a name in its folder' : null) },
    submit: async ({ summary, path }) => {
      await beginAppDraft(workspace, path, { summary, ...(start ? { document: start.document } : {}) });
      await navigate({ to: '/w/$workspace/apps/edit/$', params: { workspace, _splat: path } });
    },
  });
  return (
    <FormDialog isOpen onClose={onClose} title="New app" form={form} submitLabel="Build app">
      <TextInput label="Name" placeholder="Refund desk" data-autofocus {...form.text('summary')} />
      <PathField value={form.values.path} onChange={(path) => form.set('path', path)} error={form.errorOf('path')} id={form.idOf('path')} />
    </FormDialog>
  );
}
