import { useCallback, useRef, useState, type KeyboardEvent } from 'react';
import { useShortcut } from './shortcuts.ts';

/** What keys do in a list. */
type RowKeyboard = {
  count: number;
  scrollTo: (index: number) => void;
  onOpen?: (index: number) => void;
  onToggle?: (index: number) => void;
  onMenu?: (index: number, element: HTMLElement) => void;
};

/**
 * One row of a list has the focus of the keyboard: j/k and the arrows move it, Enter opens, x selects. Rows are virtual, so
 * the focus is set once the row has been drawn.
 */
export function useRowKeyboard({ count, scrollTo, onOpen, onToggle, onMenu }: RowKeyboard): {
  current: number;
  setCurrent: (index: number) => void;
  attach: (index: number) => (element: HTMLElement | null) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Gives a row the focus, also one that is not drawn yet. */
  focusRow: (index: number) => void;
} {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);
  const elements = useRef(new Map<number, HTMLElement>());
  const attach = useCallback(
    (index: number) => (element: HTMLElement | null) => {
      if (element) elements.current.set(index, element);
      else elements.current.delete(index);
      if (element && wanted.current === index) {
        wanted.current = null;
        element.focus({ preventScroll: true });
      }
    },
    [],
  );
  const go = (index: number): void => {
    const next = Math.min(Math.max(index, 0), count - 1);
    if (next < 0) return;
    setCurrent(next);
    scrollTo(next);
    const element = elements.current.get(next);
    if (element) element.focus({ preventScroll: true });
    else wanted.current = next;
  };
  const hasFocus = (): boolean => [...elements.current.values()].some((element) => element.contains(document.activeElement));
  const step = (by: number): void => go(hasFocus() ? current + by : current);
  useShortcut('j', 'Next row', () => step(1), { group: 'Lists', isEnabled: count > 0 });
  useShortcut('k', 'Previous row', () => step(-1), { group: 'Lists', isEnabled: count > 0 });
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[role="row"]');
    if (row === null || event.target !== row) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(count - 1),
      Enter: () => onOpen?.(current),
      x: () => onToggle?.(current),
      ContextMenu: () => onMenu?.(current, row),
      F10: () => event.shiftKey && onMenu?.(current, row),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return { current: Math.min(current, Math.max(0, count - 1)), setCurrent, attach, onKeyDown, focusRow: go };
}
