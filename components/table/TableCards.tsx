import { Checkbox } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type ReactNode } from 'react';
import { CellContent } from './CellContent.tsx';
import { CellEditor } from './CellEditor.tsx';
import type { TableColumn } from './columns.ts';
import { RowActions, type RowAction } from './RowActions.tsx';
import type { TableRow } from './rows.ts';
import type { Editing } from './useEditing.ts';
import type { Selection } from './useSelection.ts';
import type { Table } from './useTable.ts';
import { cellText, plainText } from './values.ts';
import classes from './TableCards.module.css';

const estimatedPx = 132;
const naturalHeightPx = 560;
/** As many fields stand on a card; the rest is for who opens it. */
const mostFields = 6;

type Props = { table: Table; selection: Selection; editing: Editing };

/** Rows as cards, one below the other, where a grid would be too narrow to read. */
export function TableCards({ table, selection, editing }: Props): ReactNode {
  const { lines, view } = table;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? 36 : estimatedPx),
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 6,
  });
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ flexBasis: Math.min(virtual.getTotalSize() + 2, naturalHeightPx) }}
      data-busy={table.isLoading || undefined}
    >
      <ul className={classes.list} style={{ height: virtual.getTotalSize() }} aria-label={view.props.label === '' ? 'Rows' : view.props.label}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            <li key={line.id} ref={virtual.measureElement} data-index={index} className={classes.item} style={{ transform: `translateY(${start}px)` }}>
              {line.kind === 'group' && (
                <button type="button" className={classes.group} aria-expanded={line.isOpen} onClick={() => table.toggleGroup(line.id)}>
                  {line.isOpen ? <IconChevronDown aria-hidden /> : <IconChevronRight aria-hidden />}
                  {groupName(table, line.value)} <span className={classes.count}>{table.groups.get(plainText(line.value))?.count ?? line.rows.length}</span>
                </button>
              )}
              {line.kind === 'detail' && <div className={classes.detail}>{view.slot('detail', { row: line.row.row }, line.row.id)}</div>}
              {line.kind === 'row' && <Card table={table} selection={selection} editing={editing} row={line.row} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function groupName({ columns, view }: Table, value: unknown): string {
  const column = columns.find(({ field }) => field === view.props.group_by);
  const name = column ? cellText(value, column, view.host.locale) : String(value ?? '');
  return name === '' ? 'Nothing' : name;
}

function Card({ table, selection, editing, row }: Props & { row: TableRow }): ReactNode {
  const { view, shown, toggleOpen, isOpen, valueOf } = table;
  const { props, emit, resolve, isEditing } = view;
  const [first, ...rest] = shown;
  const error = editing.errorOf(row);
  const isSelectable = props.selection !== 'none' && !row.isNew;
  const actions = (row.isNew ? [] : resolve(props.row_actions, { row: row.row })) as readonly RowAction[];
  const press = (): void => {
    selection.press(row, { isRange: false, isMore: props.selection === 'many' });
    if (!isEditing && !row.isNew) void emit('open', { row: row.row, key: row.key });
  };
  return (
    <article
      className={classes.card}
      data-selected={selection.has(row.key) || undefined}
      data-deleted={editing.isDeleted(row) || undefined}
      data-error={error !== undefined || undefined}
    >
      <div className={classes.top}>
        {isSelectable && props.selection === 'many' && (
          <Checkbox size="xs" aria-label="Choose this row" checked={selection.has(row.key)} onChange={() => selection.toggle(row)} />
        )}
        <button type="button" className={classes.title} onClick={press}>
          {(first && cellText(valueOf(row, first), first, view.host.locale)) || `Row ${row.key}`}
          {row.isNew && ' (new)'}
        </button>
        <RowActions
          actions={actions}
          isDisabled={!editing.mayEdit}
          onAction={(id) => !isEditing && void emit('row_action', { action: id, row: row.row, key: row.key })}
          deletion={props.can_delete || row.isNew ? { isDeleted: editing.isDeleted(row), toggle: () => editing.toggleDeleted(row) } : null}
        />
      </div>
      <dl className={classes.fields}>
        {(row.isNew ? shown : rest.slice(0, mostFields)).map((column) => (
          <CardField key={column.field} table={table} editing={editing} row={row} column={column} />
        ))}
      </dl>
      {error !== undefined && <p className={classes.error}>{error}</p>}
      {props.is_expandable && !row.isNew && (
        <button type="button" className={classes.more} aria-expanded={isOpen(row.id)} onClick={() => toggleOpen(row.id)}>
          {isOpen(row.id) ? 'Less' : 'More'}
        </button>
      )}
    </article>
  );
}

function CardField({ table, editing, row, column }: { table: Table; editing: Editing; row: TableRow; column: TableColumn }): ReactNode {
  const { valueOf, view } = table;
  const [isEdited, setIsEdited] = useState(false);
  const value = valueOf(row, column);
  const mayEdit = column.is_editable === true && editing.mayEdit && !editing.isDeleted(row);
  const href: unknown = column.href === undefined ? undefined : view.resolve(column.href, { row: row.row, value });
  const content = <CellContent value={value} column={column} href={typeof href === 'string' ? href : undefined} host={view.host} />;
  return (
    <div className={classes.field} data-changed={editing.isChanged(row, column.field) || undefined}>
      <dt>{column.title}</dt>
      <dd>
        {isEdited ? (
          <span className={classes.editor}>
            <CellEditor
              value={value}
              column={column}
              typed={null}
              onCommit={(next) => {
                setIsEdited(false);
                editing.set(row, column.field, next);
              }}
              onCancel={() => setIsEdited(false)}
            />
          </span>
        ) : mayEdit ? (
          <button
            type="button"
            className={classes.edit}
            title={`Edit ${column.title}`}
            onClick={() => (column.type === 'boolean' ? editing.set(row, column.field, value !== true) : setIsEdited(true))}
          >
            {content}
          </button>
        ) : (
          content
        )}
      </dd>
    </div>
  );
}
