import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { valueOfText } from './changes.ts';
import type { TableColumn } from './columns.ts';
import { needsValue, opsOf, opWords, type Condition, type FilterOp } from './filter.ts';
import { plainText } from './values.ts';
import classes from './Table.module.css';

type Props = { columns: readonly TableColumn[]; conditions: readonly Condition[]; onChange: (conditions: readonly Condition[]) => void };

/** The conditions that all rows meet, each with its column, its question and its value. */
export function FilterFields({ columns, conditions, onChange }: Props): ReactNode {
  const [first] = columns;
  const add = (): void => {
    if (first) onChange([...conditions, { field: first.field, op: opsOf(first.type)[0] ?? 'contains' }]);
  };
  return (
    <div className={classes.filters}>
      {conditions.length === 0 && <p className={classes.hint}>All rows are shown. A condition leaves out the rows that do not meet it.</p>}
      {conditions.map((condition, index) => (
        <ConditionFields
          key={index}
          columns={columns}
          condition={condition}
          onChange={(next) => onChange(conditions.with(index, next))}
          onRemove={() => onChange(conditions.toSpliced(index, 1))}
        />
      ))}
      <div className={classes.filterEnd}>
        <Button size="xs" variant="subtle" leftSection={<IconPlus />} onClick={add}>
          Condition
        </Button>
        {conditions.length > 0 && (
          <Button size="xs" variant="subtle" onClick={() => onChange([])}>
            Remove all
          </Button>
        )}
      </div>
    </div>
  );
}

type RowProps = { columns: readonly TableColumn[]; condition: Condition; onChange: (condition: Condition) => void; onRemove: () => void };

function ConditionFields({ columns, condition, onChange, onRemove }: RowProps): ReactNode {
  const column = columns.find(({ field }) => field === condition.field);
  const ops = opsOf(column?.type ?? 'text');
  return (
    <div className={classes.condition}>
      <NativeSelect
        size="xs"
        aria-label="Column"
        value={condition.field}
        data={columns.map(({ field, title }) => ({ value: field, label: title }))}
        onChange={(event) => {
          const field = event.currentTarget.value;
          const next = columns.find((candidate) => candidate.field === field);
          onChange({ field, op: opsOf(next?.type ?? 'text')[0] ?? 'contains' });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Question"
        value={condition.op}
        data={ops.map((op) => ({ value: op, label: opWords[op] }))}
        onChange={(event) => onChange({ ...condition, op: event.currentTarget.value as FilterOp })}
      />
      {needsValue(condition.op) ? <ValueField column={column} condition={condition} onChange={onChange} /> : <span />}
      <ActionIcon size="sm" aria-label="Remove this condition" onClick={onRemove}>
        <IconX />
      </ActionIcon>
    </div>
  );
}

function ValueField({
  column,
  condition,
  onChange,
}: {
  column: TableColumn | undefined;
  condition: Condition;
  onChange: (condition: Condition) => void;
}): ReactNode {
  const set = (value: unknown): void => onChange({ ...condition, value });
  const { value } = condition;
  if (column?.type === 'boolean')
    return (
      <NativeSelect
        size="xs"
        aria-label="Value"
        value={value === true ? 'true' : value === false ? 'false' : ''}
        data={[
          { value: '', label: '' },
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]}
        onChange={(event) => set(event.currentTarget.value === '' ? undefined : event.currentTarget.value === 'true')}
      />
    );
  if (column?.type === 'tag' && column.tags !== undefined && column.tags.length > 0) {
    const { tags } = column;
    const chosen = Array.isArray(value) ? (value as unknown[])[0] : value;
    return (
      <NativeSelect
        size="xs"
        aria-label="Value"
        value={String(tags.findIndex((tag) => tag.value === chosen))}
        data={[{ value: '-1', label: '' }, ...tags.map((tag, index) => ({ value: String(index), label: tag.label ?? String(tag.value) }))]}
        onChange={(event) => {
          const tag = tags[Number(event.currentTarget.value)]?.value;
          set(condition.op === 'in' ? (tag === undefined ? [] : [tag]) : tag);
        }}
      />
    );
  }
  const isDay = column?.type === 'date' || column?.type === 'datetime';
  return (
    <TextInput
      size="xs"
      aria-label="Value"
      type={isDay ? 'date' : 'text'}
      value={Array.isArray(value) ? value.map(plainText).join(', ') : plainText(value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const parsed = column?.align === 'end' ? valueOfText(text, column) : { value: text, problem: null };
        set(parsed.problem === null && !text.endsWith('.') && !text.endsWith(',') ? parsed.value : text);
      }}
    />
  );
}
