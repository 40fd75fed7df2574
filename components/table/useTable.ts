import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ComponentProps } from '../view.ts';
import { arrangedRows, linesOf, type Line, type Sort, type ValueOf } from './arrange.ts';
import { changedRow, changesOf, insertedRows, type Changes } from './changes.ts';
import { noLayout, shownColumns, tableColumns, type ColumnLayout, type TableColumn } from './columns.ts';
import type { table } from './definition.ts';
import { conditionsOf, treeOf, type Condition } from './filter.ts';
import type { TableLook } from './kept-view.ts';
import { heldRows, keyedRows, type Row, type TableRow } from './rows.ts';
import { useCursors } from './useCursors.ts';
import { useSource } from './useSource.ts';
import { fieldValue } from './values.ts';

/** What a table is given by the page. */
export type TableView = ComponentProps<typeof table>;

/** A table as it stands: what is drawn, and the calls that change it. */
export type Table = ReturnType<typeof useTable>;

/** Rows, columns and lines of a table, from its props, its state and what a person did to its columns. */
export function useTable(view: TableView) {
  const { props, state, expose, host, resolve } = view;
  const [layout, setLayout] = useState<ColumnLayout>(noLayout);
  const [conditions, setConditions] = useState<readonly Condition[]>(() => conditionsOf(state.filter));
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const isServer = props.source !== undefined && props.source !== '';
  const isPaged = props.paging === 'pages' || (props.paging === 'auto' && isServer);
  const sort = state.sort as Sort;
  const filter = useMemo(() => treeOf(conditions), [conditions]);
  const question = {
    // Rows of one group stand together on every page.
    sort: groupedSort(sort, props.group_by),
    filter,
    search: state.search,
    // Whole rows: their key, and what handlers and expressions read, need not be columns.
    fields: [],
    aggregates: props.columns.flatMap(({ field, aggregate: kind }) => (kind === undefined ? [] : [{ field, kind }])),
    key: props.row_key,
    group_by: props.group_by === undefined || props.group_by === '' ? null : props.group_by,
  };
  const cursors = useCursors(JSON.stringify([question, props.page_size]));
  const source = useSource(host, isServer ? props.source : undefined, { ...question, page: cursors.pageAt(state.page, props.page_size) }, cursors.note);
  const held = useMemo(() => heldRows(props.rows), [props.rows]);
  const given = isServer ? source.rows : held.rows;
  const columns = useMemo(() => tableColumns(props.columns, given, props.row_key), [props.columns, given, props.row_key]);
  const shown = useMemo(() => shownColumns(columns, layout), [columns, layout]);
  const changes = changesOf(state.changes);
  const valueOf = useValues(resolve, columns, changes);
  const stored = useMemo(() => keyedRows(given, props.row_key), [given, props.row_key]);
  const arranged = useMemo(
    () => (isServer ? stored : arrangedRows(stored, columns, { sort, conditions, search: state.search }, valueOf, host.locale)),
    [isServer, stored, columns, sort, conditions, state.search, valueOf, host.locale],
  );
  const total = isServer ? source.total : arranged.length;
  const pageCount = total === null ? null : Math.max(1, Math.ceil(total / props.page_size));
  const page = pageCount === null ? state.page : Math.min(state.page, pageCount - 1);
  const paged = useMemo(
    () => (isPaged && !isServer ? arranged.slice(page * props.page_size, (page + 1) * props.page_size) : arranged),
    [isPaged, isServer, arranged, page, props.page_size],
  );
  const lines = useLines(changes, paged, { groupBy: props.group_by, columns, valueOf, closed, open });
  useEffect(() => expose({ rows: given as Row[], total: isServer ? source.total : given.length }), [expose, given, isServer, source.total]);
  useEffect(() => expose({ filter }), [expose, filter]);
  // Fewer rows than before, such as after a filter of the page: the last page is the nearest.
  const isBeyond = isServer && pageCount !== null && state.page > pageCount - 1;
  useEffect(() => {
    if (isBeyond) expose({ page });
  }, [isBeyond, page, expose]);
  const toggle = (set: ReadonlySet<string>, id: string): ReadonlySet<string> => {
    const next = new Set(set);
    if (!next.delete(id)) next.add(id);
    return next;
  };
  return {
    view,
    columns,
    shown,
    layout,
    setLayout,
    conditions,
    setConditions: (next: readonly Condition[]): void => {
      setConditions(next);
      expose({ page: 0 });
    },
    sort,
    setSort: (next: Sort): void => expose({ sort: [...next], page: 0 }),
    setSearch: (search: string): void => expose({ search, page: 0 }),
    setLook: (look: TableLook): void => {
      setLayout(look.layout);
      setConditions(look.conditions);
      expose({ sort: [...look.sort], search: look.search, page: 0 });
    },
    changes,
    setChanges: (next: Changes): void =>
      expose({
        changes: { inserted: [...next.inserted], updated: next.updated, deleted: [...next.deleted] } as never,
        has_changes: next.inserted.length + next.deleted.length + Object.keys(next.updated).length > 0,
      }),
    valueOf,
    stored,
    /** How many rows there were that the page does not hold. */
    leftOut: isServer ? 0 : held.count - held.rows.length,
    arranged,
    lines,
    isServer,
    isPaged,
    total,
    totals: source.aggregates,
    /** What the server counted of the groups of the page. */
    groups: source.groups,
    page,
    pageCount,
    hasMore: isServer ? source.hasMore : pageCount !== null && page < pageCount - 1,
    setPage: (next: number): void => expose({ page: Math.max(0, next) }),
    isLoading: props.loading || (isServer && source.isLoading),
    error: isServer ? source.error : null,
    reload: source.reload,
    toggleGroup: (id: string): void => setClosed(toggle(closed, id)),
    toggleOpen: (id: string): void => setOpen(toggle(open, id)),
    isOpen: (id: string): boolean => open.has(id),
  };
}

