import type { ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { divider } from './definition.ts';
import classes from './divider.module.css';

/** A line between two parts. */
export function DividerView({ props }: ComponentProps<typeof divider>): ReactNode {
  const label = props.label ?? '';
  return (
    <div
      className={classes.divider}
      role="separator"
      aria-label={label === '' ? undefined : label}
      data-position={label === '' ? 'start' : props.position}
      data-look={props.look}
    >
      {label !== '' && <span>{label}</span>}
    </div>
  );
}
