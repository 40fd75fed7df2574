import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { FieldFrame } from '../FieldFrame.tsx';
import { useField, useForm, type FieldProps } from '../form-context.ts';
import { initialValue, kindOf } from '../form-model.ts';
import { below, resolve, withoutNull, type Schema } from '../schema.ts';
import classes from './ListField.module.css';

const emptyOf: Readonly<Record<string, unknown>> = { string: '', number: 0, integer: 0, boolean: false, object: {}, array: [] };

/** The value of a new entry. */
function newEntry(schema: Schema, root: Schema): unknown {
  return initialValue(schema, undefined, root) ?? (typeof schema.type === 'string' ? (emptyOf[schema.type] ?? null) : null);
}

/** Moves an entry of a list to another place. */
export function move<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const rest = list.filter((_item, index) => index !== from);
  return [...rest.slice(0, to), list[from] as Item, ...rest.slice(to)];
}

/** A list of anything: entries are added, removed and moved; a tuple has its fixed places. */
export function ListField(props: FieldProps): ReactNode {
  const { schema, value, pointer, onChange, isRequired, label, name } = props;
  const { root } = useForm();
  const { id, isDisabled } = useField(props);
  const entries = Array.isArray(value) ? (value as unknown[]) : [];
  const fixedCount = schema.prefixItems?.length ?? 0;
  const count = Math.max(entries.length, fixedCount);
  // Entries have no identity of their own: numbers that travel with them keep what is typed at its entry when they move.
  const [keys, setKeys] = useState<number[]>([]);
  const shownKeys = Array.from({ length: count }, (_none, index) => keys[index] ?? index);
  const change = (next: unknown[], nextKeys: number[]): void => {
    setKeys(nextKeys);
    onChange(next.length === 0 && !isRequired ? undefined : next);
  };
  const ruleAt = (index: number): Schema => withoutNull(resolve(schema.prefixItems?.[index] ?? schema.items ?? {}, root)).schema;
  const set = (index: number, next: unknown): void =>
    change(
      Array.from({ length: count }, (_none, place) => (place === index ? (next ?? null) : (entries[place] ?? null))),
      shownKeys,
    );
  const mayAdd = schema.items !== undefined && (schema.maxItems === undefined || count < schema.maxItems);
  return (
    <FieldFrame {...props} isGroup>
      <div className={classes.list} id={id} tabIndex={-1}>
        {shownKeys.map((key, index) => (
          <Entry
            key={key}
            index={index}
            count={count}
            isFixed={index < fixedCount}
            isDisabled={isDisabled}
            props={{
              label: '',
              name: `${label || name} ${index + 1}`,
              schema: ruleAt(index),
              isRequired: true,
              isNullable: false,
              pointer: below(pointer, index),
              value: entries[index],
              onChange: (next) => set(index, next),
            }}
            onMove={(to) => change(move(entries, index, to), move(shownKeys, index, to))}
            onRemove={() =>
              change(
                entries.filter((_entry, place) => place !== index),
                shownKeys.filter((_key, place) => place !== index),
              )
            }
          />
        ))}
        {mayAdd && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus />}
            disabled={isDisabled}
            className={classes.add}
            onClick={() => change([...entries, newEntry(ruleAt(count), root)], [...shownKeys, Math.max(-1, ...shownKeys) + 1])}
          >
            Add {schema.items?.title ? schema.items.title.toLowerCase() : 'an entry'}
          </Button>
        )}
      </div>
    </FieldFrame>
  );
}

type EntryProps = {
  index: number;
  count: number;
  isFixed: boolean;
  isDisabled: boolean;
  props: FieldProps;
  onMove: (to: number) => void;
  onRemove: () => void;
};

function Entry({ index, count, isFixed, isDisabled, props, onMove, onRemove }: EntryProps): ReactNode {
  const { Field } = useForm();
  const isBox = ['object', 'union', 'list'].includes(kindOf(props.schema));
  return (
    <div className={classes.entry} data-box={isBox || undefined}>
      <div className={classes.field}>
        <Field {...props} />
      </div>
      {!isFixed && (
        <div className={classes.actions}>
          {isBox && <IconButton label="Move up" icon={<IconArrowUp />} size={24} disabled={isDisabled || index === 0} onClick={() => onMove(index - 1)} />}
          {isBox && (
            <IconButton label="Move down" icon={<IconArrowDown />} size={24} disabled={isDisabled || index === count - 1} onClick={() => onMove(index + 1)} />
          )}
          <IconButton label={`Remove entry ${index + 1}`} icon={<IconTrash />} size={24} disabled={isDisabled} onClick={onRemove} />
        </div>
      )}
    </div>
  );
}
