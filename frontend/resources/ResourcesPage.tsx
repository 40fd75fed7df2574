import { Button } from '@mantine/core';
import { IconLayoutDashboard, IconPlug, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { ResourceRow } from '../../backend/resources/resources.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { MakeTableAppDialog } from '../apps/from-table/MakeTableAppDialog.tsx';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { FilterDefinition } from '../ui/FilterChips.tsx';
import { ItemsPage } from '../ui/ItemsPage.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { EditedCell, NameCell } from '../ui/NameCell.tsx';
import { useDrawerItem } from '../ui/useDrawerItem.ts';
import { useReferenceActions } from '../ui/useReferenceActions.tsx';
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
  const { id: workspace, canBuild } = useWorkspace();
  const { open, isNew, startFolder, show, close, startNew } = useDrawerItem('resources');
  const [{ folder, search, resource_type: type }] = useUrlState();
  const list = usePages<ResourceRow>([...resourcesKey(workspace), 'list'], inWorkspace(workspace, '/resources'), { folder, search, resource_type: type });
  const { data: types = [] } = useQuery(resourceTypesQuery(workspace));
  const titles = useMemo(() => new Map(types.map((entry) => [entry.name, entry.title || entry.name])), [types]);
  const columns = useColumns(titles);
  const filters: FilterDefinition[] = [{ key: 'resource_type', label: 'Type', options: [...titles].map(([value, label]) => ({ value, label })) }];
  const [appOf, setAppOf] = useState<string | null>(null);
  const actionsOf = useReferenceActions('$res:', show);
  const actions = (row: ResourceRow): Action[] =>
    actionsOf(
      row,
      canBuild && row.resource_type === 'postgresql'
        ? [{ id: 'app', label: 'Make an app of a table', icon: <IconLayoutDashboard />, perform: () => setAppOf(row.path) }]
        : [],
    );
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
      <ResourceDrawer path={open ?? (isNew ? '' : null)} folder={startFolder} onClose={close} onSaved={show} />
      {appOf !== null && <MakeTableAppDialog resource={appOf} onClose={() => setAppOf(null)} />}
    </ItemsPage>
  );
}
