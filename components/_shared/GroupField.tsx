import { Input } from '@mantine/core';
import { useId, type FocusEvent, type ReactNode, type RefObject } from 'react';
import { wrapperLooks, type InputLooksProps } from './input-looks.ts';

type Props = {
  props: InputLooksProps;
  error: string | undefined;
  role?: 'group' | 'radiogroup' | undefined;
  element?: RefObject<HTMLDivElement | null>;
  onBlur(): void;
  children: ReactNode;
};

/** Label, help and error around what is made of several controls. It is left when the focus goes out of it, not from one of them to the next. */
export function GroupField({ props, error, role = 'group', element, onBlur, children }: Props): ReactNode {
  const id = useId();
  const hasLabel = props.label !== '' && props.label_position !== 'hidden';
  const name = hasLabel ? { 'aria-labelledby': `${id}-label` } : { 'aria-label': props.label === '' ? undefined : props.label };
  const leave = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) onBlur();
  };
  return (
    <Input.Wrapper id={id} labelElement="div" {...wrapperLooks(props, error)}>
      <div ref={element} role={role} {...name} aria-describedby={error === undefined ? undefined : `${id}-error`} onBlur={leave}>
        {children}
      </div>
    </Input.Wrapper>
  );
}

/** Puts the focus on the first control that can have it. */
export function focusFirst(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>('input:not(:disabled), [tabindex="0"], button:not(:disabled)')?.focus();
}
