import type { ReactNode } from 'react';
import type { z } from 'zod';
import { formatValue } from '../_shared/format-value.ts';
import type { TableRow } from '../table/rows.ts';
import type { kanban } from './definition.ts';
import classes from './kanban.module.css';

type Props = { card: TableRow; props: z.output<(typeof kanban)['props']>; locale: string };

/** What a card is called. */
export const titleOf = (card: TableRow, props: Props['props']): string => {
  const title = card.row[props.title_field];
  return title === null || title === undefined || title === '' ? String(card.key) : String(title);
};

/** A card where nothing else is drawn in it: title, text, and a few fields. */
export function CardFace({ card, props, locale }: Props): ReactNode {
  const text = props.text_field === undefined ? null : formatValue(card.row[props.text_field], { locale });
  return (
    <>
      <span className={classes.title}>{titleOf(card, props)}</span>
      {text !== null && <span className={classes.text}>{text}</span>}
      {props.fields.length > 0 && (
        <dl className={classes.facts}>
          {props.fields.map((field) => (
            <div key={field}>
              <dt>{field.replaceAll('_', ' ')}</dt>
              <dd>{formatValue(card.row[field], { locale }) ?? '–'}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
