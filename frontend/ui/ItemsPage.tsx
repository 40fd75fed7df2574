import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import type { PagedList } from '../api/pages.ts';
import { foldersQuery } from '../folders/folders.api.ts';
import { usePreferences } from '../session/preferences.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from './ActionMenu.tsx';
import { type Column, DataTable } from './DataTable.tsx';
import type { Selection } from './data-table-types.ts';
import { EmptyState } from './EmptyState.tsx';
import { FilterBar, type FilterDefinition } from './FilterChips.tsx';
import { ListWithFolders, useHasFolders } from './ListWithFolders.tsx';
import { Page } from './Page.tsx';
import { PageHeader } from './PageHeader.tsx';
import { useShortcut } from './shortcuts.ts';
import { useUrlState } from './useUrlState.ts';

/** Props of {@link ItemsPage}. */
export type ItemsPageProps<Row extends { path: string }> = {
  /** "script"; the plural takes an s. */
  noun: string;
  title?: string;
  description?: string;
  icon: ReactNode;
  list: PagedList<Row>;
  columns: readonly Column<Row>[];
  /** Filters besides folder and search, each a parameter of the address. */
  filters?: readonly FilterDefinition[];
  actions: (row: Row) => Action[];
  onOpen: (row: Row) => void;
  activePath?: string | null;
  isMuted?: (row: Row) => boolean;
  /** Rows that are chosen to do something with them together. */
  selection?: Selection;
  /** Makes a new one; absent where the person may not. */
  onNew?: () => void;
  rowHeights?: { comfortable: number; compact: number };
  /** Under the head: what went wrong with an action. */
  notice?: ReactNode;
  /** What the list says when there is nothing at all. */
  empty: ReactNode;
  /** Dialogs and drawers. */
  children?: ReactNode;
};

const defaultHeights = { comfortable: 56, compact: 46 };

/** The page of every list of things with a path: folders at the left, filters in the address, rows with a menu. */
export function ItemsPage<Row extends { path: string }>(props: ItemsPageProps<Row>): ReactNode {
  const { noun, list, filters = [], onNew, rowHeights = defaultHeights } = props;
  const plural = `${noun}s`;
  const folderFilter = useFolderFilter();
  const isCompact = usePreferences((store) => store.preferences.density === 'compact');
  useShortcut('n', `New ${noun}`, () => onNew?.(), { isEnabled: onNew !== undefined });
  const all = [...folderFilter, ...filters];
  const narrowing = ['folder', 'search', ...filters.map(({ key }) => key)];
  return (
    <Page
      layout="fill"
      isFlush
      header={
        <PageHeader
          title={props.title ?? plural.charAt(0).toUpperCase() + plural.slice(1)}
          description={props.description}
          actions={<NewButton noun={noun} onNew={onNew} />}
        >
          <FilterBar filters={all} searchKey="search" searchLabel={`Find ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`} />
          {props.notice}
        </PageHeader>
      }
    >
      <ListWithFolders name={plural} paths={list.items.map((row) => row.path)} allLabel={`All ${plural}`}>
        <DataTable
          label={plural.charAt(0).toUpperCase() + plural.slice(1)}
          rows={list.items}
          columns={props.columns}
          rowKey={(row) => row.path}
          rowHeight={isCompact ? rowHeights.compact : rowHeights.comfortable}
          activeKey={props.activePath ?? null}
          isMuted={props.isMuted}
          selection={props.selection}
          onOpen={props.onOpen}
          actions={props.actions}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.reload}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onLoadMore={list.loadMore}
          empty={<Nothing noun={noun} icon={props.icon} narrowing={narrowing} empty={props.empty} />}
        />
      </ListWithFolders>
      {props.children}
    </Page>
  );
}

function NewButton({ noun, onNew }: { noun: string; onNew: (() => void) | undefined }): ReactNode {
  if (!onNew) return null;
  return (
    <Button variant="filled" leftSection={<IconPlus />} onClick={onNew}>
      New {noun}
    </Button>
  );
}

/** Nothing matches, or nothing is there. */
function Nothing({ noun, icon, narrowing, empty }: { noun: string; icon: ReactNode; narrowing: readonly string[]; empty: ReactNode }): ReactNode {
  const [state, change] = useUrlState();
  if (narrowing.every((key) => state[key] === undefined)) return empty;
  const clear = (): void => change(Object.fromEntries(narrowing.map((key) => [key, undefined])));
  return (
    <EmptyState
      icon={icon}
      title={`No ${noun} matches.`}
      action={
        <Button leftSection={<IconX />} onClick={clear}>
          Clear filters
        </Button>
      }
    />
  );
}

/** Folders as a filter, where they do not stand beside the list. */
function useFolderFilter(): readonly FilterDefinition[] {
  const { id: workspace, username } = useWorkspace();
  const hasFolders = useHasFolders();
  const { data: folders } = useQuery(foldersQuery(workspace));
  return useMemo(() => {
    const spaces = [...(folders ?? []).map(({ name }) => `f/${name}`), `u/${username}`];
    return hasFolders ? [] : [{ key: 'folder', label: 'Folder', options: spaces.map((value) => ({ value, label: value })) }];
  }, [folders, hasFolders, username]);
}
