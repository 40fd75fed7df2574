/** The rows that were opened last, by the entry of the history that their list was in. */
const opened = new Map<string, string>();
const mostRemembered = 100;

/** The key that the router gives to an entry of the history; the same again when one comes back to it. */
const entryOf = (list: string): string => `${(window.history.state as { __TSR_key?: string } | null)?.__TSR_key ?? ''} ${list}`;

/** Remembers which row is about to be opened. */
export function rememberOpened(list: string, rowKey: string): void {
  const entry = entryOf(list);
  opened.delete(entry);
  opened.set(entry, rowKey);
  if (opened.size > mostRemembered) opened.delete(opened.keys().next().value as string);
}

/** The row that was opened from this entry of the history: where to go on after "back". */
export const lastOpened = (list: string): string | null => opened.get(entryOf(list)) ?? null;
