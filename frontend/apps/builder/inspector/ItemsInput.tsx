import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { itemFieldsOf, type Field } from './fields.ts';
import { isItem, newItem, titleOfItem, withField, type Item } from './items.ts';
import classes from './ItemsInput.module.css';

type Props = {
  field: Field;
  value: AppValue | undefined;
  onChange: (value: AppValue | undefined) => void;
  /** Draws one value of an item; handed in, because such a value may be a list of items itself. */
  drawField: (field: Field, value: AppValue | undefined, onChange: (value: AppValue | undefined) => void) => ReactNode;
};

/** A list of things with the same fields: options, columns, tabs. One is open at a time. */
export function ItemsInput({ field, value, onChange, drawField }: Props): ReactNode {
  const [open, setOpen] = useState<number | null>(null);
  const items = Array.isArray(value) ? value.filter(isItem) : [];
  const fields = itemFieldsOf(field);
  const move = (index: number, by: number): void => {
    const item = items[index];
    if (!item) return;
    onChange(items.toSpliced(index, 1).toSpliced(index + by, 0, item));
    if (open === index) setOpen(index + by);
  };
  const add = (): void => {
    onChange([...items, newItem(fields, items)]);
    setOpen(items.length);
  };
  return (
    <div className={classes.items} role="list" aria-label={field.label}>
      {items.map((item, index) => {
        const title = titleOfItem(item, index);
        const isOpen = open === index;
        return (
          <div key={index} role="listitem" className={classes.item}>
            <div className={classes.head}>
              <button type="button" className={classes.open} aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : index)}>
                {isOpen ? <IconChevronDown aria-hidden /> : <IconChevronRight aria-hidden />}
                <span className={classes.title}>{title}</span>
              </button>
              <IconButton label={`Move ${title} up`} icon={<IconArrowUp />} size="xs" disabled={index === 0} onClick={() => move(index, -1)} />
              <IconButton
                label={`Move ${title} down`}
                icon={<IconArrowDown />}
                size="xs"
                disabled={index === items.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton label={`Remove ${title}`} icon={<IconTrash />} size="xs" onClick={() => onChange(items.toSpliced(index, 1))} />
            </div>
            {isOpen && <ItemFields item={item} fields={fields} drawField={drawField} onChange={(next) => onChange(items.with(index, next))} />}
          </div>
        );
      })}
      <Button size="compact-xs" variant="default" leftSection={<IconPlus aria-hidden />} className={classes.add} onClick={add}>
        Add
      </Button>
    </div>
  );
}

type ItemFieldsProps = Pick<Props, 'drawField'> & { item: Item; fields: readonly Field[]; onChange: (item: Item) => void };

function ItemFields({ item, fields, drawField, onChange }: ItemFieldsProps): ReactNode {
  return (
    <div className={classes.fields}>
      {fields.map((field) => (
        <div key={field.name} className={classes.field}>
          <span className={classes.label}>{field.label}</span>
          {drawField(isExpression(item[field.name]) ? { ...field, kind: 'json' } : field, item[field.name], (next) =>
            onChange(withField(item, field.name, next)),
          )}
        </div>
      ))}
    </div>
  );
}
