import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

const controls = 'input:not([type="hidden"]), textarea, [contenteditable="true"]';

type Props = { value: string; placeholder: string; onChange: (value: string) => void };

/** Narrows what stands beside the canvas to what is searched for; Enter goes to the first of it. */
export function FindField({ value, placeholder, onChange }: Props): ReactNode {
  return (
    <TextInput
      size="xs"
      aria-label="Find a field"
      placeholder={placeholder}
      data-find
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // Or the same press would also press the button that has the focus by then.
        event.preventDefault();
        focusFirstFound(event.currentTarget);
      }}
    />
  );
}

function focusFirstFound(search: HTMLElement): void {
  const found = search.closest('section')?.querySelector<HTMLElement>('[data-found]');
  if (found) focusControl(found);
}

/** The same for a control that is drawn within the next moments, such as an editor that is loaded when it is first needed. */
export function focusControlSoon(field: () => HTMLElement | null, selector = controls, framesLeft = 60): void {
  requestAnimationFrame(() => {
    const control = field()?.querySelector<HTMLElement>(selector);
    if (control) control.focus();
    else if (framesLeft > 0) focusControlSoon(field, selector, framesLeft - 1);
  });
}

/** The control of a field rather than the buttons of its head. */
export function focusControl(field: HTMLElement): void {
  const control = field.querySelector<HTMLElement>(controls);
  (control ?? field.querySelector<HTMLElement>('button'))?.focus();
}
