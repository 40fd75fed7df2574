import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { withPicks } from '../../backend/app-templates/core/needs.ts';
import type { AppDocument } from '../../backend/apps/app.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { PathField } from '../ui/PathField.tsx';
import { SkeletonBlock } from '../ui/Skeletons.tsx';
import { joinPath, splitPath } from '../ui/item-path.ts';
import { useApiForm } from '../ui/useApiForm.ts';
import { beginAppDraft } from './apps.api.ts';
import type { Beginning } from './templates/NewAppFields.tsx';

// The pictures know the components; the list of apps does not need them.
const NewAppFields = lazy(() => import('./templates/NewAppFields.tsx').then((module) => ({ default: module.NewAppFields })));

/** `start`: what the app begins with, and what it is called unless the person says otherwise. */
type DialogProps = { folder: string | undefined; start?: { path: string; summary: string; document: AppDocument }; onClose: () => void };

/** Asks what a new app is called and where it lies, and unless that is given, what it begins with; the builder opens on it. */
export function NewAppDialog({ isOpen, ...props }: { isOpen: boolean } & DialogProps): ReactNode {
  return isOpen ? <OpenDialog {...props} /> : null;
}

const nothing: Beginning = { template: null, picks: {} };

function OpenDialog({ folder, start, onClose }: DialogProps): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const navigate = useNavigate();
  const [beginning, setBeginning] = useState(nothing);
  const form = useApiForm({
    initial: { summary: start?.summary ?? '', path: start?.path ?? `${folder ?? `u/${username}`}/` },
    labels: { summary: 'Name', path: 'Path' },
    checks: { path: ({ path }) => (splitPath(path).name === '' ? 'Give it a name in its folder' : null) },
    submit: async ({ summary, path }) => {
      const { template, picks } = beginning;
      const document = start?.document ?? (template ? withPicks(template.document, picks) : undefined);
      await beginAppDraft(workspace, path, { summary, ...(document ? { document } : {}) });
      await navigate({ to: '/w/$workspace/apps/edit/$', params: { workspace, _splat: path } });
    },
  });
  /** What the person did not write themselves follows the template. */
  const choose = (next: Beginning): void => {
    const { summary, path } = form.values;
    const { space, name } = splitPath(path);
    const before = beginning.template;
    if (summary === (before?.title ?? '')) form.set('summary', next.template?.title ?? '');
    if (name === (before?.id ?? '')) form.set('path', joinPath(space, next.template?.id ?? ''));
    setBeginning(next);
  };
  return (
    <FormDialog isOpen onClose={onClose} title="New app" form={form} submitLabel="Build app" {...(start ? {} : { size: 'min(960px, 96vw)' })}>
      <TextInput label="Name" placeholder="Refund desk" data-autofocus {...form.text('summary')} />
      <PathField value={form.values.path} onChange={(path) => form.set('path', path)} error={form.errorOf('path')} id={form.idOf('path')} />
      {!start && (
        <Suspense fallback={<SkeletonBlock height={480} />}>
          <NewAppFields value={beginning} onChange={choose} />
        </Suspense>
      )}
    </FormDialog>
  );
}