const groupedSort = (sort: Sort, field: string | undefined): Sort =>
  field === undefined || field === ''
    ? sort
    : [sort.find((entry) => entry.field === field) ?? { field, dir: 'asc' }, ...sort.filter((entry) => entry.field !== field)];

/** Values of cells: of the field with what was edited, or computed. What is computed is kept for as long as the columns stay the same. */
function useValues(resolve: TableView['resolve'], columns: readonly TableColumn[], changes: Changes): ValueOf {
  const { updated } = changes;
  // Another list of columns may compute something else.
  const computed = useMemo(() => ({ columns, byRow: new WeakMap<Row, Map<string, unknown>>() }), [columns]);
  return useCallback(
    (row: TableRow, column: TableColumn): unknown => {
      const data = changedRow({ inserted: [], updated, deleted: [] }, row);
      const raw = fieldValue(data, column.field);
      if (column.value === undefined) return raw;
      const known = computed.byRow.get(data) ?? new Map<string, unknown>();
      if (!known.has(column.field)) known.set(column.field, resolve(column.value, { row: data, value: raw ?? null }));
      computed.byRow.set(data, known);
      return known.get(column.field);
    },
    [computed, updated, resolve],
  );
}

type LineOptions = {
  groupBy: string | undefined;
  columns: readonly TableColumn[];
  valueOf: ValueOf;
  closed: ReadonlySet<string>;
  open: ReadonlySet<string>;
};

function useLines(changes: Changes, rows: readonly TableRow[], { groupBy, columns, valueOf, closed, open }: LineOptions): readonly Line[] {
  const { inserted } = changes;
  return useMemo(() => {
    const column =
      columns.find(({ field }) => field === groupBy) ?? (groupBy === undefined || groupBy === '' ? undefined : ({ field: groupBy } as TableColumn));
    const group = column ? { valueOf: (row: TableRow) => valueOf(row, column), closed } : null;
    return [...linesOf(insertedRows({ inserted, updated: {}, deleted: [] }), null, new Set()), ...linesOf(rows, group, open)];
  }, [inserted, rows, groupBy, columns, valueOf, closed, open]);
}
