import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** A key combination of the page: what the `?` help shows and what the one listener acts on. */
export type Shortcut = {
  /** `mod+k`, `?`, `j`, or a sequence: `g h`. `mod` is Command on a Mac and Control elsewhere. */
  keys: string;
  /** What it does, as a verb: "Filter the list". */
  label: string;
  /** Heading in the help; pages leave it out and stand under "This page". */
  group?: string;
  perform: (event: KeyboardEvent) => void;
};

type Entry = { id: number; shortcut: { current: Shortcut } };

type ShortcutStore = { entries: Entry[]; add: (entry: Entry) => void; remove: (id: number) => void };

/** Every shortcut that works now, the newest last; the newest wins. */
export const useShortcutStore = create<ShortcutStore>((set) => ({
  entries: [],
  add: (entry) => set((state) => ({ entries: [...state.entries, entry] })),
  remove: (id) => set((state) => ({ entries: state.entries.filter((entry) => entry.id !== id) })),
}));

let nextId = 1;

/** Makes a shortcut work while the component is on the page. */
export function useShortcut(keys: string, label: string, perform: (event: KeyboardEvent) => void, options: { group?: string; isEnabled?: boolean } = {}): void {
  const { group, isEnabled = true } = options;
  const shortcut = useRef<Shortcut>({ keys, label, group, perform });
  shortcut.current = { keys, label, group, perform };
  useEffect(() => {
    if (!isEnabled) return undefined;
    nextId += 1;
    const id = nextId;
    useShortcutStore.getState().add({ id, shortcut });
    return () => useShortcutStore.getState().remove(id);
  }, [keys, isEnabled]);
}

/** Whether this is a Mac, where the main modifier is Command. */
export const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key press in the spelling of {@link Shortcut.keys}; null for a bare modifier. */
export function nameOfPress(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>, mac: boolean): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift'].includes(event.key)) return null;
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (mac && event.ctrlKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  // A printed character already contains its Shift: "?" is "?", not "shift+/".
  if (event.shiftKey && (key.length > 1 || (parts.length > 0 && /[a-z]/.test(key)))) parts.push('shift');
  parts.push(key);
  return parts.join('+');
}

const words: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Del',
  tab: 'Tab',
};

/** The words of a combination on this machine: `mod+k` is `⌘ K` on a Mac and `Ctrl K` elsewhere. */
export function wordsOfKeys(keys: string, mac = isMac()): string[][] {
  const modifiers: Readonly<Record<string, string>> = mac
    ? { mod: '⌘', alt: '⌥', shift: '⇧', ctrl: '⌃' }
    : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', ctrl: 'Ctrl' };
  return keys.split(' ').map((press) => press.split(/\+(?=.)/).map((key) => modifiers[key] ?? words[key] ?? (key.length === 1 ? key.toUpperCase() : key)));
}

const sequenceMs = 1000;

/** Whether a press belongs to the field that has the focus, and not to the page. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return (
    target !== null &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
    !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))
  );
}

const openDialog = (): Element | null => document.querySelector('[role="dialog"][aria-modal="true"]');

/** Whether a press would open or confirm a list of choices: such a field takes every Enter for itself, also one with a modifier. */
const isChoosing = (event: KeyboardEvent): boolean => event.target instanceof HTMLInputElement && event.target.getAttribute('aria-haspopup') === 'listbox';

/** Starts the one listener for all shortcuts; gives back how to stop it. */
export function startShortcuts(): () => void {
  let pending = '';
  let pendingTimer: ReturnType<typeof setTimeout> | undefined;
  const listener = (event: KeyboardEvent): void => {
    const press = nameOfPress(event, isMac());
    if (press === null || event.defaultPrevented) return;
    const hasModifier = press.startsWith('mod+') || press.startsWith('alt+');
    const dialog = openDialog();
    if (!hasModifier && (isTyping(event) || dialog !== null)) return;
    const form = press === 'mod+enter' ? dialog?.querySelector('form') : null;
    if (form) {
      // The page behind a dialog must not run while the dialog asks; its own form is what is meant.
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const wanted = pending === '' ? [press] : [`${pending} ${press}`, press];
    const entries = useShortcutStore.getState().entries.map((entry) => entry.shortcut.current);
    const found = wanted.map((keys) => entries.findLast((shortcut) => shortcut.keys === keys)).find((shortcut) => shortcut !== undefined);
    clearTimeout(pendingTimer);
    pending = '';
    if (found) {
      event.preventDefault();
      found.perform(event);
    } else if (entries.some((shortcut) => shortcut.keys.startsWith(`${press} `))) {
      pending = press;
      pendingTimer = setTimeout(() => (pending = ''), sequenceMs);
    }
  };
  const ahead = (event: KeyboardEvent): void => {
    if (!isChoosing(event) || nameOfPress(event, isMac()) !== 'mod+enter') return;
    listener(event);
    if (event.defaultPrevented) event.stopPropagation();
  };
  document.addEventListener('keydown', ahead, true);
  document.addEventListener('keydown', listener);
  return () => {
    document.removeEventListener('keydown', ahead, true);
    document.removeEventListener('keydown', listener);
  };
}
