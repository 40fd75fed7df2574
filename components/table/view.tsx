import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, type ReactNode } from 'react';
import { AllRowsBar } from './AllRowsBar.tsx';
import { noChanges } from './changes.ts';
import type { RowKey } from './rows.ts';
import { keyProblem, rowsOf } from './rows.ts';
import { TableCards } from './TableCards.tsx';
import { SaveBar, TableFoot } from './TableFoot.tsx';
import { TableGrid } from './TableGrid.tsx';
import { TableToolbar } from './TableToolbar.tsx';
import { useAllRows } from './useAllRows.ts';
import { useEditing } from './useEditing.ts';
import { useSelection } from './useSelection.ts';
import type { ComponentProps } from '../view.ts';
import type { table as definition } from './definition.ts';
import { useTable, type Table } from './useTable.ts';
import classes from './Table.module.css';

/** Narrower than this, rows are cards. */
const narrowPx = 480;

/** Rows of a list, or page by page from the server. */
export function TableView(view: ComponentProps<typeof definition>): ReactNode {
  const { props, state, expose, useMethods } = view;
  const table = useTable(view);
  const selection = useSelection(table);
  const editing = useEditing(table);
  const allRows = useAllRows(table);
  const { ref, width } = useElementSize();
  useEffect(() => {
    // Before the first change there are none, which expressions can rely on.
    if (state.changes === null || state.changes === undefined) expose({ changes: { ...noChanges } as never, has_changes: false });
  }, [state.changes, expose]);
  useMethods({
    reload: () => table.reload(),
    select: (key: RowKey) => selection.set(key),
    clear_selection: () => selection.clear(),
    discard_changes: () => editing.discard(),
    accept_changes: () => editing.accept(),
    show_errors: (errors: Readonly<Record<string, string>>) => editing.showErrors(errors),
    set_search: (text: string) => table.setSearch(String(text ?? '')),
  });
  const isNarrow = width > 0 && width < narrowPx;
  return (
    <section
      ref={ref}
      className={classes.table}
      data-density={props.density}
      data-disabled={props.disabled || undefined}
      aria-disabled={props.disabled || undefined}
      aria-label={props.label === '' ? undefined : props.label}
    >
      <TableToolbar table={table} editing={editing} allRows={allRows} />
      <AllRowsBar table={table} allRows={allRows} />
      <Notices table={table} />
      <Content table={table}>
        {isNarrow ? <TableCards table={table} selection={selection} editing={editing} /> : <TableGrid table={table} selection={selection} editing={editing} />}
      </Content>
      <SaveBar editing={editing} />
      <TableFoot table={table} selection={selection} />
    </section>
  );
}

/** Rows that are there stay in sight while something is wrong or new ones are on their way. */
function Notices({ table: { view, error, stored, reload, leftOut } }: { table: Table }): ReactNode {
  const { props, problem, isEditing } = view;
  const hint = isEditing ? (problem ?? keyProblem(rowsOf(props.rows).slice(0, 1000), props.row_key)) : null;
  return (
    <>
      {error !== null && stored.length > 0 && (
        <div className={classes.notice} role="alert">
          {error} What you see is what was there before.
          <Button size="compact-xs" variant="default" onClick={() => void reload()}>
            Try again
          </Button>
        </div>
      )}
      {leftOut > 0 && (
        <div className={classes.notice} role="status" data-tone="hint">
          These are the first {stored.length.toLocaleString(view.host.locale)} of {(stored.length + leftOut).toLocaleString(view.host.locale)} rows. What is
          asked for page by page can be all of them.
        </div>
      )}
      {hint !== null && (
        <div className={classes.notice} data-tone="hint">
          {hint}
        </div>
      )}
    </>
  );
}

function Content({ table, children }: { table: Table; children: ReactNode }): ReactNode {
  const { view, lines, stored, error, isLoading, reload, conditions, setConditions, setSearch } = table;
  if (lines.length > 0) return children;
  if (error !== null && stored.length === 0)
    return (
      <div className={classes.message} data-tone="problem" role="alert">
        {error}
        <Button size="xs" onClick={() => void reload()}>
          Try again
        </Button>
      </div>
    );
  if (isLoading) return <div className={classes.skeleton} role="status" aria-label="Loading rows" />;
  const isFiltered = view.state.search !== '' || conditions.length > 0;
  return (
    <div className={classes.message}>
      {isFiltered ? 'No row meets the search and the filters.' : view.props.empty_text}
      {isFiltered && (
        <Button
          size="xs"
          onClick={() => {
            setConditions([]);
            setSearch('');
          }}
        >
          Show all rows
        </Button>
      )}
    </div>
  );
}
