import { Button, Modal, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { appChangesQuery, appsKey, releaseApp } from '../apps.api.ts';
import { useEditor, useEditorStore } from './editor-context.ts';
import classes from './ReleaseDialog.module.css';

const titles = { rights: 'What viewers may do', added: 'New', changed: 'Changed', moved: 'Moved', removed: 'Gone' } as const;

/** Shows what a release changes, with what viewers may do first, and releases it. */
export function ReleaseDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Release" size="lg">
      {isOpen && <Release onClose={onClose} />}
    </Modal>
  );
}

function Release({ onClose }: { onClose: () => void }): ReactNode {
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const [workspace, path, seq] = [useEditor((editor) => editor.workspace), useEditor((editor) => editor.path), useEditor(({ session }) => session.seq)];
  const isSaved = useEditor((editor) => editor.saving === 'saved');
  const { data, error, refetch } = useQuery({ ...appChangesQuery(workspace, path, seq), enabled: isSaved });
  const [message, setMessage] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  const errors = data.problems.filter(({ severity }) => severity === 'error');
  const release = async (): Promise<void> => {
    setIsBusy(true);
    setFailure(null);
    try {
      const { version } = await releaseApp(workspace, path, { message, seq: data.seq });
      store.getState().show({ liveVersion: version });
      await queryClient.invalidateQueries({ queryKey: appsKey(workspace) });
      onClose();
    } catch (problem) {
      setFailure(problem);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className={classes.dialog}>
      {data.changes.length === 0 ? (
        <p className={classes.words}>Nothing has changed since version {data.from}.</p>
      ) : (
        (Object.keys(titles) as (keyof typeof titles)[]).map((kind) => {
          const changes = data.changes.filter((change) => change.kind === kind);
          if (changes.length === 0) return null;
          return (
            <section key={kind} className={classes.part} data-kind={kind}>
              <h3 className={classes.title}>{titles[kind]}</h3>
              <ul className={classes.changes}>
                {changes.map(({ subject, text }) => (
                  <li key={`${subject}${text}`}>
                    <code>{subject}</code> {text}
                  </li>
                ))}
              </ul>
            </section>
          );
        })
      )}
      {errors.length > 0 && (
        <p className={classes.problem} role="alert">
          {errors.length === 1 ? 'One problem keeps' : `${errors.length} problems keep`} it from being released: {errors[0]?.part.id}: {errors[0]?.message}
        </p>
      )}
      <Textarea label="Why this release" autosize minRows={2} value={message} onChange={(event) => setMessage(event.currentTarget.value)} data-autofocus />
      {failure !== null && <ErrorNotice error={failure} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="filled" loading={isBusy} disabled={errors.length > 0 || data.changes.length === 0} onClick={() => void release()}>
          Release version
        </Button>
      </div>
    </div>
  );
}
