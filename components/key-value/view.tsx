import { ActionIcon } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import { ValueText } from '../_shared/ValueText.tsx';
import type { ComponentProps } from '../view.ts';
import type { keyValue } from './definition.ts';
import classes from './key-value.module.css';

type Props = ComponentProps<typeof keyValue>['props'];
type Line = { field: string; label: string; value: unknown; settings: Partial<Props['fields'][number]> };

/** The fields of one record. */
export function KeyValueView({ props, host, isEditing }: ComponentProps<typeof keyValue>): ReactNode {
  const lines = linesOf(props);
  if (lines.length === 0) return <p className={classes.empty}>{props.empty_text}</p>;
  const copy = (value: unknown): void => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    void navigator.clipboard.writeText(text).then(() => host.toast('Copied', 'success'));
  };
  return (
    <div className={classes.frame}>
      <dl
        className={classes.list}
        data-layout={props.layout}
        aria-label={props.label === '' ? undefined : props.label}
        style={{ '--columns': props.columns } as CSSProperties}
      >
        {lines.map(({ field, label, value, settings }) => (
          <div key={field} className={classes.item}>
            <dt>{label}</dt>
            <dd>
              <ValueText value={value} format={settings.format} currency={settings.currency} decimals={settings.decimals} locale={host.locale} />
              {settings.is_copyable === true && value !== null && value !== undefined && (
                <ActionIcon className={classes.copy} size={24} aria-label={`Copy ${label}`} tabIndex={isEditing ? -1 : undefined} onClick={() => copy(value)}>
                  <Icon name="copy" />
                </ActionIcon>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function linesOf({ record, fields, hides_empty: hidesEmpty }: Props): Line[] {
  if (record === null) return [];
  const lines =
    fields.length > 0
      ? fields.map((settings) => ({ field: settings.field, label: settings.label ?? wordsOf(settings.field), value: record[settings.field], settings }))
      : Object.entries(record).map(([field, value]) => ({ field, label: wordsOf(field), value, settings: {} }));
  return hidesEmpty ? lines.filter(({ value }) => value !== null && value !== undefined && value !== '') : lines;
}

/** A name of data in words: `created_at` is "Created at". */
const wordsOf = (field: string): string => {
  const words = field
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim();
  return words === '' ? field : words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
};
