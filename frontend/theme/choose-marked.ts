import type { KeyboardEvent } from 'react';

/**
 * Makes Enter choose the option that is marked in the list of a field: what people see is what they get. Mantine counts which one it is beside the
 * mark, and a moment after the list has opened it sets that number to the option that was chosen before, or to none: whoever has typed a word by then
 * sees the first match marked, and Enter would do nothing or keep what was there.
 */
export function chooseMarked(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  // The field names its list only while that is open.
  const list = document.getElementById(event.currentTarget.getAttribute('aria-controls') ?? '');
  const marked = list?.querySelector<HTMLElement>('[data-combobox-selected]');
  if (!marked) return;
  // Or Mantine would choose by its number as well, and a form would be sent.
  event.preventDefault();
  event.stopPropagation();
  marked.click();
}
