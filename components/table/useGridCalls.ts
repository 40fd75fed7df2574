import { useMemo, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { nextSort } from './arrange.ts';
import { valueOfText } from './changes.ts';
import { cellsOfTsv, tsvOf } from './export-rows.ts';
import type { LineCalls } from './GridLine.tsx';
import type { GridColumn } from './grid-columns.ts';
import type { RowAction } from './RowActions.tsx';
import { movedColumn } from './columns.ts';
import type { TableRow } from './rows.ts';
import type { Editing } from './useEditing.ts';
import { isBlock, pastePlaces, rangeOf, type CellRange } from './range.ts';
import type { CellPlace } from './useGrid.ts';
import type { Selection } from './useSelection.ts';
import type { Table } from './useTable.ts';

type Edited = { line: number; column: number; typed: string | null };
type Options = {
  table: Table;
  selection: Selection;
  editing: Editing;
  columns: readonly GridColumn[];
  edited: Edited | null;
  setEdited: (edited: Edited | null) => void;
  reveal: (line: number) => void;
};
type Grid = {
  active: CellPlace;
  range: CellRange | null;
  move(place: CellPlace): void;
  setActive(place: CellPlace): void;
  element: { current: HTMLElement | null };
};

const resizeStepPx = 16;

/** What keys, presses and edits do in the grid. The calls for lines are one object for ever; they look at what is newest. */
export function useGridCalls(options: Options) {
  const newest = useRef(options);
  newest.current = options;
  const grid = useRef<Grid | null>(null);
  const stable = useMemo(() => ({ keys: keyCalls(newest, grid), line: lineCalls(newest, grid) }), []);
  const { table, editing } = options;
  // Lines ask for values and for what was edited: they are drawn anew when one of these may answer differently.
  const { valueOf, changes, view } = table;
  const version = useMemo(
    () => ({ valueOf, actions: view.props.row_actions, columns: view.props.columns, inserted: changes.inserted, mayEdit: editing.mayEdit }),
    [valueOf, view.props.row_actions, view.props.columns, changes.inserted, editing.mayEdit],
  );
  return {
    ...stable,
    version,
    connect: (given: Grid): void => {
      grid.current = given;
    },
    onPaste: (event: ClipboardEvent): void => paste(newest.current, grid.current, event),
  };
}

type Newest = { current: Options };
type GridRef = { current: Grid | null };

const rowAt = ({ table }: Options, line: number): TableRow | null => {
  const found = table.lines[line];
  return found?.kind === 'row' ? found.row : null;
};

function begin(options: Options, { line, column }: CellPlace, typed: string | null): void {
  const { columns, editing, setEdited } = options;
  const [row, at] = [rowAt(options, line), columns[column]];
  if (!row || at?.kind !== 'data' || at.column.is_editable !== true || !editing.mayEdit || editing.isDeleted(row)) return;
  if (at.column.type === 'boolean') return editing.set(row, at.id, options.table.valueOf(row, at.column) !== true);
  setEdited({ line, column, typed });
}

function keyCalls(newest: Newest, grid: GridRef) {
  return {
    reveal: (line: number): void => newest.current.reveal(line),
    onEdit: (place: CellPlace, typed: string | null): void => begin(newest.current, place, typed),
    onEnter: (place: CellPlace): void => {
      const options = newest.current;
      const line = options.table.lines[place.line];
      if (line?.kind === 'group') return options.table.toggleGroup(line.id);
      const [row, column] = [rowAt(options, place.line), options.columns[place.column]];
      if (!row || !column) return;
      const inner = grid.current?.element.current?.querySelector<HTMLElement>(
        `[data-cell="${place.line}:${place.column}"] :is(button, a, input):not(:disabled)`,
      );
      if (column.kind === 'data' && column.column.is_editable === true && options.editing.mayEdit) return begin(options, place, null);
      if (column.kind === 'expand') return options.table.toggleOpen(row.id);
      if (inner) return inner.focus();
      openRow(options, row);
    },
    onSpace: (place: CellPlace): void => {
      const options = newest.current;
      const row = rowAt(options, place.line);
      const column = options.columns[place.column];
      if (row && column?.kind === 'data' && column.column.type === 'boolean' && column.column.is_editable === true) return begin(options, place, null);
      if (row) options.selection.toggle(row);
    },
    onSelectAll: (): void => {
      if (newest.current.table.view.props.selection === 'many') newest.current.selection.all();
    },
    onCopy: (place: CellPlace): void => copy(newest.current, place, grid.current?.range ?? null),
    onClear: (place: CellPlace): void => clear(newest.current, grid.current?.range ?? rangeOf(place, place)),
    onHeadKey: (place: CellPlace, event: KeyboardEvent): boolean => headKey(newest.current, place, event, grid.current),
  };
}

/** Keys on a title: Enter sorts, Alt and down opens its menu, Shift and arrows resize, Alt and arrows move. */
function headKey({ table, columns, selection }: Options, place: CellPlace, event: KeyboardEvent, grid: Grid | null): boolean {
  const at = columns[place.column];
  const { key, shiftKey, altKey } = event;
  if (at?.kind === 'check' && (key === ' ' || key === 'Enter')) {
    selection.all();
    return true;
  }
  if (at?.kind !== 'data') return false;
  const { layout, setLayout, setSort, sort, shown } = table;
  const head = grid?.element.current?.querySelector<HTMLElement>(`[data-cell="-1:${place.column}"]`);
  if ((key === 'Enter' || key === ' ') && at.column.is_sortable !== false) setSort(nextSort(sort, at.id, shiftKey));
  else if (altKey && key === 'ArrowDown') head?.querySelector<HTMLElement>('[aria-haspopup]')?.click();
  else if (shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    const width = (head?.offsetWidth ?? at.width) + (key === 'ArrowRight' ? resizeStepPx : -resizeStepPx);
    setLayout({ ...layout, widths: { ...layout.widths, [at.id]: Math.max(48, width) } });
  } else if (altKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    const index = shown.findIndex(({ field }) => field === at.id);
    const before = key === 'ArrowLeft' ? shown[index - 1]?.field : (shown[index + 2]?.field ?? null);
    if (before === undefined) return true;
    setLayout(movedColumn(table.columns, layout, at.id, before));
    grid?.move({ line: -1, column: place.column + (key === 'ArrowRight' ? 1 : -1) });
  } else return false;
  return true;
}

function openRow({ table: { view } }: Options, row: TableRow): void {
  if (!view.isEditing && !row.isNew) void view.emit('open', { row: row.row, key: row.key });
}

function lineCalls(newest: Newest, grid: GridRef): LineCalls {
  const after = (line: number, column: number): void => grid.current?.move({ line, column });
  return {
    press: (row, event, line, column) => {
      const { selection, edited } = newest.current;
      if (edited?.line === line && edited.column === column) return;
      grid.current?.setActive({ line, column });
      selection.press(row, { isRange: event.shiftKey, isMore: event.ctrlKey || event.metaKey });
    },
    toggleSelected: (row) => newest.current.selection.toggle(row),
    open: (row) => openRow(newest.current, row),
    toggleOpen: (row) => newest.current.table.toggleOpen(row.id),
    begin: (line, column) => begin(newest.current, { line, column }, null),
    commit: (row, field, value, where) => {
      const { edited, setEdited, editing } = newest.current;
      if (!edited) return;
      setEdited(null);
      editing.set(row, field, value);
      if (where === 'down') after(edited.line + 1, edited.column);
      else if (where === 'next') after(edited.line, edited.column + 1);
      else if (where === 'previous') after(edited.line, edited.column - 1);
      else grid.current?.setActive({ line: edited.line, column: edited.column });
    },
    cancel: () => {
      const { edited, setEdited } = newest.current;
      setEdited(null);
      if (edited) after(edited.line, edited.column);
    },
    act: (row, action) => {
      const { view } = newest.current.table;
      if (!view.isEditing) void view.emit('row_action', { action, row: row.row, key: row.key });
    },
    toggleDeleted: (row) => newest.current.editing.toggleDeleted(row),
    valueOf: (row, column) => newest.current.table.valueOf(row, column),
    hrefOf: (row, column) => {
      if (column.href === undefined) return undefined;
      const href: unknown = newest.current.table.view.resolve(column.href, { row: row.row, value: row.row[column.field] ?? null });
      return typeof href === 'string' && href !== '' ? href : undefined;
    },
    actionsOf: (row) => newest.current.table.view.resolve(newest.current.table.view.props.row_actions, { row: row.row }) as readonly RowAction[],
    isChanged: (row, field) => newest.current.editing.isChanged(row, field),
  };
}

/** What is marked: cells that can be edited are emptied, as far as they may be empty. */
function clear(options: Options, range: CellRange | null): void {
  const { editing, columns } = options;
  if (!range || !editing.mayEdit) return;
  const edits = linesIn(options, range).flatMap((row) =>
    columns
      .slice(range.left, range.right + 1)
      .flatMap((at) => (at.kind === 'data' && at.column.is_editable === true && at.column.is_required !== true ? [{ row, field: at.id, value: null }] : [])),
  );
  if (edits.length > 0) editing.setMany(edits);
}

function linesIn(options: Options, { top, bottom }: CellRange): TableRow[] {
  return options.table.lines.slice(top, bottom + 1).flatMap((line) => (line.kind === 'row' ? [line.row] : []));
}

/** The marked cells, the chosen rows, or the cell that has the focus, for other programs. */
function copy(options: Options, place: CellPlace, range: CellRange | null): void {
  const { table, selection } = options;
  if ((globalThis.getSelection?.()?.toString() ?? '') !== '') return;
  const row = rowAt(options, place.line);
  const at = options.columns[place.column];
  const chosen = table.arranged.filter(({ key }) => selection.has(key));
  const marked = isBlock(range) ? options.columns.slice(range.left, range.right + 1).flatMap((one) => (one.kind === 'data' ? [one.column] : [])) : [];
  const text =
    isBlock(range) && marked.length > 0
      ? tsvOf(linesIn(options, range), marked, table.valueOf)
      : chosen.length > 1
        ? tsvOf(chosen, table.shown, table.valueOf)
        : row && at?.kind === 'data'
          ? tsvOf([row], [at.column], table.valueOf)
          : '';
  if (text !== '') void navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** A block of cells from another program goes into the cells from the active one on, as far as they can be edited. */
function paste(options: Options, grid: Grid | null, event: ClipboardEvent): void {
  const { table, editing, columns, edited } = options;
  if (!grid || edited || (event.target as HTMLElement).dataset['cell'] === undefined) return;
  const range = grid.range ?? rangeOf(grid.active, grid.active);
  if (!range) return;
  const edits = pastePlaces(cellsOfTsv(event.clipboardData.getData('text/plain')), range).flatMap(({ line, column, text }) => {
    const [row, at] = [rowAt(options, line), columns[column]];
    if (!row || at?.kind !== 'data' || at.column.is_editable !== true) return [];
    const { value, problem } = valueOfText(text, at.column);
    return problem === null ? [{ row, field: at.id, value }] : [];
  });
  if (edits.length === 0) return;
  event.preventDefault();
  editing.setMany(edits);
  table.view.host.toast(edits.length === 1 ? 'One cell was changed' : `${edits.length} cells were changed`);
}
