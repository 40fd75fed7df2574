import { Button } from '@mantine/core';
import { IconApps, IconArchive, IconExternalLink, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { AppRow } from '../../backend/apps/apps.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ItemsPage } from '../ui/ItemsPage.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { EditedCell, NameCell } from '../ui/NameCell.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { appsKey, appsListKey, archiveApp, discardAppDraft } from './apps.api.ts';
import { NewAppDialog } from './NewAppDialog.tsx';

const marksOf = ({ version, has_draft: hasDraft }: AppRow): string[] => (version === null ? ['not released'] : hasDraft ? ['changed'] : []);

const columns: readonly Column<AppRow>[] = [
  {
    id: 'app',
    header: 'App',
    width: 'minmax(0, 1fr)',
    cell: (row) => <NameCell path={row.path} summary={row.summary} icon={<KindIcon kind="app" variant="tile" />} marks={marksOf(row)} />,
  },
  { id: 'version', header: 'Live', width: '88px', hideBelow: 520, cell: (row) => (row.version === null ? '–' : `version ${row.version}`) },
  { id: 'pages', header: 'Pages', width: '72px', align: 'end', hideBelow: 720, cell: (row) => row.page_count },
  { id: 'edited', header: 'Edited', width: '200px', hideBelow: 640, cell: (row) => <EditedCell at={row.updated_at} by={row.updated_by} /> },
];

const mayEdit = ({ my_level: level }: AppRow): boolean => level !== 'read';

/** The apps of the workspace: to use, and for who builds, to change. */
export function AppsPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [{ folder, search, new: isNew }, change] = useUrlState();
  const [leaving, setLeaving] = useState<AppRow | null>(null);
  const list = usePages<AppRow>(appsListKey(workspace), inWorkspace(workspace, '/apps'), { folder, search });
  const open = (row: AppRow): void => location.assign(`/a/${workspace}/${row.path}`);
  const edit = (row: AppRow): void => void navigate({ to: '/w/$workspace/apps/edit/$', params: { workspace, _splat: row.path } });
  const actions = (row: AppRow): Action[] => [
    ...(row.version === null ? [] : [{ id: 'use', label: 'Open', icon: <IconExternalLink />, perform: () => open(row) }]),
    ...(mayEdit(row)
      ? [
          { id: 'edit', label: 'Edit', icon: <IconPencil />, perform: () => edit(row) },
          {
            id: 'archive',
            label: row.version === null ? 'Delete' : 'Archive',
            icon: <IconArchive />,
            isDanger: true,
            isFirstOfGroup: true,
            perform: () => setLeaving(row),
          },
        ]
      : []),
  ];
  return (
    <ItemsPage
      noun="app"
      icon={<IconApps />}
      list={list}
      columns={columns}
      actions={actions}
      onOpen={(row) => (row.version === null || (canBuild && mayEdit(row)) ? edit(row) : open(row))}
      onNew={canBuild ? () => change({ new: '1' }) : undefined}
      empty={<NoApps onNew={canBuild ? () => change({ new: '1' }) : undefined} />}
    >
      {canBuild && <NewAppDialog isOpen={isNew === '1'} folder={folder} onClose={() => change({ new: undefined })} />}
      <ConfirmDialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`${leaving?.version === null ? 'Delete' : 'Archive'} ${leaving?.path ?? ''}?`}
        confirmLabel={leaving?.version === null ? 'Delete app' : 'Archive app'}
        onConfirm={async () => {
          if (!leaving) return;
          await (leaving.version === null ? discardAppDraft(workspace, leaving.path) : archiveApp(workspace, leaving.path));
          await client.invalidateQueries({ queryKey: appsKey(workspace) });
        }}
      >
        {leaving?.version === null
          ? 'It was never released: nothing of it is kept.'
          : 'Nobody can open it any more. It can be brought back with all its releases.'}
      </ConfirmDialog>
    </ItemsPage>
  );
}

function NoApps({ onNew }: { onNew: (() => void) | undefined }): ReactNode {
  return (
    <EmptyState
      icon={<IconApps />}
      title={onNew ? 'An app puts scripts and flows behind tables, forms and buttons.' : 'No app is shared with you yet.'}
      action={
        onNew && (
          <Button variant="filled" leftSection={<IconPlus />} onClick={onNew}>
            Build an app
          </Button>
        )
      }
    >
      {onNew ? 'Who uses it sees what you release, and can run what you allow.' : 'Whoever builds here can give you a folder.'}
    </EmptyState>
  );
}
