import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { aggregates, type Line } from './arrange.ts';
import { AggregateText } from './AggregateText.tsx';
import { GridHead } from './GridHead.tsx';
import { GridLine } from './GridLine.tsx';
import { drawnColumns, type DrawnColumn } from './column-window.ts';
import { gridColumns, pinStyles, scrollPadding, tracksOf } from './grid-columns.ts';
import { widthOfActions } from './RowActions.tsx';
import { isBlock, type CellRange } from './range.ts';
import { useColumnWindow } from './useColumnWindow.ts';
import { useGrid } from './useGrid.ts';
import { useGridCalls } from './useGridCalls.ts';
import type { Editing } from './useEditing.ts';
import type { Selection } from './useSelection.ts';
import type { Table } from './useTable.ts';
import { cellText, plainText } from './values.ts';
import classes from './TableGrid.module.css';

const nothingMarked: CellRange = { top: 0, bottom: -1, left: -1, right: -1 };
const headPx = 32;
const detailPx = 160;
const naturalHeightPx = 480;
const rowHeights = { compact: 32, comfortable: 40 } as const;

/** Rows as a grid: only the lines in view are drawn, and one of its cells at a time can be reached by Tab. */
export function TableGrid({ table, selection, editing }: { table: Table; selection: Selection; editing: Editing }): ReactNode {
  const { view, lines, shown } = table;
  const { props, host } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = rowHeights[props.density];
  const mayDelete = props.can_delete && !props.disabled;
  const hasErrorPlace = props.columns.some((column) => column.is_editable === true) || props.can_add;
  const actionsWidth = Math.max(widthOfActions(props.row_actions, props.can_delete), hasErrorPlace ? 48 : 0);
  const columns = useMemo(
    () => gridColumns(shown, { hasCheck: props.selection === 'many', hasExpand: props.is_expandable, actionsWidth }),
    [shown, props.selection, props.is_expandable, actionsWidth],
  );
  const { template, minWidth } = useMemo(() => tracksOf(columns), [columns]);
  const pins = useMemo(() => pinStyles(columns), [columns]);
  const activeLine = useRef(-1);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'detail' ? detailPx : rowHeight),
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 8,
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
    // The line that has the focus stays drawn wherever one scrolls, or the focus would be lost.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      const active = activeLine.current;
      return active < 0 || active >= range.count || drawn.includes(active) ? drawn : [...drawn, active].toSorted((one, other) => one - other);
    },
  });
  const [edited, setEdited] = useState<{ line: number; column: number; typed: string | null } | null>(null);
  const calls = useGridCalls({ table, selection, editing, columns, edited, setEdited, reveal: (line) => virtual.scrollToIndex(line) });
  const grid = useGrid(
    { lines: lines.length, columns: columns.length, pageLines: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / rowHeight) - 1) },
    calls.keys,
  );
  calls.connect(grid);
  activeLine.current = grid.active.line;
  const inView = useColumnWindow(scroller, columns, minWidth);
  // Where they are in view, going from one to the next draws no line anew.
  const outside = (column: number): number => (inView !== null && (column < inView.first || column > inView.last) ? column : -1);
  const [activeColumn, editedColumn] = [outside(grid.active.column), outside(edited?.column ?? -1)];
  const drawn = useMemo(() => drawnColumns(columns, inView, [activeColumn, editedColumn]), [columns, inView, activeColumn, editedColumn]);
  const range = isBlock(grid.range) ? grid.range : nothingMarked;
  const isMarked = (line: number): boolean => line >= range.top && line <= range.bottom;
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ flexBasis: Math.min(virtual.getTotalSize() + headPx + 2, naturalHeightPx), ...scrollPadding(columns) }}
      data-busy={table.isLoading || undefined}
    >
      <div
        ref={grid.element}
        role="grid"
        aria-label={props.label === '' ? 'Table' : props.label}
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length}
        aria-multiselectable={props.selection === 'many' || undefined}
        aria-busy={table.isLoading}
        className={classes.grid}
        style={{ minWidth }}
        onKeyDown={grid.onKeyDown}
        onPaste={calls.onPaste}
        onPointerDown={grid.onPointerDown}
        onPointerOver={grid.onPointerOver}
      >
        <GridHead
          table={table}
          selection={selection}
          columns={drawn}
          pins={pins}
          template={template}
          activeColumn={grid.active.line === -1 ? grid.active.column : null}
        />
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (!line) return null;
            const top = start - headPx;
            const isActive = grid.active.line === index;
            if (line.kind === 'group')
              return (
                <GroupLine key={line.id} table={table} line={line} index={index} top={top} height={rowHeight} isActive={isActive} count={columns.length} />
              );
            if (line.kind === 'detail')
              return (
                <div
                  key={line.id}
                  ref={virtual.measureElement}
                  data-index={index}
                  role="row"
                  className={classes.detail}
                  style={{ transform: `translateY(${top}px)` }}
                >
                  <div role="gridcell" aria-colspan={columns.length} className={classes.detailCell}>
                    {view.slot('detail', { row: line.row.row }, line.row.id)}
                  </div>
                </div>
              );
            return (
              <GridLine
                key={line.id}
                line={index}
                row={line.row}
                columns={drawn}
                pins={pins}
                template={template}
                start={top}
                height={rowHeight}
                activeColumn={isActive ? grid.active.column : null}
                rangeFrom={isMarked(index) ? range.left : -1}
                rangeTo={isMarked(index) ? range.right : -1}
                editing={edited?.line === index ? edited : null}
                isSelected={selection.has(line.row.key)}
                isSelectable={props.selection !== 'none' && !line.row.isNew}
                isOpen={table.isOpen(line.row.id)}
                isDeleted={editing.isDeleted(line.row)}
                mayDelete={mayDelete}
                mayEdit={editing.mayEdit}
                error={editing.errorOf(line.row)}
                tone={toneOf(table, line)}
                version={calls.version}
                calls={calls.line}
                host={host}
              />
            );
          })}
        </div>
        {shown.some(({ aggregate }) => aggregate !== undefined) && (!table.isServer || table.totals.size > 0) && (
          <TotalLine table={table} columns={drawn} template={template} />
        )}
      </div>
    </div>
  );
}

