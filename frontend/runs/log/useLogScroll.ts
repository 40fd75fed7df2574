import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { LogModel } from './log-model.ts';
import { shownLineCount } from './log-model.ts';
import { LogRows } from './log-rows.ts';

/** Height of a row; the style sheet says the same (`--line-code`). */
export const rowHeightPx = 20;
const overscanRows = 20;
const bottomTolerancePx = 8;

/** Which lines are drawn, and where. */
export type LogWindow = { first: number; last: number; offsetPx: number; heightPx: number };

/** What a log that scrolls gives to its view. */
export type LogScroll = {
  scroller: RefObject<HTMLDivElement | null>;
  window: LogWindow;
  isFollowing: boolean;
  setFollowing: (isFollowing: boolean) => void;
  showLine: (line: number) => void;
  topLine: () => number;
};

/** Cells that fit beside the line numbers, by measuring one; null when lines do not wrap. */
function measureColumns(element: HTMLDivElement, gutterPx: number): number {
  const probe = document.createElement('span');
  probe.textContent = '0'.repeat(100);
  probe.style.position = 'absolute';
  probe.style.visibility = 'hidden';
  element.append(probe);
  const cellPx = probe.getBoundingClientRect().width / 100;
  probe.remove();
  return cellPx > 0 ? Math.max(20, Math.floor((element.clientWidth - gutterPx) / cellPx)) : 80;
}

const handMs = 600;
const handEvents = ['wheel', 'touchstart', 'touchmove', 'keydown', 'pointerdown', 'pointermove'] as const;

/**
 * Whether a person scrolls an element right now. A log that is rewrapped or grows between two drawings moves by itself, also
 * upwards, which must not be taken for the wish to stay there. The listeners go with the element.
 */
function watchHand(element: HTMLElement): () => boolean {
  let lastMs = -Infinity;
  const note = (event: Event): void => {
    if (event.type !== 'pointermove' || (event as PointerEvent).buttons > 0) lastMs = performance.now();
  };
  for (const type of handEvents) element.addEventListener(type, note, { passive: true });
  return () => performance.now() - lastMs < handMs;
}

/**
 * Draws only the lines in view of a log of any length, and keeps to its end while it is followed. Scrolling up stops
 * following, scrolling to the end begins it again.
 */
export function useLogScroll(log: LogModel, version: number, isWrapped: boolean, gutterPx: number, followAtFirst: boolean): LogScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const [rows] = useState(() => new LogRows());
  const [view, setView] = useState({ top: 0, height: 400, columns: null as number | null });
  const [isFollowing, setFollowing] = useState(followAtFirst);
  const count = shownLineCount(log.lines);
  rows.update(log.lines, count, isWrapped ? view.columns : null);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const columns = measureColumns(element, gutterPx);
    setView((previous) =>
      previous.top === element.scrollTop && previous.height === element.clientHeight && previous.columns === columns
        ? previous
        : { top: element.scrollTop, height: element.clientHeight, columns },
    );
  }, [gutterPx]);

  useLayoutEffect(measure, [measure]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let lastTop = element.scrollTop;
    const isByHand = watchHand(element);
    const onScroll = (): void => {
      const isUp = element.scrollTop < lastTop;
      lastTop = element.scrollTop;
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < bottomTolerancePx;
      if (isAtEnd) setFollowing(true);
      else if (isUp && isByHand()) setFollowing(false);
      setView((previous) => ({ ...previous, top: element.scrollTop, height: element.clientHeight }));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && isFollowing) element.scrollTop = element.scrollHeight;
  }, [version, isFollowing, view.columns, view.height, isWrapped]);

  const firstRow = Math.max(0, Math.floor(view.top / rowHeightPx) - overscanRows);
  const lastRow = Math.ceil((view.top + view.height) / rowHeightPx) + overscanRows;
  const first = rows.lineAt(firstRow);
  const last = count === 0 ? -1 : rows.lineAt(Math.min(lastRow, Math.max(0, rows.total - 1)));
  const showLine = (line: number): void => {
    const element = scroller.current;
    if (!element) return;
    const top = rows.startOf(line) * rowHeightPx;
    if (top >= element.scrollTop && top <= element.scrollTop + element.clientHeight - 3 * rowHeightPx) return;
    setFollowing(false);
    element.scrollTop = Math.max(0, top - element.clientHeight / 3);
  };
  return {
    scroller,
    isFollowing,
    setFollowing,
    showLine,
    window: { first, last, offsetPx: rows.startOf(first) * rowHeightPx, heightPx: rows.total * rowHeightPx },
    topLine: () => rows.lineAt(Math.floor((scroller.current?.scrollTop ?? 0) / rowHeightPx)),
  };
}
