import { ActionIcon, Button } from '@mantine/core';
import { IconAlertCircle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Editing } from './useEditing.ts';
import type { Selection } from './useSelection.ts';
import type { Table } from './useTable.ts';
import classes from './Table.module.css';

/** How many rows there are, how many of them are chosen, and the pages. */
export function TableFoot({ table, selection }: { table: Table; selection: Selection }): ReactNode {
  const { view, total, arranged, stored, isPaged, page, pageCount, hasMore, setPage, isLoading } = table;
  const { props, host } = view;
  const number = (value: number): string => value.toLocaleString(host.locale);
  const from = page * props.page_size;
  const rows = isPaged ? Math.min(props.page_size, table.isServer ? stored.length : arranged.length - from) : arranged.length;
  const range = rows <= 0 ? 'No rows' : `${number(from + 1)}–${number(from + rows)}${total === null ? '' : ` of ${number(total)}`}`;
  const isFiltered = !table.isServer && arranged.length !== stored.length;
  const count = isPaged ? range : `${number(arranged.length)}${isFiltered ? ` of ${number(stored.length)}` : ''} ${stored.length === 1 ? 'row' : 'rows'}`;
  return (
    <div className={classes.foot}>
      <span aria-live="polite">{isLoading && stored.length === 0 ? 'Loading' : count}</span>
      {selection.keys.length > 0 && props.selection === 'many' && (
        <span className={classes.chosen}>
          {number(selection.keys.length)} chosen
          <Button size="compact-xs" variant="subtle" onClick={selection.clear}>
            None
          </Button>
        </span>
      )}
      {isPaged && (
        <span className={classes.pages}>
          <ActionIcon size="sm" aria-label="Page before" disabled={page === 0} onClick={() => setPage(page - 1)}>
            <IconChevronLeft />
          </ActionIcon>
          <span>
            {number(page + 1)}
            {pageCount === null ? '' : ` / ${number(pageCount)}`}
          </span>
          <ActionIcon size="sm" aria-label="Next page" disabled={!hasMore} onClick={() => setPage(page + 1)}>
            <IconChevronRight />
          </ActionIcon>
        </span>
      )}
    </div>
  );
}

/** Says what is not saved yet, and what the server said about it. */
export function SaveBar({ editing }: { editing: Editing }): ReactNode {
  const { count, isSaving, problem, save, discard } = editing;
  if (count === 0 && problem === null) return null;
  return (
    <div className={classes.saveBar} role="region" aria-label="Changes">
      <span className={classes.saveText} role={problem === null ? undefined : 'alert'}>
        {problem === null ? (
          count === 1 ? (
            'One row is changed'
          ) : (
            `${count} rows are changed`
          )
        ) : (
          <>
            <IconAlertCircle aria-hidden /> {problem}
          </>
        )}
      </span>
      <Button size="xs" disabled={isSaving} onClick={discard}>
        Discard
      </Button>
      <Button size="xs" variant="filled" loading={isSaving} disabled={count === 0} onClick={() => void save()}>
        Save
      </Button>
    </div>
  );
}
