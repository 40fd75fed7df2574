import type { MouseEvent, ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import { safeAddress } from '../_shared/safe-link.ts';
import type { ComponentProps } from '../view.ts';
import type { link } from './definition.ts';
import classes from './link.module.css';

/** A link. Without an address it is a button; an address that is not safe leads nowhere. */
export function LinkView({ props, emit, isEditing }: ComponentProps<typeof link>): ReactNode {
  const address = safeAddress('link', props.href);
  const content = (
    <>
      <Icon name={props.icon} />
      <span>{props.text}</span>
      {address !== null && props.is_new_tab && <Icon name="external-link" />}
      {address !== null && props.is_new_tab && <span className="visually-hidden">(opens in a new tab)</span>}
    </>
  );
  if (props.disabled || (address === null && (props.href ?? '') !== '')) {
    return (
      <span className={classes.link} data-dead role="link" aria-disabled="true" title={props.disabled ? undefined : 'This address is not allowed here'}>
        {content}
      </span>
    );
  }
  const follow = (event: MouseEvent): void => {
    if (isEditing) event.preventDefault();
    else void emit('click');
  };
  if (address === null) {
    return (
      <button type="button" className={classes.link} tabIndex={isEditing ? -1 : undefined} onClick={follow}>
        {content}
      </button>
    );
  }
  return (
    <a
      className={classes.link}
      href={address}
      {...(props.is_new_tab ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
      tabIndex={isEditing ? -1 : undefined}
      onClick={follow}
    >
      {content}
    </a>
  );
}
