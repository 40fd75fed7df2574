import type { ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import tones from '../_shared/tones.module.css';
import type { ComponentProps } from '../view.ts';
import type { status } from './definition.ts';
import classes from './status.module.css';

/** A state or several tags: always with a word, never by colour alone. */
export function StatusView({ props, emit, isEditing }: ComponentProps<typeof status>): ReactNode {
  const values = props.value === null ? [] : Array.isArray(props.value) ? props.value : [props.value];
  const draw = (value: (typeof values)[number]): ReactNode => {
    const look = props.looks.find((candidate) => String(candidate.value) === String(value));
    return (
      <span
        className={`${tones.tone} ${classes.status}`}
        data-tone={look?.tone ?? props.tone}
        data-variant={props.variant}
        onClick={isEditing ? undefined : () => void emit('click', { value })}
      >
        <Icon name={look?.icon} />
        {look?.label ?? String(value)}
      </span>
    );
  };
  const [first] = values;
  if (values.length === 1 && first !== undefined) return <div className={classes.list}>{draw(first)}</div>;
  return (
    <ul className={classes.list}>
      {values.map((value, index) => (
        <li key={`${index}:${String(value)}`}>{draw(value)}</li>
      ))}
    </ul>
  );
}
