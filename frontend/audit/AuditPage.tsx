import { Button, Menu } from '@mantine/core';
import { IconDownload, IconTimelineEvent } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { EventRow } from '../../backend/audit/audit.contract.ts';
import { addressOf, inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { useWorkspace } from '../session/workspace.ts';
import { NotFoundPage } from '../shell/NotFoundPage.tsx';
import { DataTable, type Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar, type FilterDefinition } from '../ui/FilterChips.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SubjectText } from '../ui/PersonText.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './AuditPage.module.css';
import { knownActions, wordsOfAction, wordsOfCause } from './audit-words.ts';
import { EventDrawer } from './EventDrawer.tsx';

const kinds = ['script', 'resource', 'variable', 'folder', 'group', 'member', 'invitation', 'token', 'session', 'job', 'resource_type', 'user', 'workspace'];

const filters: FilterDefinition[] = [
  { key: 'actor', label: 'Who', placeholder: 'u/ada' },
  { key: 'action', label: 'What', options: knownActions.map((value) => ({ value, label: wordsOfAction(value) })) },
  { key: 'object_kind', label: 'Kind', options: kinds.map((value) => ({ value, label: wordsOfAction(value) })) },
  { key: 'object_path', label: 'Object', placeholder: 'f/support/refund_order' },
  { key: 'from', label: 'From', type: 'time' },
  { key: 'to', label: 'Until', type: 'time' },
];

const columns: Column<EventRow>[] = [
  { id: 'what', header: 'What', width: 'minmax(132px, 1.2fr)', cell: (event) => <span className={classes.what}>{wordsOfAction(event.action)}</span> },
  {
    id: 'object',
    header: 'Object',
    width: 'minmax(0, 2fr)',
    cell: (event) => (
      <span className={classes.object}>
        <KindIcon kind={event.object_kind} />
        <span className="mono">{event.object_path || '–'}</span>
      </span>
    ),
  },
  { id: 'who', header: 'Who', width: '150px', hideBelow: 560, cell: (event) => <SubjectText subject={event.actor} /> },
  { id: 'through', header: 'Through', width: '150px', hideBelow: 860, cell: (event) => <span className={classes.muted}>{wordsOfCause(event.cause)}</span> },
  { id: 'when', header: 'When', width: '110px', align: 'end', hideBelow: 480, cell: (event) => <RelativeTime at={event.at} /> },
];

/** Everything that was changed or decided in the workspace: by whom, through what, when. */
export function AuditPage(): ReactNode {
  const { isAdmin } = useWorkspace();
  return isAdmin ? <AuditLog /> : <NotFoundPage />;
}

function AuditLog(): ReactNode {
  const { id: workspace } = useWorkspace();
  const [state, change] = useUrlState();
  const [open, setOpen] = useState<EventRow | null>(null);
  const filter = Object.fromEntries(filters.map(({ key }) => [key, state[key]]));
  const events = usePages<EventRow>([workspace, 'events'], inWorkspace(workspace, '/events'), filter);
  const isFiltered = Object.values(filter).some(Boolean);
  const empty = isFiltered ? (
    <EmptyState
      title="No event answers these filters"
      action={<Button onClick={() => change(Object.fromEntries(filters.map(({ key }) => [key, undefined])))}>Clear the filters</Button>}
    />
  ) : (
    <EmptyState icon={<IconTimelineEvent />} title="Every change and every decision is written here from now on" />
  );
  return (
    <Page
      layout="fill"
      header={
        <PageHeader
          title="Audit"
          description="Everything that was changed or decided: who, what, through what. Nothing can change it."
          actions={<Export workspace={workspace} filter={filter} />}
        />
      }
    >
      <FilterBar filters={filters} />
      <DataTable
        label="Events"
        rows={events.items}
        columns={columns}
        rowKey={(event) => event.id}
        isLoading={events.isLoading}
        error={events.error}
        onRetry={events.reload}
        hasMore={events.hasMore}
        isLoadingMore={events.isLoadingMore}
        onLoadMore={events.loadMore}
        onOpen={setOpen}
        activeKey={open?.id}
        actions={(event) => [
          { id: 'open', label: 'Show details', perform: () => setOpen(event) },
          { id: 'actor', label: `Only of ${event.actor}`, perform: () => change({ actor: event.actor }) },
          { id: 'action', label: `Only "${wordsOfAction(event.action)}"`, perform: () => change({ action: event.action }) },
          {
            id: 'object',
            label: 'Only of this object',
            isDisabled: event.object_path === '',
            perform: () => change({ object_kind: event.object_kind, object_path: event.object_path }),
          },
        ]}
        empty={empty}
      />
      <EventDrawer event={open} onClose={() => setOpen(null)} />
    </Page>
  );
}

function Export({ workspace, filter }: { workspace: string; filter: Record<string, string | undefined> }): ReactNode {
  return (
    <Menu>
      <Menu.Target>
        <Button leftSection={<IconDownload />}>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>What the filters show, all of it</Menu.Label>
        {(['csv', 'json'] as const).map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={addressOf(inWorkspace(workspace, '/events_export'), { ...filter, format })}
            download={`${workspace}-events.${format}`}
          >
            Download {format.toUpperCase()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
