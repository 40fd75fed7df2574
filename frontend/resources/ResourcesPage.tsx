import { Button } from '@mantine/core';
import { IconCopy, IconLayoutDashboard, IconPencil, IconPlug, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { ResourceRow } from '../../backend/resources/resources.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { MakeTableAppDialog } from '../apps/from-table/MakeTableAppDialog.tsx';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { FilterDefinition } from '../ui/FilterChips.tsx';
import { ItemsPage } from '../ui/ItemsPage.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { EditedCell, NameCell } from '../ui/NameCell.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { ResourceDrawer } from './ResourceDrawer.tsx';
import { resourcesKey, resourceTypesQuery } from './resources.api.ts';

function useColumns(titles: ReadonlyMap<string, string>): readonly Column<ResourceRow>[] {
  return useMemo(
    () => [
      {
        id: 'path',
        header: 'Resource',
        width: 'minmax(0, 1fr)',
        cell: (row) => <NameCell path={row.path} description={row.description} icon={<KindIcon kind="resource" variant="tile" />} />,
      },
      { id: 'type', header: 'Type', width: '140px', hideBelow: 420, cell: (row) => titles.get(row.resource_type) ?? row.resource_type },
      {
        id: 'edited',
        header: 'Edited',
        width: '168px',
        hideBelow: 720,
        cell: (row) => <EditedCell at={row.updated_at} />,
      },
    ],
    [titles],
  );
}

/** Connections to other systems: what scripts are given as `$res:<path>`. */
export function ResourcesPage(): ReactNode {
  const { id: workspace, username, canBuild } = useWorkspace();
  const { _splat: open } = useParams({ strict: false });
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const { copy } = useCopy();
  const { folder, search, resource_type: type } = state;
  const list = usePages<ResourceRow>([...resourcesKey(workspace), 'list'], inWorkspace(workspace, '/resources'), { folder, search, resource_type: type });
  const { data: types = [] } = useQuery(resourceTypesQuery(workspace));
  const titles = useMemo(() => new Map(types.map((entry) => [entry.name, entry.title || entry.name])), [types]);
  const columns = useColumns(titles);
  const filters: FilterDefinition[] = [
    { key: 'resource_type', label: 'Type', options: types.map((entry) => ({ value: entry.name, label: entry.title || entry.name })) },
  ];
  const show = (path: string): void =>
    void navigate({
      to: '/w/$workspace/resources/$',
      params: { workspace, _splat: path },
      search: (previous: Record<string, string | undefined>) => ({ ...previous, new: undefined }),
    });
  const close = (): void =>
    void navigate({
      to: '/w/$workspace/resources',
      params: { workspace },
      search: (previous: Record<string, string | undefined>) => ({ ...previous, new: undefined }),
    });
  const [appOf, setAppOf] = useState<string | null>(null);
  const startNew = (): void => change({ new: '1' });
  const actions = (row: ResourceRow): Action[] => [
    { id: 'open', label: canBuild && row.my_level !== 'read' ? 'Edit' : 'Open', icon: <IconPencil />, perform: () => show(row.path) },
    ...(canBuild && row.resource_type === 'postgresql'
      ? [{ id: 'app', label: 'Make an app of a table', icon: <IconLayoutDashboard />, perform: () => setAppOf(row.path) }]
      : []),
    { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(row.path) },
    { id: 'reference', label: `Copy $res:${row.path}`, icon: <IconCopy />, perform: () => copy(`$res:${row.path}`) },
  ];
  return (
    <ItemsPage
      noun="resource"
      description="Connections that scripts are given. Their secrets are stored encrypted."
      icon={<IconPlug />}
      list={list}
      columns={columns}
      filters={filters}
      actions={actions}
      onOpen={(row) => show(row.path)}
      activePath={open}
      onNew={canBuild ? startNew : undefined}
      rowHeights={{ comfortable: 52, compact: 52 }}
      empty={
        <EmptyState
          icon={<IconPlug />}
          title="A resource is a connection, such as a database, that scripts are given without seeing its password in the code."
          action={
            canBuild ? (
              <Button variant="filled" leftSection={<IconPlus />} onClick={startNew}>
                Connect something
              </Button>
            ) : undefined
          }
        />
      }
    >
      <ResourceDrawer
        path={open ?? (state['new'] === '1' && canBuild ? '' : null)}
        folder={folder?.split('/').slice(0, 2).join('/') ?? `u/${username}`}
        onClose={close}
        onSaved={show}
      />
      {appOf !== null && <MakeTableAppDialog resource={appOf} onClose={() => setAppOf(null)} />}
    </ItemsPage>
  );
}
