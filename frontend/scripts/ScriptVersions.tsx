import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Script } from '../../backend/scripts/scripts.contract.ts';
import { CodeDiff } from '../ui/CodeEditor.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonBlock } from '../ui/Skeletons.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import classes from './ScriptVersions.module.css';
import { scriptQuery } from './scripts.api.ts';

/** What differs between two versions of a script: code, then summary and settings. */
export function ScriptChanges({ workspace, path, before, after }: { workspace: string; path: string; before: number; after: number }): ReactNode {
  const first = useQuery(scriptQuery(workspace, path, before));
  const second = useQuery(scriptQuery(workspace, path, after));
  const error = first.error ?? second.error;
  if (error) return <ErrorNotice error={error} title="A version could not be read." />;
  if (!first.data || !second.data) return <SkeletonBlock height={240} />;
  const settingsOf = ({ summary, description, settings }: Script): string => JSON.stringify({ summary, description, settings }, null, 2);
  return (
    <>
      {first.data.content === second.data.content ? (
        <p className={classes.quiet}>The code is the same in both.</p>
      ) : (
        <CodeDiff
          before={first.data.content}
          after={second.data.content}
          language={second.data.language}
          label={`Changes from version ${before} to ${after}`}
        />
      )}
      {settingsOf(first.data) !== settingsOf(second.data) && (
        <CodeDiff before={settingsOf(first.data)} after={settingsOf(second.data)} language="json" label="Changes of summary and settings" maxHeight={320} />
      )}
    </>
  );
}

/** The code of one version. */
export function ScriptVersion({ workspace, path, version, actions }: { workspace: string; path: string; version: number; actions: ReactNode }): ReactNode {
  const { data, error } = useQuery(scriptQuery(workspace, path, version));
  return (
    <Section
      title={`Version ${version}`}
      actions={
        data && (
          <>
            {actions}
            <Button
              size="xs"
              component="a"
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(data.content)}`}
              download={`${path.split('/').at(-1) ?? 'script'}-v${version}.txt`}
            >
              Download code
            </Button>
          </>
        )
      }
    >
      {error && <ErrorNotice error={error} title="The version could not be read." />}
      {!data && !error && <SkeletonBlock height={240} />}
      {data && (
        <div className={classes.code}>
          <StaticCode content={data.content} language={data.language} label={`Code of version ${version}`} hasLineNumbers />
        </div>
      )}
    </Section>
  );
}
