import { Button, Checkbox, Menu, Popover, TextInput } from '@mantine/core';
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { fromLocalField, splitValues, toggleValue, toLocalField, wordsOfValue, type FilterDefinition } from './filter-state.ts';
import classes from './FilterChips.module.css';
import { isFocusFree } from './focus.ts';
import { useShortcut } from './shortcuts.ts';
import { type ChangeUrl, useUrlState, type UrlState } from './useUrlState.ts';

export type { FilterDefinition } from './filter-state.ts';

const typingMs = 250;

/** Props of {@link FilterBar}. */
export type FilterBarProps = {
  filters: readonly FilterDefinition[];
  /** Name of the search parameter of the free text field; without it there is none. `/` goes there. */
  searchKey?: string;
  searchLabel?: string;
  /** At the right: counts, a view switch. */
  children?: ReactNode;
};

/** The filters of a list as chips, all of them in the address: links and "back" keep them. */
export function FilterBar({ filters, searchKey, searchLabel = 'Filter', children }: FilterBarProps): ReactNode {
  const [state, change] = useUrlState();
  const [open, setOpen] = useState<string | null>(null);
  const shown = filters.filter((filter) => state[filter.key] || open === filter.key);
  const others = filters.filter((filter) => !shown.includes(filter));
  const hasAny = filters.some((filter) => state[filter.key]) || (searchKey !== undefined && !!state[searchKey]);
  const clear = (): void =>
    change(Object.fromEntries([...filters.map((filter) => [filter.key, undefined]), ...(searchKey ? [[searchKey, undefined]] : [])]), 'push');
  return (
    <div className={`${classes.bar} no-print`} role="search">
      {searchKey && (
        <SearchField
          key={searchKey}
          label={searchLabel}
          value={state[searchKey] ?? ''}
          onChange={(value) => change({ [searchKey]: value || undefined }, stepOf(state[searchKey], value))}
        />
      )}
      {shown.map((filter) => (
        <Chip
          key={filter.key}
          filter={filter}
          state={state}
          change={change}
          isOpen={open === filter.key}
          onOpen={(isOpen) => setOpen(isOpen ? filter.key : null)}
        />
      ))}
      {others.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="subtle" leftSection={<IconFilter />}>
              Filter
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((filter) => (
              <Menu.Item key={filter.key} onClick={() => setOpen(filter.key)}>
                {filter.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {hasAny && (
        <Button size="xs" variant="subtle" onClick={clear}>
          Clear
        </Button>
      )}
      {children && <div className={classes.rest}>{children}</div>}
    </div>
  );
}

/** A free text filter: what is typed reaches the address a moment after the last key. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const send = useRef(onChange);
  send.current = onChange;
  useShortcut('/', label, () => field.current?.focus(), { group: 'Lists' });
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      send.current(text);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextInput
      ref={field}
      className={classes.search}
      size="xs"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (text === '') field.current?.blur();
        else setText('');
      }}
    />
  );
}

/** A filter that comes or goes is a step for "back"; another value of the same one is not. */
const stepOf = (before: string | undefined, after: string | undefined): 'push' | 'replace' => (Boolean(before) === Boolean(after) ? 'replace' : 'push');

/** Gives the focus to the chip whose editor closed; one that was left empty goes with its editor, and its neighbour gets the focus. */
function focusAfter(chip: HTMLElement | null): void {
  const bar = chip?.closest('[role="search"]');
  setTimeout(() => {
    if (!isFocusFree()) return;
    (chip?.isConnected ? chip : bar?.querySelector<HTMLElement>('[aria-haspopup="menu"]'))?.focus();
  });
}

type ChipProps = {
  filter: FilterDefinition;
  state: UrlState;
  change: ChangeUrl;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
};

function Chip({ filter, state, change, isOpen, onOpen }: ChipProps): ReactNode {
  const value = state[filter.key];
  const main = useRef<HTMLButtonElement>(null);
  return (
    // The button inside of the target says what it opens; roles on the chip around it would say so twice, and about no control.
    <Popover opened={isOpen} onChange={onOpen} position="bottom-start" trapFocus withinPortal withRoles={false} onClose={() => focusAfter(main.current)}>
      <Popover.Target>
        <span className={classes.chip} data-set={!!value || undefined}>
          <button ref={main} type="button" className={classes.chipMain} aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
            <span className={classes.chipLabel}>{filter.label}</span>
            {value && <span className={classes.chipValue}>{wordsOfValue(filter, value)}</span>}
          </button>
          {value && (
            <button
              type="button"
              className={classes.chipRemove}
              aria-label={`Remove the filter ${filter.label}`}
              onClick={() => change({ [filter.key]: undefined }, 'push')}
            >
              <IconX />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={filter.label}>
        <ChipEditor filter={filter} value={value} onChange={(next) => change({ [filter.key]: next }, stepOf(value, next))} onClose={() => onOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function ChipEditor({
  filter,
  value,
  onChange,
  onClose,
}: {
  filter: FilterDefinition;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  onClose: () => void;
}): ReactNode {
  if (filter.options && filter.isMultiple) {
    return (
      <div className={classes.options}>
        {filter.options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={splitValues(value).includes(option.value)}
            onChange={() => onChange(toggleValue(value, option.value))}
          />
        ))}
      </div>
    );
  }
  if (filter.options) {
    return (
      <div className={classes.options} role="listbox" aria-label={filter.label}>
        {filter.options.map((option) => (
          <button
            key={option.value}
            type="button"
            role="option"
            aria-selected={option.value === value}
            className={classes.option}
            onClick={() => {
              onChange(option.value === value ? undefined : option.value);
              onClose();
            }}
          >
            {option.label}
          </button>
        ))}
      </div>
    );
  }
  return <TextEditor filter={filter} value={value} onChange={onChange} onClose={onClose} />;
}

function TextEditor({
  filter,
  value,
  onChange,
  onClose,
}: {
  filter: FilterDefinition;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  onClose: () => void;
}): ReactNode {
  const isTime = filter.type === 'time';
  const [text, setText] = useState(isTime ? toLocalField(value) : (value ?? ''));
  return (
    <form
      className={classes.textEditor}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(isTime ? fromLocalField(text) : text || undefined);
        onClose();
      }}
    >
      <TextInput
        aria-label={filter.label}
        type={isTime ? 'datetime-local' : 'text'}
        placeholder={filter.placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" variant="filled">
        Apply
      </Button>
    </form>
  );
}
