import { Checkbox, Menu } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { usePreferences } from '../session/preferences.ts';
import { ActionItems } from './ActionMenu.tsx';
import classes from './DataTable.module.css';
import type { Column, DataTableProps, Selection } from './data-table-types.ts';
import { ErrorNotice } from './ErrorNotice.tsx';
import { isFocusFree } from './focus.ts';
import { IconButton } from './IconButton.tsx';
import { lastOpened, rememberOpened } from './opened-rows.ts';
import { SkeletonRows } from './Skeletons.tsx';
import { useRowKeyboard } from './useRowKeyboard.ts';

export type { Column, DataTableProps } from './data-table-types.ts';

const overscanRows = 12;
const rowsBeforeEnd = 10;

type OpenMenu<Row> = { row: Row; x: number; y: number; openedFrom: Element | null };

/** What was clicked belongs to itself, not to the row. */
const isInteractive = (target: EventTarget): boolean => (target as HTMLElement).closest('a, button, input, label, [role="menuitem"]') !== null;

function toggle(selection: Selection, id: string): void {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  selection.onChange(ids);
}

/**
 * The list of the product: virtual rows, more of them by scrolling, j/k and the arrows, a menu per row that a right click
 * opens as well, and a selection for bulk actions.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const {
    label,
    rows,
    rowKey,
    actions,
    selection,
    isLoading,
    error,
    onRetry,
    hasMore,
    isLoadingMore,
    onLoadMore,
    empty,
    height = 'fill',
    activeKey,
    isMuted,
  } = props;
  const onOpen =
    props.onOpen &&
    ((row: Row) => {
      rememberOpened(label, rowKey(row));
      props.onOpen?.(row);
    });
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizer, width } = useElementSize();
  const isCompact = usePreferences((store) => store.preferences.density === 'compact');
  const rowHeight = props.rowHeight ?? (isCompact ? 32 : 40);
  const [menu, setMenu] = useState<OpenMenu<Row> | null>(null);
  const columns = props.columns.filter((column, index) => index === 0 || column.hideBelow === undefined || width === 0 || width >= column.hideBelow);
  const tracks = [selection && 'var(--check-width)', ...columns.map((column) => column.width ?? 'minmax(0, 1fr)'), actions && 'var(--menu-width)']
    .filter(Boolean)
    .join(' ');
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: overscanRows });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastIndex >= rows.length - rowsBeforeEnd) onLoadMore?.();
  }, [hasMore, isLoadingMore, lastIndex, rows.length, onLoadMore]);
  const openMenu = (row: Row, x: number, y: number): void => {
    if (actions && actions(row).length > 0) setMenu({ row, x, y, openedFrom: document.activeElement });
  };
  const closeMenu = (): void => {
    const from = menu?.openedFrom;
    setMenu(null);
    // What was chosen may have taken the focus; nothing else has it then.
    setTimeout(() => isFocusFree() && from instanceof HTMLElement && from.isConnected && from.focus({ preventScroll: true }));
  };
  const keyboard = useRowKeyboard({
    count: rows.length,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onOpen: (index) => rows[index] !== undefined && onOpen?.(rows[index]),
    onToggle: (index) => selection && rows[index] !== undefined && toggle(selection, rowKey(rows[index])),
    onMenu: (index, element) => {
      const box = element.getBoundingClientRect();
      const row = rows[index];
      // After the press is over: a menu that opens during it would be closed by it.
      if (row !== undefined) setTimeout(() => openMenu(row, box.right - 48, box.bottom));
    },
  });
  useReturn(label, rows, rowKey, keyboard.focusRow);
  const onRowClick = (event: MouseEvent, row: Row, index: number): void => {
    keyboard.setCurrent(index);
    if (!isInteractive(event.target) && window.getSelection()?.isCollapsed !== false) onOpen?.(row);
  };
  return (
    <div className={classes.table} data-height={height} ref={sizer}>
      <div className={classes.scroller} ref={scroller}>
        <div role="grid" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1} aria-busy={isLoading || undefined} className={classes.grid}>
          <Head columns={columns} tracks={tracks} rows={rows} rowKey={rowKey} selection={selection} hasActions={!!actions} />
          {rows.length > 0 && (
            <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }} onKeyDown={keyboard.onKeyDown}>
              {items.map((item) => {
                const row = rows[item.index] as Row;
                const key = rowKey(row);
                return (
                  <div
                    key={key}
                    role="row"
                    ref={keyboard.attach(item.index)}
                    aria-rowindex={item.index + 2}
                    aria-selected={selection ? selection.ids.has(key) : undefined}
                    tabIndex={item.index === keyboard.current ? 0 : -1}
                    className={classes.row}
                    data-active={activeKey === key || undefined}
                    data-muted={isMuted?.(row) || undefined}
                    data-opens={onOpen ? true : undefined}
                    style={{ gridTemplateColumns: tracks, height: item.size, transform: `translateY(${item.start}px)` }}
                    onClick={(event) => onRowClick(event, row, item.index)}
                    onContextMenu={(event) => {
                      if (!actions || isInteractive(event.target)) return;
                      event.preventDefault();
                      openMenu(row, event.clientX, event.clientY);
                    }}
                  >
                    {selection && (
                      <div role="gridcell" className={classes.check}>
                        <Checkbox aria-label="Select row" checked={selection.ids.has(key)} onChange={() => toggle(selection, key)} tabIndex={-1} />
                      </div>
                    )}
                    {columns.map((column) => (
                      <div key={column.id} role="gridcell" className={classes.cell} data-align={column.align}>
                        {column.cell(row)}
                      </div>
                    ))}
                    {actions && (
                      <div role="gridcell" className={classes.menu}>
                        <IconButton
                          label="Row actions"
                          icon={<IconDots />}
                          tabIndex={-1}
                          aria-haspopup="menu"
                          aria-expanded={menu?.row === row}
                          onClick={(event) =>
                            openMenu(row, event.currentTarget.getBoundingClientRect().right, event.currentTarget.getBoundingClientRect().bottom)
                          }
                        />
                      </div>
                    )}
                  </div>
                );
              })}
            </div>
          )}
        </div>
        {isLoading && rows.length === 0 && !error && <SkeletonRows />}
        {!!error && rows.length === 0 && (
          <div className={classes.message}>
            <ErrorNotice error={error} title={`${label} could not be read.`} onRetry={onRetry} />
          </div>
        )}
        {!isLoading && !error && rows.length === 0 && empty}
        {isLoadingMore && <SkeletonRows count={2} />}
      </div>
      <RowMenu menu={menu} onClose={closeMenu} actions={actions} />
    </div>
  );
}

/** After "back" the row that had been opened has the focus again, unless something else has it by then. */
function useReturn<Row>(label: string, rows: readonly Row[], rowKey: (row: Row) => string, focusRow: (index: number) => void): void {
  const wanted = useRef<string | null | undefined>(undefined);
  if (wanted.current === undefined) wanted.current = lastOpened(label);
  useEffect(() => {
    if (!wanted.current || rows.length === 0) return;
    const index = rows.findIndex((row) => rowKey(row) === wanted.current);
    wanted.current = null;
    if (index >= 0 && isFocusFree()) focusRow(index);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the first rows are there
  }, [rows]);
}

