import { Button } from '@mantine/core';
import { IconKey, IconLock, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Variable } from '../../backend/variables/variables.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { useWorkspace } from '../session/workspace.ts';
import { PartUnavailable } from '../shell/ItemUnavailable.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ItemsPage } from '../ui/ItemsPage.tsx';
import { EditedCell, NameCell } from '../ui/NameCell.tsx';
import { SideForm } from '../ui/SideForm.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { useDrawerItem } from '../ui/useDrawerItem.ts';
import { useReferenceActions } from '../ui/useReferenceActions.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { VariableForm } from './VariableForm.tsx';
import { deleteVariable, variableQuery, variablesKey } from './variables.api.ts';
import classes from './VariablesPage.module.css';

const shownCharacters = 120;

function ValueCell({ row }: { row: Variable }): ReactNode {
  if (row.is_secret) {
    return (
      <span className={classes.secret}>
        <IconLock aria-hidden /> secret
      </span>
    );
  }
  return row.value === null || row.value === '' ? (
    <span className={classes.quiet}>empty</span>
  ) : (
    <code title={row.value.slice(0, 1000)}>{row.value.slice(0, shownCharacters)}</code>
  );
}

const columns: readonly Column<Variable>[] = [
  {
    id: 'path',
    header: 'Variable',
    width: 'minmax(0, 5fr)',
    cell: (row) => <NameCell path={row.path} description={row.description} />,
  },
  { id: 'value', header: 'Value', width: 'minmax(0, 4fr)', hideBelow: 380, cell: (row) => <ValueCell row={row} /> },
  {
    id: 'expires',
    header: 'Expires',
    width: '104px',
    hideBelow: 820,
    cell: (row) => (
      <span className={classes.quiet}>
        <RelativeTime at={row.expires_at} never="never" />
      </span>
    ),
  },
  {
    id: 'edited',
    header: 'Edited',
    width: '112px',
    hideBelow: 640,
    cell: (row) => <EditedCell at={row.updated_at} />,
  },
];

/** Values and secrets that scripts read by their path, or are given as `$var:<path>`. */
export function VariablesPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const { open, isNew, startFolder, show, close, startNew } = useDrawerItem('variables');
  const [{ folder, search }] = useUrlState();
  const [isChanged, setChanged] = useState(false);
  const list = usePages<Variable>([...variablesKey(workspace), 'list'], inWorkspace(workspace, '/variables'), { folder, search });
  const actions = useReferenceActions('$var:', show);
  const leave = (): void => {
    setChanged(false);
    close();
  };
  return (
    <ItemsPage
      noun="variable"
      description="Values and secrets that scripts read by their path."
      icon={<IconKey />}
      list={list}
      columns={columns}
      actions={(row) => actions(row)}
      onOpen={(row) => show(row.path)}
      activePath={open}
      onNew={canBuild ? startNew : undefined}
      rowHeights={{ comfortable: 52, compact: 52 }}
      empty={
        <EmptyState
          icon={<IconKey />}
          title="A variable is a value or a secret that scripts read by its path, so that it stands in no code."
          action={
            canBuild ? (
              <Button variant="filled" leftSection={<IconPlus />} onClick={startNew}>
                Create variable
              </Button>
            ) : undefined
          }
        />
      }
    >
      <SideForm isOpen={open !== undefined || isNew} onClose={leave} title={open ?? 'New variable'} isChanged={isChanged}>
        {isNew && (
          <VariableForm workspace={workspace} variable={null} folder={startFolder} mayEdit onSaved={show} onDelete={() => undefined} onChanged={setChanged} />
        )}
        {open !== undefined && <ExistingVariable key={open} path={open} onClose={leave} onSaved={show} onChanged={setChanged} />}
      </SideForm>
    </ItemsPage>
  );
}

function ExistingVariable({
  path,
  onClose,
  onSaved,
  onChanged,
}: {
  path: string;
  onClose: () => void;
  onSaved: (path: string) => void;
  onChanged: (isChanged: boolean) => void;
}): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(variableQuery(workspace, path));
  const [isDeleting, setDeleting] = useState(false);
  if (error && !data) return <PartUnavailable error={error} noun="variable" name={path} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonForm fields={3} />;
  return (
    <>
      <VariableForm
        key={data.version}
        workspace={workspace}
        variable={data}
        folder=""
        mayEdit={canBuild && data.my_level !== 'read'}
        onSaved={onSaved}
        onDelete={() => setDeleting(true)}
        onChanged={onChanged}
      />
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete ${path}?`}
        confirmLabel="Delete variable"
        onConfirm={async () => {
          await deleteVariable(workspace, path);
          onClose();
          await client.invalidateQueries({ queryKey: variablesKey(workspace) });
        }}
      >
        Scripts that read it, or are given <code>$var:{path}</code>, fail from then on. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
