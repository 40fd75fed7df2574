import { Button } from '@mantine/core';
import { IconCopy, IconPencil, IconPlug, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { ResourceRow } from '../../backend/resources/resources.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { foldersQuery } from '../folders/folders.api.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar, type FilterDefinition } from '../ui/FilterChips.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { ListWithFolders, useHasFolders } from '../ui/ListWithFolders.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { PathText } from '../ui/PathField.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { RelativeTime } from '../ui/Values.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { ResourceDrawer } from './ResourceDrawer.tsx';
import { resourcesKey, resourceTypesQuery } from './resources.api.ts';
import classes from './ResourcesPage.module.css';

function useColumns(titles: ReadonlyMap<string, string>): readonly Column<ResourceRow>[] {
  return useMemo(
    () => [
      {
        id: 'path',
        header: 'Resource',
        width: 'minmax(0, 1fr)',
        cell: (row) => (
          <span className={classes.name}>
            <KindIcon kind="resource" variant="tile" />
            <span className={classes.words}>
              <PathText path={row.path} />
              {row.description && <span className={classes.description}>{row.description}</span>}
            </span>
          </span>
        ),
      },
      { id: 'type', header: 'Type', width: '140px', hideBelow: 420, cell: (row) => titles.get(row.resource_type) ?? row.resource_type },
      {
        id: 'edited',
        header: 'Edited',
        width: '168px',
        hideBelow: 720,
        cell: (row) => (
          <span className={classes.quiet}>
            <RelativeTime at={row.updated_at} />
          </span>
        ),
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
  const hasFolders = useHasFolders();
  const [state, change] = useUrlState();
  const { copy } = useCopy();
  const { folder, search, resource_type: type } = state;
  const list = usePages<ResourceRow>([...resourcesKey(workspace), 'list'], inWorkspace(workspace, '/resources'), { folder, search, resource_type: type });
  const { data: types = [] } = useQuery(resourceTypesQuery(workspace));
  const { data: folders = [] } = useQuery(foldersQuery(workspace));
  const titles = useMemo(() => new Map(types.map((entry) => [entry.name, entry.title || entry.name])), [types]);
  const columns = useColumns(titles);
  const filters: FilterDefinition[] = [
    ...(hasFolders
      ? []
      : [{ key: 'folder', label: 'Folder', options: [...folders.map(({ name }) => `f/${name}`), `u/${username}`].map((value) => ({ value, label: value })) }]),
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
  const startNew = (): void => change({ new: '1' });
  useShortcut('n', 'New resource', startNew, { isEnabled: canBuild });
  const isNarrowed = [folder, search, type].some((value) => value !== undefined);
  const actions = (row: ResourceRow): Action[] => [
    { id: 'open', label: canBuild && row.my_level !== 'read' ? 'Edit' : 'Open', icon: <IconPencil />, perform: () => show(row.path) },
    { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(row.path) },
    { id: 'reference', label: `Copy $res:${row.path}`, icon: <IconCopy />, perform: () => copy(`$res:${row.path}`) },
  ];
  return (
    <Page
      layout="fill"
      isFlush
      header={
        <PageHeader
          title="Resources"
          description="Connections that scripts are given. Their secrets are stored encrypted."
          actions={
            canBuild ? (
              <Button variant="filled" leftSection={<IconPlus />} onClick={startNew}>
                New resource
              </Button>
            ) : undefined
          }
        >
          <FilterBar filters={filters} searchKey="search" searchLabel="Find a resource" />
        </PageHeader>
      }
    >
      <ListWithFolders name="resources" paths={list.items.map((row) => row.path)} allLabel="All resources">
        <DataTable
          label="Resources"
          rows={list.items}
          columns={columns}
          rowKey={(row) => row.path}
          rowHeight={52}
          activeKey={open ?? null}
          onOpen={(row) => show(row.path)}
          actions={actions}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.reload}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onLoadMore={list.loadMore}
          empty={
            isNarrowed ? (
              <EmptyState
                icon={<IconPlug />}
                title="No resource matches."
                action={
                  <Button leftSection={<IconX />} onClick={() => change({ folder: undefined, search: undefined, resource_type: undefined })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
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
            )
          }
        />
      </ListWithFolders>
      <ResourceDrawer
        path={open ?? (state['new'] === '1' && canBuild ? '' : null)}
        folder={folder?.split('/').slice(0, 2).join('/') ?? `u/${username}`}
        onClose={close}
        onSaved={show}
      />
    </Page>
  );
}
