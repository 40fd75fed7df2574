import { Button, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDownload, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState, type ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { saveFile } from '../../ui/download.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import type { ResultTable } from './result-shape.ts';
import classes from './ResultTableView.module.css';
import { isNumberColumn, nextSort, type TableSort, textOfCell, toCsv, toTabbedText, visibleRows } from './table-rows.ts';

/** Props of {@link ResultTableView}. */
export type ResultTableViewProps = {
  table: ResultTable;
  /** Name of the CSV file, without its ending. */
  name: string;
  /** One more word about the rows: "of 412 in all". */
  note?: string | null;
};

const rowHeightPx = 32;
const overscanRows = 12;
const sampleRows = 60;
const [narrowestCharacters, widestCharacters, characterPx, paddingPx] = [5, 42, 7.2, 34];
// A cell shows so much of a long text; the whole is its title, and in the CSV.
const shownCharacters = 300;
const titleCharacters = 2000;

/** Widths by what the first rows hold, so that nothing moves while one scrolls. */
function widthsOf(table: ResultTable): number[] {
  return table.columns.map((name, column) => {
    const longest = table.cells.slice(0, sampleRows).reduce((most, row) => Math.max(most, textOfCell(row[column]).length), name.length);
    return Math.round(Math.min(widestCharacters, Math.max(narrowestCharacters, longest)) * characterPx + paddingPx);
  });
}

/** Rows of a result: sorted by a click on a head, searched, copied for a spreadsheet, saved as CSV. */
export function ResultTableView({ table, name, note = null }: ResultTableViewProps): ReactNode {
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<TableSort | null>(null);
  const wanted = useDeferredValue(search);
  const rows = useMemo(() => visibleRows(table, wanted, sort), [table, wanted, sort]);
  const widths = useMemo(() => widthsOf(table), [table]);
  const areNumbers = useMemo(() => table.columns.map((_, column) => isNumberColumn(table, column)), [table]);
  const count =
    rows.length === table.cells.length ? formatPlural(rows.length, 'row') : `${formatCount(rows.length)} of ${formatPlural(table.cells.length, 'row')}`;
  return (
    <div className={classes.view}>
      <div className={`${classes.toolbar} no-print`}>
        <TextInput
          size="xs"
          className={classes.search}
          aria-label="Search in the rows"
          placeholder="Search in the rows"
          leftSection={<IconSearch />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <span className={classes.count} role="status">
          {count}
          {note && ` ${note}`}
        </span>
        <CopyButton label="Copy rows for a spreadsheet" value={() => toTabbedText(table, rows)} />
        <Button size="xs" leftSection={<IconDownload />} onClick={() => saveFile(`${name}.csv`, toCsv(table, rows), 'text/csv;charset=utf-8')}>
          CSV
        </Button>
      </div>
      <Grid table={table} rows={rows} widths={widths} areNumbers={areNumbers} sort={sort} onSort={(column) => setSort(nextSort(sort, column))} />
    </div>
  );
}

type GridProps = {
  table: ResultTable;
  rows: readonly number[];
  widths: readonly number[];
  areNumbers: readonly boolean[];
  sort: TableSort | null;
  onSort: (column: number) => void;
};

function Grid({ table, rows, widths, areNumbers, sort, onSort }: GridProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeightPx, overscan: overscanRows });
  const tracks = widths.map((width, index) => (index === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
  const fullWidth = widths.reduce((sum, width) => sum + width, 0);
  return (
    <div
      className={classes.scroller}
      ref={scroller}
      tabIndex={0}
      role="table"
      aria-label="Rows of the result"
      aria-rowcount={rows.length + 1}
      aria-colcount={table.columns.length}
    >
      <div role="rowgroup" className={classes.head} style={{ minWidth: fullWidth }}>
        <div role="row" className={classes.headRow} style={{ gridTemplateColumns: tracks }}>
          {table.columns.map((column, index) => {
            const isSorted = sort?.column === index;
            return (
              <div
                key={column}
                role="columnheader"
                aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
                className={classes.headCell}
                data-number={areNumbers[index] || undefined}
              >
                <button type="button" className={classes.sort} onClick={() => onSort(index)} title={`Sort by ${column}`}>
                  <span className="truncate">{column}</span>
                  {isSorted && (sort.isDescending ? <IconArrowDown aria-hidden /> : <IconArrowUp aria-hidden />)}
                </button>
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize(), minWidth: fullWidth }}>
        {virtual.getVirtualItems().map((item) => (
          <div
            key={rows[item.index]}
            role="row"
            aria-rowindex={item.index + 2}
            className={classes.row}
            style={{ gridTemplateColumns: tracks, transform: `translateY(${item.start}px)` }}
          >
            {table.columns.map((column, index) => (
              <Cell key={column} value={table.cells[rows[item.index] as number]?.[index]} isNumber={areNumbers[index] === true} />
            ))}
          </div>
        ))}
      </div>
      {rows.length === 0 && <p className={classes.none}>No row holds this text.</p>}
    </div>
  );
}

function Cell({ value, isNumber }: { value: unknown; isNumber: boolean }): ReactNode {
  const isNothing = value === null || value === undefined;
  const text = textOfCell(value);
  return (
    <div
      role="cell"
      className={classes.cell}
      data-number={isNumber || undefined}
      data-kind={isNothing ? 'nothing' : typeof value}
      title={text.length > 24 ? text.slice(0, titleCharacters) : undefined}
    >
      {isNothing ? (value === null ? 'null' : '') : text.slice(0, shownCharacters)}
    </div>
  );
}
