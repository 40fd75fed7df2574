import { Popover } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconPlugConnected } from '@tabler/icons-react';
import { type CSSProperties, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { ListSearch } from '../ListSearch.tsx';
import classes from './ConnectPicker.module.css';
import { childrenOf, findNodes, type ConnectNode } from './connect-tree.ts';

type Row = { node: ConnectNode; depth: number; isOpen: boolean };

/** Picks a place in scope from a tree with types and last known values; by mouse or by keys alone. */
export function ConnectPicker({ label, roots, onPick }: { label: string; roots: readonly ConnectNode[]; onPick: (expr: string) => void }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <IconButton
          label={`Connect ${label}`}
          icon={<IconPlugConnected />}
          size="sm"
          variant="subtle"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        {isOpen && (
          <Tree
            roots={roots}
            onPick={(expr) => {
              setOpen(false);
              onPick(expr);
            }}
            onClose={() => setOpen(false)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Tree({ roots, onPick, onClose }: { roots: readonly ConnectNode[]; onPick: (expr: string) => void; onClose: () => void }): ReactNode {
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(roots.slice(0, 2).map(({ expr }) => expr)));
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo<Row[]>(
    () => (search.trim() === '' ? rowsOf(roots, open, 0) : findNodes(roots, search).map((node) => ({ node, depth: 0, isOpen: false }))),
    [roots, open, search],
  );
  const current = rows[Math.min(active, rows.length - 1)];
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active, rows]);
  const toggle = (expr: string): void =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(expr)) after.add(expr);
      return after;
    });
  const onKeyDown = (event: KeyboardEvent): void => {
    const act: Record<string, () => void> = {
      ArrowDown: () => setActive(Math.min(active + 1, rows.length - 1)),
      ArrowUp: () => setActive(Math.max(active - 1, 0)),
      ArrowRight: () => current && current.node.hasChildren && !current.isOpen && toggle(current.node.expr),
      ArrowLeft: () => current?.isOpen && toggle(current.node.expr),
      Enter: () => current && onPick(current.node.expr),
      Escape: onClose,
    };
    const chosen = act[event.key];
    if (!chosen || (search !== '' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight'))) return;
    event.preventDefault();
    event.stopPropagation();
    chosen();
  };
  return (
    <div onKeyDown={onKeyDown}>
      <ListSearch
        label="Search values"
        placeholder="Search steps and fields"
        value={search}
        onChange={(text) => {
          setSearch(text);
          setActive(0);
        }}
        listId={`${id}-list`}
        activeId={current ? `${id}-${rows.indexOf(current)}` : undefined}
      />
      <div ref={list} role="listbox" id={`${id}-list`} aria-label="Values in scope" className={classes.list}>
        {rows.map((row, index) => (
          <RowView
            key={row.node.expr}
            row={row}
            id={`${id}-${index}`}
            isActive={row === current}
            isSearch={search.trim() !== ''}
            onPick={onPick}
            onToggle={toggle}
          />
        ))}
        {rows.length === 0 && <p className={classes.none}>{search === '' ? 'Nothing is in scope here yet.' : 'Nothing has that name.'}</p>}
      </div>
    </div>
  );
}

type RowProps = { row: Row; id: string; isActive: boolean; isSearch: boolean; onPick: (expr: string) => void; onToggle: (expr: string) => void };

function RowView({ row: { node, depth, isOpen }, id, isActive, isSearch, onPick, onToggle }: RowProps): ReactNode {
  return (
    <div
      role="option"
      id={id}
      aria-selected={isActive}
      aria-label={`${node.expr}, ${node.type}${node.preview === undefined ? '' : `, ${node.preview}`}`}
      className={classes.row}
      data-active={isActive || undefined}
      style={{ '--indent': Math.min(depth, 5) } as CSSProperties}
      onClick={() => onPick(node.expr)}
    >
      {node.hasChildren && !isSearch ? (
        <span
          className={classes.fold}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(node.expr);
          }}
        >
          {isOpen ? <IconChevronDown aria-hidden /> : <IconChevronRight aria-hidden />}
        </span>
      ) : (
        <span className={classes.fold} />
      )}
      <span className={classes.name}>{isSearch ? node.expr : node.label}</span>
      {node.detail && <span className={classes.detail}>{node.detail}</span>}
      <span className={classes.value}>{node.preview ?? node.type}</span>
    </div>
  );
}

function rowsOf(nodes: readonly ConnectNode[], open: ReadonlySet<string>, depth: number): Row[] {
  return nodes.flatMap((node) => {
    const isOpen = node.hasChildren && open.has(node.expr);
    return [{ node, depth, isOpen }, ...(isOpen && depth < 8 ? rowsOf(childrenOf(node), open, depth + 1) : [])];
  });
}
