/** Id of the part of the shell that holds the page. */
export const pageId = 'page';

/** Whether nothing has the focus that a person gave it: then a page may put it where the work goes on. */
export function isFocusFree(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.id === pageId;
}
