import { Checkbox } from '@mantine/core';
import { IconAlertCircle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import type { ViewHost } from '../view.ts';
import { CellContent } from './CellContent.tsx';
import { CellEditor, type AfterEdit } from './CellEditor.tsx';
import type { DrawnColumn } from './column-window.ts';
import type { GridColumn } from './grid-columns.ts';
import { RowActions, type RowAction } from './RowActions.tsx';
import type { TableRow } from './rows.ts';
import classes from './TableGrid.module.css';

/** What lines call; the same object for as long as the table is there, so that a line is drawn anew only when something of it changed. */
export type LineCalls = {
  press(row: TableRow, event: MouseEvent, line: number, column: number): void;
  toggleSelected(row: TableRow): void;
  open(row: TableRow): void;
  toggleOpen(row: TableRow): void;
  begin(line: number, column: number): void;
  commit(row: TableRow, field: string, value: unknown, after: AfterEdit): void;
  cancel(): void;
  act(row: TableRow, action: string): void;
  toggleDeleted(row: TableRow): void;
  valueOf(row: TableRow, column: Extract<GridColumn, { kind: 'data' }>['column']): unknown;
  hrefOf(row: TableRow, column: Extract<GridColumn, { kind: 'data' }>['column']): string | undefined;
  actionsOf(row: TableRow): readonly RowAction[];
  isChanged(row: TableRow, field: string): boolean;
};

/** Props of {@link GridLine}. `version` changes with whatever the calls answer differently from then on. */
export type GridLineProps = {
  line: number;
  row: TableRow;
  /** Those that are drawn, each with its place. */
  columns: readonly DrawnColumn[];
  pins: ReadonlyMap<string, CSSProperties>;
  template: string;
  start: number;
  height: number;
  activeColumn: number | null;
  /** Columns that are marked; -1 for none. */
  rangeFrom: number;
  rangeTo: number;
  editing: { column: number; typed: string | null } | null;
  isSelected: boolean;
  isSelectable: boolean;
  isOpen: boolean;
  isDeleted: boolean;
  mayDelete: boolean;
  mayEdit: boolean;
  error: string | undefined;
  tone: string | undefined;
  version: unknown;
  calls: LineCalls;
  host: ViewHost;
};

/** One row of data as a line of the grid. */
export const GridLine = memo(function GridLine(props: GridLineProps): ReactNode {
  const { line, row, columns, pins, template, start, height, isSelected, isSelectable, isDeleted, error, tone, calls } = props;
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-selected={isSelectable ? isSelected : undefined}
      className={classes.line}
      data-tone={tone}
      data-new={row.isNew || undefined}
      data-deleted={isDeleted || undefined}
      data-error={error !== undefined || undefined}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
    >
      {columns.map(({ column, index }) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + 1}
          className={classes.cell}
          data-cell={`${line}:${index}`}
          data-marked={(index >= props.rangeFrom && index <= props.rangeTo) || undefined}
          data-pin={column.pin}
          data-kind={column.kind}
          data-align={column.kind === 'data' ? column.column.align : undefined}
          data-changed={(column.kind === 'data' && calls.isChanged(row, column.id)) || undefined}
          tabIndex={props.activeColumn === index ? 0 : -1}
          style={{ ...pins.get(column.id), gridColumnStart: index + 1 }}
          onClick={(event) => calls.press(row, event, line, index)}
          onDoubleClick={() => (column.kind === 'data' && column.column.is_editable === true && props.mayEdit ? calls.begin(line, index) : calls.open(row))}
        >
          <LineCell {...props} column={column} index={index} />
        </div>
      ))}
    </div>
  );
});

function LineCell({
  column,
  index,
  row,
  editing,
  isSelected,
  isOpen,
  isDeleted,
  mayDelete,
  mayEdit,
  error,
  calls,
  host,
}: GridLineProps & { column: GridColumn; index: number }): ReactNode {
  switch (column.kind) {
    case 'check':
      return row.isNew ? null : (
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label="Choose this row"
          checked={isSelected}
          onChange={() => calls.toggleSelected(row)}
          onClick={(event) => event.stopPropagation()}
        />
      );
    case 'expand':
      return row.isNew ? null : (
        <button
          type="button"
          className={classes.expand}
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-label={isOpen ? 'Close' : 'Open'}
          onClick={(event) => {
            event.stopPropagation();
            calls.toggleOpen(row);
          }}
        >
          {isOpen ? <IconChevronDown /> : <IconChevronRight />}
        </button>
      );
    case 'actions':
      return (
        <>
          {error !== undefined && <IconAlertCircle className={classes.errorMark} role="img" aria-label={error} title={error} />}
          <RowActions
            actions={row.isNew ? [] : calls.actionsOf(row)}
            isDisabled={!mayEdit}
            onAction={(id) => calls.act(row, id)}
            deletion={mayDelete || row.isNew ? { isDeleted, toggle: () => calls.toggleDeleted(row) } : null}
          />
        </>
      );
    case 'data': {
      const value = calls.valueOf(row, column.column);
      if (editing?.column === index)
        return (
          <CellEditor
            value={value}
            column={column.column}
            typed={editing.typed}
            onCommit={(next, after) => calls.commit(row, column.id, next, after)}
            onCancel={() => calls.cancel()}
          />
        );
      return <CellContent value={value} column={column.column} href={calls.hrefOf(row, column.column)} host={host} />;
    }
  }
}
