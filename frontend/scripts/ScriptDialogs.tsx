import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { FormDialog } from '../ui/FormParts.tsx';
import { formatPlural } from '../ui/format.ts';
import { problemOfPath } from '../ui/item-path.ts';
import { PathField } from '../ui/PathField.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import classes from './ScriptDialogs.module.css';
import { archiveScript, purgeScript, referencesQuery, renameScript, scriptsKey } from './scripts.api.ts';

/** What a dialog about a script needs. `path` null: it is closed. */
export type ScriptDialogProps = { path: string | null; onClose: () => void; onDone?: (path: string) => void };

/** Who refers to the script: what breaks when it moves or goes. */
function References({ path, verb }: { path: string; verb: string }): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data } = useQuery(referencesQuery(workspace, path));
  if (!data || data.length === 0) return null;
  return (
    <div className={classes.references}>
      <p>
        {formatPlural(data.length, 'thing')} {data.length === 1 ? 'refers' : 'refer'} to it and {data.length === 1 ? 'has' : 'have'} to be changed when it{' '}
        {verb}:
      </p>
      <ul>
        {data.slice(0, 8).map((reference) => (
          <li key={`${reference.kind}:${reference.path}`}>
            {reference.kind} <code>{reference.path}</code>
          </li>
        ))}
        {data.length > 8 && <li>and {data.length - 8} more</li>}
      </ul>
    </div>
  );
}

/** Gives a script another path. Its grants and its history move with it. */
export function RenameDialog({ path, onClose, onDone }: ScriptDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { to: path ?? '' },
    checks: { to: ({ to }) => problemOfPath(to) ?? (to === path ? 'That is its path already' : null) },
    labels: { to: 'Path' },
    submit: async ({ to }) => {
      await renameScript(workspace, path ?? '', to);
      await client.invalidateQueries({ queryKey: scriptsKey(workspace) });
      onClose();
      onDone?.(to);
    },
  });
  const { reset } = form;
  useEffect(() => {
    if (path !== null) reset({ to: path });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- each opening begins with the path of its script
  }, [path]);
  return (
    <FormDialog
      isOpen={path !== null}
      onClose={onClose}
      title={`Rename ${path ?? ''}`}
      description="Its versions and grants move with it; the runs so far stay under the old path. Its address for the API and for webhooks changes."
      form={form}
      submitLabel="Rename script"
    >
      <PathField id={form.idOf('to')} value={form.values.to} onChange={(to) => form.set('to', to)} error={form.errorOf('to')} />
      {path !== null && <References path={path} verb="moves" />}
    </FormDialog>
  );
}

/** Takes a script out of use; it can be brought back from the archived scripts. */
export function ArchiveDialog({ path, onClose, onDone }: ScriptDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const archive = async (): Promise<void> => {
    await archiveScript(workspace, path ?? '');
    await client.invalidateQueries({ queryKey: scriptsKey(workspace) });
    onDone?.(path ?? '');
  };
  return (
    <ConfirmDialog isOpen={path !== null} onClose={onClose} title={`Archive ${path ?? ''}?`} confirmLabel="Archive script" onConfirm={archive}>
      <p>It can no longer be run or called. Its versions and runs stay, and it can be brought back from the archived scripts.</p>
      {path !== null && <References path={path} verb="goes" />}
    </ConfirmDialog>
  );
}

/** Deletes a script for good. */
export function PurgeDialog({ path, onClose, onDone }: ScriptDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const purge = async (): Promise<void> => {
    await purgeScript(workspace, path ?? '');
    await client.invalidateQueries({ queryKey: scriptsKey(workspace) });
    onDone?.(path ?? '');
  };
  return (
    <ConfirmDialog isOpen={path !== null} onClose={onClose} title={`Delete ${path ?? ''} for good?`} confirmLabel="Delete script" onConfirm={purge}>
      All its versions are deleted. This cannot be undone.
    </ConfirmDialog>
  );
}
