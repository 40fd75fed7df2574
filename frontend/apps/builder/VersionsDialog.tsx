import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { VersionRow } from '../../../backend/items/versioned-item.contract.ts';
import { nameOfActor } from '../../runs/run-words.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { toast } from '../../ui/toast.ts';
import { RelativeTime } from '../../ui/Values.tsx';
import { appsKey, appVersionsQuery, rollBackApp } from '../apps.api.ts';
import { useEditor, useEditorStore } from './editor-context.ts';
import classes from './VersionsDialog.module.css';

/** What was released, by whom and why; an earlier release becomes the live one with one click. */
export function VersionsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Releases" size="lg">
      {isOpen && <Versions />}
    </Modal>
  );
}

function Versions(): ReactNode {
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const [workspace, path] = [useEditor((editor) => editor.workspace), useEditor((editor) => editor.path)];
  const { data, error, refetch } = useQuery(appVersionsQuery(workspace, path));
  const [busy, setBusy] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  if (data.items.length === 0) return <EmptyState title="It was never released. Viewers get what is released, and nothing of what is edited here." />;
  const rollBack = async (version: number): Promise<void> => {
    setBusy(version);
    setFailure(null);
    try {
      await rollBackApp(workspace, path, version);
      store.getState().show({ liveVersion: version });
      await queryClient.invalidateQueries({ queryKey: appsKey(workspace) });
      toast({ title: `Viewers now get version ${version}` });
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {failure !== null && <ErrorNotice error={failure} />}
      <ul className={classes.list}>
        {data.items.map((row) => (
          <Version
            key={row.version}
            row={row}
            address={`/a/${workspace}/${path}`}
            isBusy={busy === row.version}
            onRollBack={() => void rollBack(row.version)}
          />
        ))}
      </ul>
      <p className={classes.help}>Going back changes what viewers get at once. What is edited here stays as it is.</p>
    </>
  );
}

function Version({ row, address, isBusy, onRollBack }: { row: VersionRow; address: string; isBusy: boolean; onRollBack: () => void }): ReactNode {
  return (
    <li className={classes.row}>
      <span className={classes.version}>Version {row.version}</span>
      <span className={classes.words}>
        <span className={classes.message}>{row.message === '' ? 'Without a message' : row.message}</span>
        <span className={classes.by}>
          {nameOfActor(row.created_by)}, <RelativeTime at={row.created_at} />
        </span>
      </span>
      {row.is_current ? (
        <>
          <span className={classes.live}>Live</span>
          <Button component="a" size="xs" variant="default" href={address} target="_blank">
            Open
          </Button>
        </>
      ) : (
        <>
          <Button
            component="a"
            size="xs"
            variant="default"
            href={`${address}?@release=${row.version}`}
            target="_blank"
            aria-label={`Look at it: version ${row.version}`}
          >
            Look at it
          </Button>
          <Button size="xs" variant="default" loading={isBusy} onClick={onRollBack} aria-label={`Go back to it: version ${row.version}`}>
            Go back to it
          </Button>
        </>
      )}
    </li>
  );
}
