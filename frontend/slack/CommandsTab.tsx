import { Button } from '@mantine/core';
import { IconBrandSlack, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SlackCommand } from '../../backend/slack/slack.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DataTable, type Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { EditedCell } from '../ui/NameCell.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { CommandForm } from './CommandForm.tsx';
import classes from './Slack.module.css';
import { deleteSlackCommand, slackCommandsQuery, slackKey } from './slack.api.ts';
import { nameInWords } from './slack-words.ts';

const columns: Column<SlackCommand>[] = [
  {
    id: 'name',
    header: 'In Slack',
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <span className={classes.nameCell}>
        <span className={row.trigger === 'command' ? 'mono' : undefined}>{nameInWords(row)}</span>
        <span className={classes.muted}>{row.usage === '' ? row.summary : row.usage.slice(row.name.length).trim() || row.summary}</span>
      </span>
    ),
  },
  {
    id: 'target',
    header: 'Runs',
    width: 'minmax(0, 1fr)',
    cell: ({ target }) => (
      <span className={classes.target}>
        <KindIcon kind={target.kind} />
        <span className="mono truncate">{target.path}</span>
      </span>
    ),
  },
  {
    id: 'who',
    header: 'For',
    width: 'minmax(100px, 160px)',
    hideBelow: 760,
    cell: ({ allowed }) => (
      <span className={classes.muted}>{allowed.length === 0 ? 'Who may run it' : allowed.map((subject) => subject.slice(2)).join(', ')}</span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '80px',
    hideBelow: 560,
    cell: ({ enabled }) => <span className={enabled ? undefined : classes.muted}>{enabled ? 'On' : 'Off'}</span>,
  },
  { id: 'edited', header: 'Edited', width: '150px', hideBelow: 900, cell: (row) => <EditedCell at={row.updated_at} by={row.updated_by} /> },
];

/** What is bound to commands, shortcuts and mentions. */
export function CommandsTab(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const client = useQueryClient();
  const [state, change] = useUrlState();
  const [leaving, setLeaving] = useState<SlackCommand | null>(null);
  const { data: commands = [], isPending, error, refetch } = useQuery(slackCommandsQuery(workspace));
  const open = state['command'];
  const edited = commands.find(({ path }) => path === open) ?? null;
  const actions = (row: SlackCommand): Action[] => [
    { id: 'edit', label: row.my_level === 'read' || !canBuild ? 'Open' : 'Edit', icon: <IconPencil />, perform: () => change({ command: row.path }) },
    ...(row.my_level === 'read' || !canBuild
      ? []
      : [{ id: 'delete', label: 'Delete', icon: <IconTrash />, isDanger: true, isFirstOfGroup: true, perform: () => setLeaving(row) }]),
  ];
  const startNew = (
    <Button variant="filled" leftSection={<IconPlus />} onClick={() => change({ command: 'new' })}>
      Bind a command
    </Button>
  );
  return (
    <>
      {canBuild && commands.length > 0 && <div className={classes.bar}>{startNew}</div>}
      <DataTable
        label="What is bound in Slack"
        rows={commands}
        columns={columns}
        rowKey={({ path }) => path}
        rowHeight={52}
        height="natural"
        onOpen={({ path }) => change({ command: path })}
        actions={actions}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        isMuted={({ enabled }) => !enabled}
        empty={
          <EmptyState
            icon={<IconBrandSlack />}
            title="A binding runs a script, a flow or an agent when somebody types a command in Slack, as the person who types it."
            action={canBuild ? startNew : undefined}
          />
        }
      />
      {(open === 'new' || edited) && <CommandForm key={open} command={edited} onClose={() => change({ command: undefined })} />}
      <ConfirmDialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`Delete ${leaving ? nameInWords(leaving) : ''}?`}
        confirmLabel="Delete binding"
        isDanger
        onConfirm={async () => {
          if (leaving) await deleteSlackCommand(workspace, leaving.path);
          await client.invalidateQueries({ queryKey: slackKey(workspace) });
        }}
      >
        <p>In Slack it says from then on that nothing is bound. What it ran stays.</p>
      </ConfirmDialog>
    </>
  );
}
