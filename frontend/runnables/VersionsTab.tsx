import { Button, Select } from '@mantine/core';
import { IconArrowBackUp, IconArrowsDiff, IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { nameOfActor } from '../runs/run-words.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Section } from '../ui/Page.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import type { Runnable, RunnableVersionRow } from './runnable.ts';
import { runnablesKey, runnableVersionsKey } from './runnables.api.ts';
import classes from './VersionsTab.module.css';

const columns: readonly Column<RunnableVersionRow>[] = [
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

/** Props of {@link VersionsTab}. */
export type VersionsTabProps = {
  workspace: string;
  runnable: Runnable;
  mayEdit: boolean;
  /** What a version is made of, in words: "Its code and settings". */
  substance: string;
  /** Makes an earlier version the newest. */
  restore: (version: number) => Promise<unknown>;
  /** What differs between two versions. */
  renderChanges: (before: number, after: number) => ReactNode;
  /** One version by itself, with what can be done to it. */
  renderVersion: (version: number, actions: ReactNode) => ReactNode;
};

/** Every version of a script or flow: look at one, compare any two, bring one back as the newest. */
export function VersionsTab({ workspace, runnable, mayEdit, substance, restore, renderChanges, renderVersion }: VersionsTabProps): ReactNode {
  const { kind, path, version: current } = runnable;
  const list = usePages<RunnableVersionRow>(runnableVersionsKey(workspace, kind, path), inWorkspace(workspace, `/${kind}_versions/${path}`));
  const [state, change] = useUrlState();
  const client = useQueryClient();
  const [restoring, setRestoring] = useState<number | null>(null);
  const compare = (before: number, after: number): void => change({ before: String(before), after: String(after), version: undefined });
  const actions = (row: RunnableVersionRow): Action[] => [
    { id: 'view', label: 'Show this version', icon: <IconEye />, perform: () => change({ version: String(row.version), before: undefined, after: undefined }) },
    ...(row.version > 1
      ? [{ id: 'previous', label: 'What changed in it', icon: <IconArrowsDiff />, perform: () => compare(row.version - 1, row.version) }]
      : []),
    ...(row.is_current
      ? []
      : [{ id: 'current', label: 'Compare with the current version', icon: <IconArrowsDiff />, perform: () => compare(row.version, current) }]),
    ...(mayEdit && !row.is_current
      ? [{ id: 'restore', label: `Restore version ${row.version}`, icon: <IconArrowBackUp />, isFirstOfGroup: true, perform: () => setRestoring(row.version) }]
      : []),
  ];
  const shown = Number(state['version']);
  const [before, after] = [Number(state['before']), Number(state['after'])];
  const isComparing = before > 0 && after > 0;
  const restoreButton = (version: number): ReactNode =>
    mayEdit &&
    version !== current && (
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
        <Section
          title="Changes"
          actions={
            <Choice versions={list.items} before={before} after={after} onChange={compare}>
              {restoreButton(before)}
            </Choice>
          }
        >
          {renderChanges(before, after)}
        </Section>
      )}
      {!isComparing && shown > 0 && renderVersion(shown, restoreButton(shown))}
      <ConfirmDialog
        isOpen={restoring !== null}
        onClose={() => setRestoring(null)}
        title={`Restore version ${restoring ?? ''} of ${path}?`}
        confirmLabel={`Restore version ${restoring ?? ''}`}
        isDanger={false}
        onConfirm={async () => {
          await restore(restoring ?? 0);
          await client.invalidateQueries({ queryKey: runnablesKey(workspace, kind) });
        }}
      >
        {substance} become a new version {current + 1}. Nothing is lost: version {current} stays in the list.
      </ConfirmDialog>
    </div>
  );
}

type ChoiceProps = {
  versions: readonly RunnableVersionRow[];
  before: number;
  after: number;
  onChange: (before: number, after: number) => void;
  children: ReactNode;
};

/** Which two versions are compared. */
function Choice({ versions, before, after, onChange, children }: ChoiceProps): ReactNode {
  const options = versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }));
  const common = { size: 'xs', data: options, allowDeselect: false, className: classes.select } as const;
  return (
    <>
      <Select {...common} aria-label="Version before" value={String(before)} onChange={(value) => value && onChange(Number(value), after)} />
      <span className={classes.quiet}>to</span>
      <Select {...common} aria-label="Version after" value={String(after)} onChange={(value) => value && onChange(before, Number(value))} />
      {children}
    </>
  );
}
