import { useVirtualizer } from '@tanstack/react-virtual';
import { IconChevronRight } from '@tabler/icons-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { firstOpen, leafText, previewOf, rowsOf, type JsonRow } from './json-rows.ts';
import classes from './JsonTree.module.css';

/** Props of {@link JsonTree}. */
export type JsonTreeProps = { value: unknown; label: string; maxHeight?: number; height?: 'fill' | 'content' };

const lineHeight = 22;

function copyText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** A JSON value as a tree: only the lines on show exist, so that 5 MB open at once. Arrows move, open and close. */
export function JsonTree({ value, label, maxHeight = 480, height = 'content' }: JsonTreeProps): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => firstOpen(value));
  const [current, setCurrent] = useState(0);
  const [shownValue, setShownValue] = useState(value);
  if (shownValue !== value) {
    setShownValue(value);
    setOpen(firstOpen(value));
    setCurrent(0);
  }
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(value, open), [value, open]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => lineHeight, overscan: 20 });
  const turn = (row: JsonRow, isOpen: boolean): void => {
    const next = new Set(open);
    if (isOpen) next.add(row.pointer);
    else next.delete(row.pointer);
    setOpen(next);
  };
  const go = (index: number): void => {
    const next = Math.min(Math.max(index, 0), rows.length - 1);
    setCurrent(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[current];
    if (!row || event.target !== event.currentTarget) return;
    const parent = (): number => rows.findLastIndex((other, index) => index < current && other.depth < row.depth);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.size && !row.isOpen ? turn(row, true) : go(current + 1)),
      ArrowLeft: () => (row.isOpen ? turn(row, false) : go(Math.max(0, parent()))),
      Enter: () => row.size && turn(row, !row.isOpen),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]?.();
  };
  const idOf = (index: number): string => `json-row-${index}`;
  return (
    <div
      ref={scroller}
      className={classes.tree}
      data-height={height}
      style={height === 'content' ? { maxHeight } : undefined}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows[current] ? idOf(current) : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={classes.body} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index] as JsonRow;
          return (
            <div
              key={row.pointer}
              id={idOf(item.index)}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-expanded={row.size ? row.isOpen : undefined}
              aria-selected={item.index === current}
              className={classes.row}
              data-leaf={row.size ? undefined : true}
              style={{ transform: `translateY(${item.start}px)`, paddingInlineStart: row.depth * 16 + 4 }}
              onClick={() => {
                setCurrent(item.index);
                if (row.size && window.getSelection()?.isCollapsed !== false) turn(row, !row.isOpen);
              }}
            >
              <span className={classes.toggle} aria-hidden>
                {row.size ? <IconChevronRight data-open={row.isOpen || undefined} /> : null}
              </span>
              <Line row={row} />
              <span className={classes.copy}>
                <CopyButton value={() => copyText(row.value)} label={`Copy ${row.key === null ? 'everything' : String(row.key)}`} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Line({ row }: { row: JsonRow }): ReactNode {
  const isContainer = row.size !== null;
  return (
    <span className={classes.line}>
      {row.key !== null && <span className={typeof row.key === 'number' ? classes.index : classes.key}>{row.key}</span>}
      {row.key !== null && <span className={classes.colon}>: </span>}
      {isContainer ? (
        <span className={classes.preview}>{row.isOpen ? (Array.isArray(row.value) ? `[${row.size}]` : `{${row.size}}`) : previewOf(row.value)}</span>
      ) : (
        <span className={classes.leaf} data-type={row.value === null ? 'null' : typeof row.value}>
          {leafText(row.value)}
        </span>
      )}
    </span>
  );
}
