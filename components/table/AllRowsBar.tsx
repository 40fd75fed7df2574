import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AllRows } from './useAllRows.ts';
import type { Table } from './useTable.ts';
import classes from './Table.module.css';

/** How far the file of all rows is, and the file when it is there. */
export function AllRowsBar({ table, allRows }: { table: Table; allRows: AllRows }): ReactNode {
  const { made, problem, address, cancel, forget } = allRows;
  if (made === null && problem === null) return null;
  const number = (value: number): string => value.toLocaleString(table.view.host.locale);
  const failure = problem ?? made?.error?.message ?? null;
  return (
    <div className={classes.export} role="status" data-problem={failure !== null || undefined}>
      {failure !== null ? (
        <span className={classes.exportText}>The file could not be made: {failure}</span>
      ) : made?.status === 'cancelled' ? (
        <span className={classes.exportText}>The export was cancelled.</span>
      ) : address !== null ? (
        <>
          <span className={classes.exportText}>The file with {number(made?.row_count ?? 0)} rows is ready.</span>
          <Button component="a" size="xs" variant="filled" href={address} download leftSection={<IconDownload aria-hidden />}>
            Download file
          </Button>
        </>
      ) : (
        <>
          <span className={classes.exportText}>
            Collecting rows: {number(made?.row_count ?? 0)}
            {made?.total ? ` of ${number(made.total)}` : ''}
          </span>
          <Progress
            className={classes.exportProgress}
            aria-label="Export"
            value={made?.total ? (100 * made.row_count) / made.total : 100}
            animated={!made?.total}
          />
          <Button size="compact-xs" variant="default" onClick={cancel}>
            Cancel export
          </Button>
        </>
      )}
      {made?.status !== 'running' && (
        <ActionIcon size="sm" aria-label="Close" onClick={forget}>
          <IconX />
        </ActionIcon>
      )}
    </div>
  );
}
