import { Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { runnableKinds } from '../../../runnables/runnable.ts';
import { languagesQuery } from '../../../scripts/scripts.api.ts';
import { runnablesQuery } from '../editor.api.ts';
import { StepTile } from '../../graph/StepTile.tsx';
import { ListSearch } from '../ListSearch.tsx';
import classes from './InsertMenu.module.css';
import { codeSteps, findInsertables, plainSteps, runnableSteps, type Insertable } from './new-steps.ts';

/** Where on the screen something was asked for. */
export type ScreenPoint = { readonly x: number; readonly y: number };

/** Props of {@link InsertMenu}. */
export type InsertMenuProps = {
  workspace: string;
  at: ScreenPoint;
  label: string;
  onPick: (entry: Insertable) => void;
  onClose: () => void;
  /** Only scripts, flows and agents of the workspace. */
  kinds?: 'all' | 'runnables';
};

const typingMs = 200;

/** What can be put into a flow: typing searches, arrows choose, Enter inserts. */
export function InsertMenu(props: InsertMenuProps): ReactNode {
  const { at, onClose } = props;
  return (
    <Popover opened onChange={(isOpen) => !isOpen && onClose()} position="bottom" width={400} trapFocus withinPortal closeOnEscape hideDetached={false}>
      <Popover.Target>
        <div className={classes.anchor} style={{ left: at.x, top: at.y }} />
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        <Choices {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ workspace, label, onPick, onClose, kinds = 'all' }: InsertMenuProps): ReactNode {
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [settled] = useDebouncedValue(search.trim(), typingMs);
  const { data: languages = [] } = useQuery(languagesQuery(workspace));
  const { data: runnables = [] } = useQuery({ ...runnablesQuery(workspace, settled, runnableKinds), placeholderData: keepPreviousData });
  const own = useMemo(() => (kinds === 'all' ? [...codeSteps(languages), ...plainSteps] : []), [languages, kinds]);
  // The server has searched these already; what it found by other words than names stays.
  const found = useMemo(() => {
    const picked = runnableSteps(runnables);
    const entries = [...findInsertables(own, search), ...(settled === search.trim() ? picked : findInsertables(picked, search))];
    return search.trim() === '' ? entries : groupedByRank(entries);
  }, [own, runnables, search, settled]);
  const current = found[Math.min(active, found.length - 1)];
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const act: Record<string, () => void> = {
      ArrowDown: () => setActive(Math.min(active + 1, found.length - 1)),
      ArrowUp: () => setActive(Math.max(active - 1, 0)),
      Enter: () => current && onPick(current),
      Escape: onClose,
    };
    if (!act[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act[event.key]?.();
  };
  return (
    <div onKeyDown={onKeyDown}>
      <ListSearch
        label={label}
        placeholder={kinds === 'all' ? 'Search code, scripts, flows, agents, loops, waits' : 'Search scripts, flows and agents'}
        value={search}
        onChange={(text) => {
          setSearch(text);
          setActive(0);
        }}
        listId={`${id}-list`}
        activeId={current ? `${id}-${found.indexOf(current)}` : undefined}
      />
      <div ref={list} role="listbox" id={`${id}-list`} aria-label="Steps to insert" className={classes.list}>
        {found.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entry.group !== found[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {entry.group}
              </div>
            )}
            <Choice entry={entry} id={`${id}-${index}`} isActive={entry === current} onPick={onPick} onPoint={() => setActive(index)} />
          </div>
        ))}
        {found.length === 0 && <p className={classes.none}>Nothing is called that.</p>}
      </div>
    </div>
  );
}

type ChoiceProps = { entry: Insertable; id: string; isActive: boolean; onPick: (entry: Insertable) => void; onPoint: () => void };

function Choice({ entry, id, isActive, onPick, onPoint }: ChoiceProps): ReactNode {
  const { icon, colour, label, detail } = entry;
  return (
    <div
      role="option"
      id={id}
      aria-selected={isActive}
      className={classes.choice}
      data-active={isActive || undefined}
      onPointerMove={onPoint}
      onClick={() => onPick(entry)}
    >
      <StepTile icon={icon} colour={colour} />
      <span className={classes.words}>
        <span className={classes.label}>{label}</span>
        <span className={classes.detail}>{detail}</span>
      </span>
    </div>
  );
}

/** Groups stay together, in the order of their best entry. */
function groupedByRank(entries: readonly Insertable[]): Insertable[] {
  return [...Map.groupBy(entries, ({ group }) => group).values()].flat();
}
