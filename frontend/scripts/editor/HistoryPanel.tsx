import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { nameOfActor } from '../../runs/run-words.ts';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import { SkeletonBlock, SkeletonRows } from '../../ui/Skeletons.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import { scriptQuery, versionsQuery } from '../scripts.api.ts';
import classes from './panels.module.css';
import { sourceOf, type ScriptSource } from './script-source.ts';

/** Props of {@link HistoryPanel}. */
export type HistoryPanelProps = { workspace: string; path: string; source: ScriptSource; onTake: (source: ScriptSource) => void };

/** What was deployed before: compare one with the code in the editor, or go on from it. */
export function HistoryPanel({ workspace, path, source, onTake }: HistoryPanelProps): ReactNode {
  const { data, error, refetch } = useQuery(versionsQuery(workspace, path));
  const [shown, setShown] = useState<number | null>(null);
  if (error) return <ErrorNotice error={error} title="The versions could not be read." onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows count={5} />;
  return (
    <>
      <ol className={classes.versions}>
        {data.items.map((row) => (
          <li key={row.version}>
            <button type="button" className={classes.version} onClick={() => setShown(row.version)}>
              <span className={classes.versionHead}>
                <strong>Version {row.version}</strong>
                {row.is_current && <span className={classes.current}>current</span>}
                <span className={classes.when}>
                  <RelativeTime at={row.created_at} />
                </span>
              </span>
              <span className={classes.quiet}>
                {row.message || 'No message'}, {nameOfActor(row.created_by)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <Modal opened={shown !== null} onClose={() => setShown(null)} title={`From version ${shown ?? ''} to what is in the editor`} size="90vw">
        {shown !== null && <VersionDiff workspace={workspace} path={path} version={shown} source={source} onClose={() => setShown(null)} onTake={onTake} />}
      </Modal>
    </>
  );
}

function VersionDiff({ workspace, path, version, source, onClose, onTake }: HistoryPanelProps & { version: number; onClose: () => void }): ReactNode {
  const { data, error } = useQuery(scriptQuery(workspace, path, version));
  if (error) return <ErrorNotice error={error} title="The version could not be read." />;
  if (!data) return <SkeletonBlock height={320} />;
  return (
    <div className={classes.panel}>
      {data.content === source.content ? (
        <p className={classes.quiet}>The code is the same.</p>
      ) : (
        <CodeDiff before={data.content} after={source.content} language={source.language} label={`Changes since version ${version}`} maxHeight={560} />
      )}
      <FormActions>
        <Button onClick={onClose}>Close</Button>
        <Button
          variant="filled"
          onClick={() => {
            onTake(sourceOf(data));
            onClose();
          }}
        >
          Put version {version} into the editor
        </Button>
      </FormActions>
    </div>
  );
}