function Head<Row>({
  columns,
  tracks,
  rows,
  rowKey,
  selection,
  hasActions,
}: {
  columns: readonly Column<Row>[];
  tracks: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selection?: Selection;
  hasActions: boolean;
}): ReactNode {
  const areAllChosen = selection !== undefined && rows.length > 0 && rows.every((row) => selection.ids.has(rowKey(row)));
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow} style={{ gridTemplateColumns: tracks }}>
        {selection && (
          <div role="columnheader" className={classes.check}>
            <Checkbox
              aria-label="Select all rows that are loaded"
              checked={areAllChosen}
              indeterminate={!areAllChosen && selection.ids.size > 0}
              onChange={() => selection.onChange(areAllChosen ? new Set() : new Set(rows.map(rowKey)))}
            />
          </div>
        )}
        {columns.map((column) => (
          <div key={column.id} role="columnheader" className={classes.cell} data-align={column.align}>
            {column.header}
          </div>
        ))}
        {hasActions && (
          <div role="columnheader">
            <span className="visually-hidden">Actions</span>
          </div>
        )}
      </div>
    </div>
  );
}

function RowMenu<Row>({ menu, onClose, actions }: { menu: OpenMenu<Row> | null; onClose: () => void; actions?: DataTableProps<Row>['actions'] }): ReactNode {
  if (!menu || !actions) return null;
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal>
      <Menu.Target>
        <span className={classes.anchor} style={{ left: menu.x, top: menu.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <ActionItems actions={actions(menu.row)} />
      </Menu.Dropdown>
    </Menu>
  );
}
