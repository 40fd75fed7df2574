import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { FormDialog } from '../ui/FormParts.tsx';
import { formatPlural } from '../ui/format.ts';
import { problemOfPath } from '../ui/item-path.ts';
import { PathField } from '../ui/PathField.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import type { RunnableKind } from './runnable.ts';
import classes from './RunnableDialogs.module.css';
import { archiveRunnable, purgeRunnable, referencesQuery, renameRunnable, runnablesKey } from './runnables.api.ts';

/** What a dialog about a script, flow or agent needs. `path` null: it is closed. */
export type RunnableDialogProps = { kind: RunnableKind; path: string | null; onClose: () => void; onDone?: (path: string) => void };

/** Who refers to it: what breaks when it moves or goes. */
function References({ kind, path, verb }: { kind: RunnableKind; path: string; verb: string }): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data: found } = useQuery(referencesQuery(workspace, kind, path));
  // Its schedules, and what is bound to it in Slack, move with it.
  const data = verb === 'moves' ? found?.filter((reference) => reference.kind !== 'schedule' && reference.kind !== 'slack_command') : found;
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
            {reference.kind.replace('_', ' ')} <code>{reference.path}</code>
          </li>
        ))}
        {data.length > 8 && <li>and {data.length - 8} more</li>}
      </ul>
    </div>
  );
}

/** Gives it another path. Its grants, its schedules and its history move with it. */
export function RenameDialog({ kind, path, onClose, onDone }: RunnableDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { to: path ?? '' },
    checks: { to: ({ to }) => problemOfPath(to) ?? (to === path ? 'That is its path already' : null) },
    labels: { to: 'Path' },
    submit: async ({ to }) => {
      await renameRunnable(workspace, kind, path ?? '', to);
      await client.invalidateQueries({ queryKey: runnablesKey(workspace, kind) });
      onClose();
      onDone?.(to);
    },
  });
  const { reset } = form;
  useEffect(() => {
    if (path !== null) reset({ to: path });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- each opening begins with the path that it has
  }, [path]);
  return (
    <FormDialog
      isOpen={path !== null}
      onClose={onClose}
      title={`Rename ${path ?? ''}`}
      description="Its versions, grants and schedules move with it; the runs so far stay under the old path. Its address for the API and for webhooks changes."
      form={form}
      submitLabel={`Rename ${kind}`}
    >
      <PathField id={form.idOf('to')} value={form.values.to} onChange={(to) => form.set('to', to)} error={form.errorOf('to')} />
      {path !== null && <References kind={kind} path={path} verb="moves" />}
    </FormDialog>
  );
}

/** Takes it out of use; it can be brought back from the archived ones. */
export function ArchiveDialog({ kind, path, onClose, onDone }: RunnableDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const archive = async (): Promise<void> => {
    await archiveRunnable(workspace, kind, path ?? '');
    await client.invalidateQueries({ queryKey: runnablesKey(workspace, kind) });
    onDone?.(path ?? '');
  };
  return (
    <ConfirmDialog isOpen={path !== null} onClose={onClose} title={`Archive ${path ?? ''}?`} confirmLabel={`Archive ${kind}`} onConfirm={archive}>
      <p>It can no longer be run or called. Its versions and runs stay, and it can be brought back from the archived {kind}s.</p>
      {path !== null && <References kind={kind} path={path} verb="goes" />}
    </ConfirmDialog>
  );
}

/** Deletes it for good. */
export function PurgeDialog({ kind, path, onClose, onDone }: RunnableDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const purge = async (): Promise<void> => {
    await purgeRunnable(workspace, kind, path ?? '');
    await client.invalidateQueries({ queryKey: runnablesKey(workspace, kind) });
    onDone?.(path ?? '');
  };
  return (
    <ConfirmDialog isOpen={path !== null} onClose={onClose} title={`Delete ${path ?? ''} for good?`} confirmLabel={`Delete ${kind}`} onConfirm={purge}>
      All its versions are deleted. This cannot be undone.
    </ConfirmDialog>
  );
}
