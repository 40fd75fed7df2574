import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import type { ComponentProps } from '../view.ts';
import type { button } from './definition.ts';

const variants = { primary: 'filled', default: 'default', subtle: 'subtle', danger: 'filled' } as const;

/** Runs the handlers of `click`, one after the other; it cannot be pressed again before they are done. */
export function ButtonView({ props, state, expose, emit, useMethods, useAction, isEditing }: ComponentProps<typeof button>): ReactNode {
  const element = useRef<HTMLButtonElement>(null);
  const action = useAction(props.shows_progress_of);
  const isBusy = state.is_busy || action?.is_running === true || props.loading;
  const isPressed = useRef(false);
  const press = async (): Promise<void> => {
    if (isPressed.current) return;
    isPressed.current = true;
    expose({ is_busy: true });
    try {
      await emit('click');
    } finally {
      isPressed.current = false;
      expose({ is_busy: false });
    }
  };
  useMethods({ click: press, focus: () => element.current?.focus() });
  // A handler that was under way when the page was left does not keep the button busy for ever.
  useEffect(() => expose({ is_busy: false }), [expose]);
  return (
    <Button
      ref={element}
      variant={variants[props.variant]}
      {...(props.variant === 'danger' ? { color: 'red' } : {})}
      size={props.size === 'small' ? 'xs' : 'sm'}
      fullWidth={props.is_full_width}
      disabled={props.disabled}
      loading={isBusy}
      leftSection={props.icon === undefined ? undefined : <Icon name={props.icon} />}
      style={{ flex: 'none' }}
      onClick={isEditing ? undefined : () => void press()}
    >
      {props.text}
    </Button>
  );
}