function toneOf({ view }: Table, line: Extract<Line, { kind: 'row' }>): string | undefined {
  const tone: unknown = view.props.row_tone;
  return tone === undefined ? undefined : String(view.resolve(tone, { row: line.row.row }) ?? '');
}

type GroupProps = { table: Table; line: Extract<Line, { kind: 'group' }>; index: number; top: number; height: number; isActive: boolean; count: number };

/** The head of a group: its value, how many rows it has, and their aggregates. */
function GroupLine({ table, line, index, top, height, isActive, count }: GroupProps): ReactNode {
  const { columns, valueOf, toggleGroup, view } = table;
  const column = columns.find(({ field }) => field === view.props.group_by);
  const name = column ? cellText(line.value, column, view.host.locale) : String(line.value ?? '');
  // The server knows the whole group; the page holds a part of it.
  const counted = table.groups.get(plainText(line.value));
  const totals = counted?.totals ?? aggregates(line.rows, columns, valueOf);
  return (
    <div role="row" aria-rowindex={index + 2} className={classes.group} style={{ height, transform: `translateY(${top}px)` }}>
      <div
        role="gridcell"
        aria-colspan={count}
        aria-expanded={line.isOpen}
        className={classes.groupCell}
        data-cell={`${index}:0`}
        tabIndex={isActive ? 0 : -1}
        onClick={() => toggleGroup(line.id)}
      >
        {line.isOpen ? <IconChevronDown aria-hidden /> : <IconChevronRight aria-hidden />}
        <span className={classes.groupName}>{name === '' ? 'Nothing' : name}</span>
        <span className={classes.groupCount}>{(counted?.count ?? line.rows.length).toLocaleString(view.host.locale)}</span>
        {columns.map((one) =>
          one.aggregate === undefined ? null : (
            <AggregateText key={one.field} column={one} value={totals.get(one.field) ?? null} locale={view.host.locale} hasTitle />
          ),
        )}
      </div>
    </div>
  );
}

/** Aggregates over all rows that are shown, below them. */
function TotalLine({
  table: { arranged, shown, valueOf, view, isServer, totals: counted },
  columns,
  template,
}: {
  table: Table;
  columns: readonly DrawnColumn[];
  template: string;
}): ReactNode {
  const totals = useMemo(() => (isServer ? counted : aggregates(arranged, shown, valueOf)), [isServer, counted, arranged, shown, valueOf]);
  return (
    <div role="row" className={classes.total} style={{ gridTemplateColumns: template }}>
      {columns.map(({ column, index }) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + 1}
          className={classes.cell}
          data-align={column.kind === 'data' ? column.column.align : undefined}
          style={{ gridColumnStart: index + 1 }}
        >
          {column.kind === 'data' && column.column.aggregate !== undefined && (
            <AggregateText column={column.column} value={totals.get(column.id) ?? null} locale={view.host.locale} hasTitle={false} />
          )}
        </div>
      ))}
    </div>
  );
}
