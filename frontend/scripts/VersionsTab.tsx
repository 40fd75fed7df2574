import { Button, Select } from '@mantine/core';
import { IconArrowBackUp, IconArrowsDiff, IconEye } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Script, ScriptVersionRow } from '../../backend/scripts/scripts.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { nameOfActor } from '../runs/run-words.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { CodeDiff } from '../ui/CodeEditor.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonBlock } from '../ui/Skeletons.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { restoreVersion, scriptQuery, scriptsKey, versionsKey } from './scripts.api.ts';
import classes from './VersionsTab.module.css';

const columns: readonly Column<ScriptVersionRow>[] = [
  {
    id: 'version',
    header: 'Version',
    width: '92px',
    cell: (row) => (
      <span className={classes.version}>
        {row.version}
        {row.is_current && <span className={classes.current}>current</span>}
      </span>
    ),
  },
  { id: 'message', header: 'Why', width: 'minmax(0, 1fr)', cell: (row) => (row.message ? row.message : <span className={classes.quiet}>No message</span>) },
  { id: 'by', header: 'By', width: '112px', hideBelow: 480, cell: (row) => nameOfActor(row.created_by) },
  { id: 'when', header: 'When', width: '112px', hideBelow: 380, cell: (row) => <RelativeTime at={row.created_at} /> },
  { id: 'hash', header: 'Hash', width: '92px', hideBelow: 680, cell: (row) => <span className={classes.hash}>{row.hash.slice(0, 8)}</span> },
];

/** Every version of a script: look at one, compare any two, bring one back as the newest. */
export function VersionsTab({ workspace, script, mayEdit }: { workspace: string; script: Script; mayEdit: boolean }): ReactNode {
  const list = usePages<ScriptVersionRow>(versionsKey(workspace, script.path), inWorkspace(workspace, `/script_versions/${script.path}`));
  const [state, change] = useUrlState();
  const client = useQueryClient();
  const [restoring, setRestoring] = useState<number | null>(null);
  const compare = (before: number, after: number): void => change({ before: String(before), after: String(after), version: undefined });
  const actions = (row: ScriptVersionRow): Action[] => [
    { id: 'view', label: 'Show the code', icon: <IconEye />, perform: () => change({ version: String(row.version), before: undefined, after: undefined }) },
    ...(row.version > 1
      ? [{ id: 'previous', label: 'What changed in it', icon: <IconArrowsDiff />, perform: () => compare(row.version - 1, row.version) }]
      : []),
    ...(row.is_current
      ? []
      : [{ id: 'current', label: 'Compare with the current version', icon: <IconArrowsDiff />, perform: () => compare(row.version, script.version) }]),
    ...(mayEdit && !row.is_current
      ? [{ id: 'restore', label: `Restore version ${row.version}`, icon: <IconArrowBackUp />, isFirstOfGroup: true, perform: () => setRestoring(row.version) }]
      : []),
  ];
  const shown = Number(state['version']);
  const [before, after] = [Number(state['before']), Number(state['after'])];
  const isComparing = before > 0 && after > 0;
  const restoreButton = (version: number): ReactNode =>
    mayEdit &&
    version !== script.version && (
      <Button size="xs" leftSection={<IconArrowBackUp />} onClick={() => setRestoring(version)}>
        Restore version {version}
      </Button>
    );
  return (
    <div className={classes.tab}>
      <DataTable
        label="Versions"
        height="natural"
        rows={list.items}
        columns={columns}
        rowKey={(row) => String(row.version)}
        actions={actions}
        activeKey={isComparing ? String(after) : state['version']}
        onOpen={(row) => (row.version > 1 ? compare(row.version - 1, row.version) : change({ version: '1', before: undefined, after: undefined }))}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.reload}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
      />
      {isComparing && (
        <Comparison workspace={workspace} path={script.path} versions={list.items} before={before} after={after} onChange={compare}>
          {restoreButton(before)}
        </Comparison>
      )}
      {!isComparing && shown > 0 && (
        <OneVersion workspace={workspace} path={script.path} version={shown}>
          {restoreButton(shown)}
        </OneVersion>
      )}
      <ConfirmDialog
        isOpen={restoring !== null}
        onClose={() => setRestoring(null)}
        title={`Restore version ${restoring ?? ''} of ${script.path}?`}
        confirmLabel={`Restore version ${restoring ?? ''}`}
        isDanger={false}
        onConfirm={async () => {
          await restoreVersion(workspace, script, restoring ?? 0);
          await client.invalidateQueries({ queryKey: scriptsKey(workspace) });
        }}
      >
        Its code and settings become a new version {script.version + 1}. Nothing is lost: version {script.version} stays in the list.
      </ConfirmDialog>
    </div>
  );
}

type ComparisonProps = {
  workspace: string;
  path: string;
  versions: readonly ScriptVersionRow[];
  before: number;
  after: number;
  onChange: (before: number, after: number) => void;
  /** Further buttons. */
  children: ReactNode;
};

function Comparison({ workspace, path, versions, before, after, onChange, children }: ComparisonProps): ReactNode {
  const first = useQuery(scriptQuery(workspace, path, before));
  const second = useQuery(scriptQuery(workspace, path, after));
  const error = first.error ?? second.error;
  const options = versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }));
  const settingsOf = (script: Script): string =>
    JSON.stringify({ summary: script.summary, description: script.description, settings: script.settings }, null, 2);
  return (
    <Section
      title="Changes"
      actions={
        <>
          <Select
            size="xs"
            aria-label="Version before"
            data={options}
            value={String(before)}
            onChange={(value) => value && onChange(Number(value), after)}
            allowDeselect={false}
            className={classes.select}
          />
          <span className={classes.quiet}>to</span>
          <Select
            size="xs"
            aria-label="Version after"
            data={options}
            value={String(after)}
            onChange={(value) => value && onChange(before, Number(value))}
            allowDeselect={false}
            className={classes.select}
          />
          {children}
        </>
      }
    >
      {error && <ErrorNotice error={error} title="A version could not be read." />}
      {!error && (!first.data || !second.data) && <SkeletonBlock height={240} />}
      {first.data && second.data && (
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
      )}
    </Section>
  );
}

function OneVersion({ workspace, path, version, children }: { workspace: string; path: string; version: number; children: ReactNode }): ReactNode {
  const { data, error } = useQuery(scriptQuery(workspace, path, version));
  return (
    <Section
      title={`Version ${version}`}
      actions={
        data && (
          <>
            {children}
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
