import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconEyeOff, IconPin, IconPinnedOff } from '@tabler/icons-react';
import { useState, type CSSProperties, type PointerEvent, type ReactNode } from 'react';
import { nextSort } from './arrange.ts';
import { movedColumn, type TableColumn } from './columns.ts';
import type { DrawnColumn } from './column-window.ts';
import type { Selection } from './useSelection.ts';
import type { Table } from './useTable.ts';
import classes from './TableGrid.module.css';

type Props = {
  table: Table;
  selection: Selection;
  columns: readonly DrawnColumn[];
  pins: ReadonlyMap<string, CSSProperties>;
  template: string;
  activeColumn: number | null;
};

/** Titles of the columns: a press sorts, dragging moves, the edge resizes, and a menu has all of it for the keyboard. */
export function GridHead({ table, selection, columns, pins, template, activeColumn }: Props): ReactNode {
  return (
    <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
      {columns.map(({ column, index }) => (
        <div
          key={column.id}
          role="columnheader"
          aria-colindex={index + 1}
          aria-sort={column.kind === 'data' ? sortWord(table, column.id) : undefined}
          className={classes.headCell}
          data-cell={`-1:${index}`}
          data-pin={column.pin}
          data-align={column.kind === 'data' ? column.column.align : undefined}
          tabIndex={activeColumn === index ? 0 : -1}
          style={{ ...pins.get(column.id), gridColumnStart: index + 1 }}
        >
          {column.kind === 'check' && (
            <Checkbox
              size="xs"
              tabIndex={-1}
              aria-label="Choose all rows"
              checked={selection.isAll}
              indeterminate={!selection.isAll && selection.keys.length > 0}
              onChange={() => selection.all()}
            />
          )}
          {column.kind === 'actions' && <span className="visually-hidden">Actions</span>}
          {column.kind === 'expand' && <span className="visually-hidden">Details</span>}
          {column.kind === 'data' && <Title table={table} column={column.column} />}
        </div>
      ))}
    </div>
  );
}

function sortWord({ sort }: Table, field: string): 'ascending' | 'descending' | 'none' {
  const entry = sort.find((candidate) => candidate.field === field);
  return entry === undefined ? 'none' : entry.dir === 'asc' ? 'ascending' : 'descending';
}

function Title({ table, column }: { table: Table; column: TableColumn }): ReactNode {
  const { sort, setSort, columns, layout, setLayout } = table;
  const [isTarget, setIsTarget] = useState(false);
  const entry = sort.find(({ field }) => field === column.field);
  const isSortable = column.is_sortable !== false;
  return (
    <>
      <button
        type="button"
        className={classes.title}
        tabIndex={-1}
        data-target={isTarget || undefined}
        draggable
        title={column.title}
        onClick={(event) => isSortable && setSort(nextSort(sort, column.field, event.shiftKey))}
        onDragStart={(event) => event.dataTransfer.setData('text/x-column', column.field)}
        onDragOver={(event) => {
          event.preventDefault();
          setIsTarget(true);
        }}
        onDragLeave={() => setIsTarget(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsTarget(false);
          const field = event.dataTransfer.getData('text/x-column');
          if (field !== '' && field !== column.field) setLayout(movedColumn(columns, layout, field, column.field));
        }}
      >
        <span className={classes.titleText}>{column.title}</span>
        {entry && (entry.dir === 'asc' ? <IconArrowUp aria-hidden /> : <IconArrowDown aria-hidden />)}
        {entry && sort.length > 1 && <span className={classes.sortPlace}>{sort.indexOf(entry) + 1}</span>}
      </button>
      <ColumnMenu table={table} column={column} />
      <ResizeEdge table={table} column={column} />
    </>
  );
}

function ColumnMenu({ table, column: { field, title, pin, is_sortable: isSortable } }: { table: Table; column: TableColumn }): ReactNode {
  const { layout, setLayout, setSort, columns, shown } = table;
  const place = shown.findIndex((column) => column.field === field);
  const before = shown[place - 1]?.field;
  const afterNext = shown[place + 2]?.field ?? null;
  const setPin = (next: 'start' | 'end' | null): void => setLayout({ ...layout, pins: { ...layout.pins, [field]: next } });
  return (
    <Menu withinPortal position="bottom-start">
      <Menu.Target>
        <ActionIcon size={18} className={classes.menu} tabIndex={-1} aria-label={`Column ${title}`}>
          <IconChevronDown />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isSortable !== false && (
          <>
            <Menu.Item leftSection={<IconArrowUp />} onClick={() => setSort([{ field, dir: 'asc' }])}>
              Sort ascending
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown />} onClick={() => setSort([{ field, dir: 'desc' }])}>
              Sort descending
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item disabled={before === undefined} onClick={() => before !== undefined && setLayout(movedColumn(columns, layout, field, before))}>
          Move to the front by one
        </Menu.Item>
        <Menu.Item disabled={place === shown.length - 1} onClick={() => setLayout(movedColumn(columns, layout, field, afterNext))}>
          Move to the back by one
        </Menu.Item>
        {pin === undefined ? (
          <>
            <Menu.Item leftSection={<IconPin />} onClick={() => setPin('start')}>
              Keep in view at the start
            </Menu.Item>
            <Menu.Item leftSection={<IconPin />} onClick={() => setPin('end')}>
              Keep in view at the end
            </Menu.Item>
          </>
        ) : (
          <Menu.Item leftSection={<IconPinnedOff />} onClick={() => setPin(null)}>
            Let it scroll
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconEyeOff />}
          disabled={shown.length === 1}
          onClick={() => setLayout({ ...layout, hidden: { ...layout.hidden, [field]: true } })}
        >
          Hide
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const narrowestPx = 48;
const widestPx = 1200;

function ResizeEdge({ table: { layout, setLayout }, column }: { table: Table; column: TableColumn }): ReactNode {
  const begin = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget;
    const from = edge.parentElement?.offsetWidth ?? column.width ?? 140;
    const sign = getComputedStyle(edge).direction === 'rtl' ? -1 : 1;
    const startX = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => {
      const width = Math.round(Math.min(widestPx, Math.max(narrowestPx, from + sign * (moved.clientX - startX))));
      setLayout({ ...layout, widths: { ...layout.widths, [column.field]: width } });
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  return <span className={classes.edge} onPointerDown={begin} aria-hidden />;
}
