import type { ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { container } from './definition.ts';
import classes from './container.module.css';

/** A frame with a title, content and a footer; what is empty takes no room. */
export function ContainerView({ props, slot, hasSlot, emit, isEditing }: ComponentProps<typeof container>): ReactNode {
  const hasHead = (props.title ?? '') !== '' || hasSlot('header');
  return (
    <div
      role="group"
      className={classes.container}
      data-frame={props.frame}
      data-padding={props.padding}
      aria-label={props.title}
      onClick={isEditing ? undefined : () => void emit('click')}
    >
      {hasHead && (
        <div className={classes.head}>
          <h3 className={classes.title}>{props.title}</h3>
          {hasSlot('header') && slot('header')}
        </div>
      )}
      <div
        className={classes.body}
        {...(props.max_height === undefined ? {} : { style: { maxHeight: props.max_height, overflow: 'auto' }, tabIndex: isEditing ? -1 : 0 })}
      >
        {slot('body')}
      </div>
      {hasSlot('footer') && <div className={classes.footer}>{slot('footer')}</div>}
    </div>
  );
}
