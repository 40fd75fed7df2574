import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { rangeOf } from './range.ts';

/** A cell by its line and column; line -1 is the head. */
export type CellPlace = { readonly line: number; readonly column: number };

type Size = { lines: number; columns: number; pageLines: number };
type Calls = {
  /** Brings a line into view before it takes the focus. */
  reveal(line: number): void;
  onEnter(place: CellPlace, event: KeyboardEvent): void;
  onEdit(place: CellPlace, typed: string | null): void;
  onSpace(place: CellPlace): void;
  onSelectAll(): void;
  onCopy(place: CellPlace): void;
  /** Empties the cells that are marked. */
  onClear(place: CellPlace): void;
  onHeadKey(place: CellPlace, event: KeyboardEvent): boolean;
};

const moves: Readonly<Record<string, (place: CellPlace, size: Size, isFar: boolean) => CellPlace>> = {
  ArrowUp: ({ line, column }, _size, isFar) => ({ line: isFar ? 0 : line - 1, column }),
  ArrowDown: ({ line, column }, { lines }, isFar) => ({ line: isFar ? lines - 1 : line + 1, column }),
  Home: ({ line }, _size, isFar) => ({ line: isFar ? 0 : line, column: 0 }),
  End: ({ line }, { lines, columns }, isFar) => ({ line: isFar ? lines - 1 : line, column: columns - 1 }),
  PageUp: ({ line, column }, { pageLines }) => ({ line: Math.max(0, line - pageLines), column }),
  PageDown: ({ line, column }, { pageLines }) => ({ line: line + pageLines, column }),
};

const clamp = ({ line, column }: CellPlace, { lines, columns }: Size): CellPlace => ({
  line: Math.max(-1, Math.min(lines - 1, line)),
  column: Math.max(0, Math.min(columns - 1, column)),
});

/** Where a key leads in a grid: arrows, Home and End, pages; `null` for any other key. Left and right follow the direction of writing. */
export function placeAfter(key: string, place: CellPlace, size: Size, { isFar, isRightToLeft }: { isFar: boolean; isRightToLeft: boolean }): CellPlace | null {
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const step = (key === 'ArrowRight') === isRightToLeft ? -1 : 1;
    return clamp({ line: place.line, column: isFar ? (step > 0 ? size.columns - 1 : 0) : place.column + step }, size);
  }
  const move = moves[key];
  return move ? clamp(move(place, size, isFar), size) : null;
}

/** What a key does in a cell; a character begins to edit it. */
function commandOf(event: KeyboardEvent, place: CellPlace, calls: Calls): (() => void) | null {
  const { key } = event;
  if (key === 'Enter') return () => calls.onEnter(place, event);
  if (key === 'F2') return () => calls.onEdit(place, null);
  if (key === ' ') return () => calls.onSpace(place);
  if (key === 'Delete') return () => calls.onClear(place);
  return key.length === 1 ? () => calls.onEdit(place, key) : null;
}

/** The cell that an event happened in. */
function placeOf(target: EventTarget): CellPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] : undefined;
  const [line, column] = cell?.split(':').map(Number) ?? [];
  return line === undefined || column === undefined || line < 0 ? null : { line, column };
}

/** One cell of the grid has the focus, and arrows move it: the whole grid is one stop of the Tab key. */
export function useGrid(size: Size, calls: Calls) {
  const [active, show] = useState<CellPlace>({ line: -1, column: 0 });
  const [anchor, setAnchor] = useState<CellPlace | null>(null);
  const pressed = useRef<CellPlace | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const place = clamp(active, size);
  const move = useCallback(
    (next: CellPlace): void => {
      isMoving.current = true;
      if (next.line >= 0) calls.reveal(next.line);
      setAnchor(null);
      show(next);
    },
    [calls],
  );
  const setActive = useCallback((next: CellPlace): void => {
    setAnchor(null);
    show(next);
  }, []);
  /** Moves on and keeps where the block of cells began. */
  const extend = (from: CellPlace, next: CellPlace): void => {
    if (from.line < 0 || next.line < 0) return;
    move(next);
    setAnchor(from);
  };
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    element.current?.querySelector<HTMLElement>(`[data-cell="${place.line}:${place.column}"]`)?.focus();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const target = event.target as HTMLElement;
    const isInside = target.dataset['cell'] === undefined;
    // Escape leads from a button in a cell back to the cell; all other keys are the button's own.
    if (isInside) {
      if (key === 'Escape' && target.closest('[data-cell]')) target.closest<HTMLElement>('[data-cell]')?.focus();
      return;
    }
    if (place.line === -1 && calls.onHeadKey(place, event)) return event.preventDefault();
    const isCommand = ctrlKey || metaKey;
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const moved = altKey ? null : placeAfter(key, place, size, { isFar: isCommand, isRightToLeft });
    if (moved && shiftKey) {
      event.preventDefault();
      return extend(anchor ?? place, { line: Math.max(0, moved.line), column: moved.column });
    }
    if (key === 'Escape' && anchor) return setAnchor(null);
    const next = shiftKey ? null : moved;
    if (next) {
      event.preventDefault();
      return move(next);
    }
    if (isCommand && key.toLowerCase() === 'c') return calls.onCopy(place);
    const command = isCommand && key.toLowerCase() === 'a' ? () => calls.onSelectAll() : isCommand || altKey ? null : commandOf(event, place, calls);
    if (!command) return;
    event.preventDefault();
    command();
  };
  /** Drawing over cells with the mouse marks them. */
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    pressed.current = event.button === 0 && event.pointerType === 'mouse' ? placeOf(event.target) : null;
  };
  const onPointerOver = (event: PointerEvent<HTMLElement>): void => {
    const from = pressed.current;
    if (!from || (event.buttons & 1) === 0) return;
    const over = placeOf(event.target);
    if (!over || (over.line === from.line && over.column === from.column && !anchor)) return;
    globalThis.getSelection?.()?.removeAllRanges();
    extend(from, over);
  };
  return { element, active: place, range: rangeOf(anchor, place), move, setActive, onKeyDown, onPointerDown, onPointerOver };
}
