import { IconArchive, IconArrowBackUp, IconCopy, IconCursorText, IconHistory, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { FilterDefinition } from '../ui/FilterChips.tsx';
import { ItemsPage } from '../ui/ItemsPage.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import type { RunnableRow } from './runnable-columns.tsx';
import { agentOfAddress, editAddress, newAddress, pages, type RunnableKind } from './runnable.ts';
import { ChosenBar } from './ChosenBar.tsx';
import { ArchiveDialog, PurgeDialog, RenameDialog } from './RunnableDialogs.tsx';
import { bringBackRunnable, runnablesKey, runnablesListKey } from './runnables.api.ts';

type OpenDialog = { kind: 'rename' | 'archive' | 'purge'; path: string };
type ListedRow = RunnableRow & { my_level: 'read' | 'write' | 'owner' };

/** Props of {@link RunnablesPage}. */
export type RunnablesPageProps<Row> = {
  kind: RunnableKind;
  icon: ReactNode;
  columns: readonly Column<Row>[];
  filters?: readonly FilterDefinition[];
  isRunnable?: (row: Row) => boolean;
  empty: ReactNode;
};

/** The scripts, flows or agents of the workspace: by folder, with their last runs. */
export function RunnablesPage<Row extends ListedRow>({
  kind,
  icon,
  columns,
  filters = [],
  isRunnable = () => true,
  empty,
}: RunnablesPageProps<Row>): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [state] = useUrlState();
  const { folder, search, archived } = state;
  const isArchive = archived === 'true';
  const narrowing = Object.fromEntries(filters.map(({ key }) => [key, state[key]]));
  const list = usePages<Row>(runnablesListKey(workspace, kind), inWorkspace(workspace, `/${kind}s`), {
    folder,
    search,
    ...narrowing,
    archived: isArchive || undefined,
  });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const { actions, error } = useRowActions<Row>(kind, isArchive, isRunnable, setDialog);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const close = (): void => setDialog(null);
  const mayChoose = canBuild && !isArchive && kind !== 'agent';
  const pathOf = (wanted: OpenDialog['kind']): string | null => (dialog?.kind === wanted ? dialog.path : null);
  const archive: FilterDefinition = { key: 'archived', label: 'Archived', options: [{ value: 'true', label: `Only archived ${kind}s` }] };
  return (
    <ItemsPage
      noun={kind}
      title={isArchive ? `Archived ${kind}s` : undefined}
      icon={icon}
      list={list}
      columns={columns}
      filters={[...filters, ...(canBuild ? [archive] : [])]}
      actions={actions}
      onOpen={(row) => void navigate({ to: pages[kind].one, params: { workspace, _splat: row.path } })}
      onNew={canBuild ? () => void navigate({ href: newAddress(workspace, kind, folder) }) : undefined}
      selection={mayChoose ? { ids: chosen, onChange: setChosen } : undefined}
      notice={
        <>
          {error !== null && <ErrorNotice error={error} />}
          {mayChoose && chosen.size > 0 && (
            <ChosenBar
              noun={kind}
              count={chosen.size}
              onAgent={() => void navigate({ href: agentOfAddress(workspace, [...chosen].map((path) => ({ kind, path }))) })}
              onClear={() => setChosen(new Set())}
            />
          )}
        </>
      }
      empty={empty}
    >
      <RenameDialog kind={kind} path={pathOf('rename')} onClose={close} />
      <ArchiveDialog kind={kind} path={pathOf('archive')} onClose={close} />
      <PurgeDialog kind={kind} path={pathOf('purge')} onClose={close} />
    </ItemsPage>
  );
}

function useRowActions<Row extends ListedRow>(
  kind: RunnableKind,
  isArchive: boolean,
  isRunnable: (row: Row) => boolean,
  setDialog: (dialog: OpenDialog) => void,
): { actions: (row: Row) => Action[]; error: unknown } {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { copy } = useCopy();
  const bringBack = useMutation({
    mutationFn: (path: string) => bringBackRunnable(workspace, kind, path),
    onSuccess: () => void client.invalidateQueries({ queryKey: runnablesKey(workspace, kind) }),
  });
  const actions = (row: Row): Action[] => {
    const { path } = row;
    const mayWrite = canBuild && row.my_level !== 'read';
    const ask = (dialog: OpenDialog['kind']) => (): void => setDialog({ kind: dialog, path });
    const copyPath: Action = { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(path) };
    if (isArchive) {
      const restore: Action = { id: 'restore', label: 'Bring back', icon: <IconArrowBackUp />, perform: () => bringBack.mutate(path) };
      const purge: Action = { id: 'purge', label: 'Delete for good', icon: <IconTrash />, isDanger: true, isFirstOfGroup: true, perform: ask('purge') };
      return mayWrite ? [restore, copyPath, purge] : [copyPath];
    }
    const run: Action = {
      id: 'run',
      label: 'Run',
      icon: <IconPlayerPlay />,
      perform: () => void navigate({ to: pages[kind].one, params: { workspace, _splat: path } }),
    };
    const edit: Action = { id: 'edit', label: 'Edit', icon: <IconPencil />, perform: () => void navigate({ href: editAddress(workspace, kind, path) }) };
    const runs: Action = {
      id: 'runs',
      label: `Runs of this ${kind}`,
      icon: <IconHistory />,
      perform: () => void navigate({ to: '/w/$workspace/runs', params: { workspace }, search: { path } }),
    };
    const rename: Action = { id: 'rename', label: 'Rename', icon: <IconCursorText />, perform: ask('rename') };
    const archive: Action = { id: 'archive', label: 'Archive', icon: <IconArchive />, isDanger: true, isFirstOfGroup: true, perform: ask('archive') };
    return [
      ...(isRunnable(row) ? [run] : []),
      ...(mayWrite ? [edit] : []),
      runs,
      { ...copyPath, isFirstOfGroup: true },
      ...(mayWrite ? [rename, archive] : []),
    ];
  };
  return { actions, error: bringBack.error };
}
