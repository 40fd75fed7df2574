import type { ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import tones from '../_shared/tones.module.css';
import type { ComponentProps } from '../view.ts';
import type { icon } from './definition.ts';
import classes from './icon.module.css';

/** A small sign, with its meaning for screen readers where it has one. */
export function IconView({ props, emit, isEditing }: ComponentProps<typeof icon>): ReactNode {
  const hasLabel = (props.label ?? '') !== '';
  return (
    <span
      className={`${tones.tone} ${classes.icon}`}
      data-tone={props.tone}
      data-size={props.size}
      data-ground={props.has_ground}
      {...(hasLabel ? { role: 'img', 'aria-label': props.label } : { 'aria-hidden': true })}
      onClick={isEditing ? undefined : () => void emit('click')}
    >
      <Icon name={props.name} />
    </span>
  );
}
