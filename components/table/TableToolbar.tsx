import { ActionIcon, Button, Checkbox, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconColumns3, IconFilter, IconPlus, IconRefresh, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { noLayout } from './columns.ts';
import { completeConditions, conditionText } from './filter.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterFields } from './FilterFields.tsx';
import type { AllRows } from './useAllRows.ts';
import type { Editing } from './useEditing.ts';
import type { Table } from './useTable.ts';
import { ViewsMenu } from './ViewsMenu.tsx';
import classes from './Table.module.css';

type Props = { table: Table; editing: Editing; allRows: AllRows };

/** What stands above the rows: title, search, filters, columns, export, and what the author put there. */
export function TableToolbar({ table, editing, allRows }: Props): ReactNode {
  const { view, isServer, isLoading, reload } = table;
  const { props, hasSlot, slot, isEditing } = view;
  const hasTools = props.is_searchable || props.is_filterable || props.can_add || props.can_export || isServer || hasSlot('toolbar');
  if (!hasTools && props.label === '') return null;
  return (
    <div className={classes.toolbar}>
      {props.label !== '' && <h3 className={classes.label}>{props.label}</h3>}
      {props.is_searchable && <Search table={table} />}
      {props.is_filterable && <Filters table={table} />}
      {(hasSlot('toolbar') || isEditing) && <div className={classes.slot}>{slot('toolbar')}</div>}
      <span className={classes.tools}>
        {props.can_add && (
          <Button size="xs" leftSection={<IconPlus />} disabled={!editing.mayEdit} onClick={editing.add}>
            Add row
          </Button>
        )}
        {isServer && (
          <Tooltip label="Load again">
            <ActionIcon aria-label="Load again" disabled={isEditing || isLoading} onClick={() => void reload()}>
              <IconRefresh />
            </ActionIcon>
          </Tooltip>
        )}
        {props.has_views && <ViewsMenu table={table} />}
        <ColumnsMenu table={table} />
        {props.can_export && <ExportMenu table={table} allRows={allRows} />}
      </span>
    </div>
  );
}

const pauseMs = 250;

function Search({ table: { view, setSearch } }: { table: Table }): ReactNode {
  const { state, isEditing } = view;
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const settle = (text: string): void => {
    clearTimeout(timer.current);
    setTyped(null);
    setSearch(text);
  };
  const shown = typed ?? state.search;
  return (
    <TextInput
      className={classes.search}
      size="xs"
      placeholder="Search"
      aria-label="Search in the table"
      leftSection={<IconSearch />}
      rightSection={
        shown === '' ? undefined : (
          <ActionIcon size="xs" aria-label="Clear the search" onClick={() => settle('')}>
            <IconX />
          </ActionIcon>
        )
      }
      value={shown}
      tabIndex={isEditing ? -1 : undefined}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => settle(text), pauseMs);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle(event.currentTarget.value);
        if (event.key === 'Escape' && shown !== '') settle('');
      }}
    />
  );
}

function Filters({ table }: { table: Table }): ReactNode {
  const { conditions, setConditions, columns } = table;
  const complete = completeConditions(conditions);
  return (
    <>
      <Popover withinPortal width={420} position="bottom-start" trapFocus>
        <Popover.Target>
          <Button size="xs" leftSection={<IconFilter />}>
            Filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterFields columns={columns} conditions={conditions} onChange={setConditions} />
        </Popover.Dropdown>
      </Popover>
      {complete.map((condition, index) => {
        const column = columns.find(({ field }) => field === condition.field);
        if (!column) return null;
        const text = conditionText(condition, column);
        return (
          <span key={index} className={classes.chip}>
            <span className={classes.chipText}>{text}</span>
            <ActionIcon size={18} aria-label={`Remove the filter: ${text}`} onClick={() => setConditions(conditions.filter((other) => other !== condition))}>
              <IconX />
            </ActionIcon>
          </span>
        );
      })}
    </>
  );
}

function ColumnsMenu({ table: { columns, shown, layout, setLayout } }: { table: Table }): ReactNode {
  const seen = new Set(shown.map(({ field }) => field));
  return (
    <Popover withinPortal position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon aria-label="Columns" title="Columns">
          <IconColumns3 />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.columns}>
        {columns.map(({ field, title }) => (
          <Checkbox
            key={field}
            label={title}
            checked={seen.has(field)}
            disabled={seen.size === 1 && seen.has(field)}
            onChange={(event) => setLayout({ ...layout, hidden: { ...layout.hidden, [field]: !event.currentTarget.checked } })}
          />
        ))}
        <Button size="xs" variant="subtle" disabled={layout === noLayout} onClick={() => setLayout(noLayout)}>
          As it was
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
