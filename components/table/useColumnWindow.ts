import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';
import { columnsInView, mostDrawn } from './column-window.ts';
import type { GridColumn } from './grid-columns.ts';

type InView = { readonly first: number; readonly last: number };

/** Which columns of a table that scrolls sideways are in view, followed; `null` where all are drawn, since there are few, or room for all of them. */
export function useColumnWindow(scroller: RefObject<HTMLElement | null>, columns: readonly GridColumn[], minWidth: number): InView | null {
  const isMany = columns.length > mostDrawn;
  // Before the width is known as much as a wide screen shows: a table of hundreds of columns must not be drawn whole for the first look.
  const [inView, setInView] = useState<InView | null>(() => (isMany ? columnsInView(columns, 0, 1_600) : null));
  const look = useCallback((): void => {
    const { current } = scroller;
    if (!current) return;
    const hasRoom = current.clientWidth >= minWidth;
    // Where writing goes from right to left, scrolling counts down from 0.
    const next = !isMany || hasRoom ? null : columnsInView(columns, Math.abs(current.scrollLeft), current.clientWidth);
    setInView((before) => (before?.first === next?.first && before?.last === next?.last ? before : next));
  }, [scroller, columns, minWidth, isMany]);
  useLayoutEffect(() => {
    const { current } = scroller;
    if (!current) return undefined;
    look();
    if (!isMany) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener('scroll', look);
    };
  }, [scroller, look, isMany]);
  return inView;
}
