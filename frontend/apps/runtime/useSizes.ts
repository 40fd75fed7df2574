import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefCallback, type RefObject } from 'react';

/** Width of an element in pixels, followed. Before it is drawn: that of a wide screen. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(1200);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const look = (): void => {
      if (current.clientWidth > 0) setWidth(current.clientWidth);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Heights of elements by a name, followed: `measure(name)` as their ref, the same at every drawing. One observer for all of them. */
export function useHeights(): { heights: ReadonlyMap<string, number>; measure: (name: string) => RefCallback<HTMLElement> } {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const elements = useRef(new Map<string, HTMLElement>());
  const observer = useRef<ResizeObserver | null>(null);
  const look = useCallback(() => {
    const next = new Map([...elements.current].map(([name, element]) => [name, element.offsetHeight]));
    setHeights((before) => (next.size === before.size && [...next].every(([name, height]) => before.get(name) === height) ? before : next));
  }, []);
  const references = useRef(new Map<string, RefCallback<HTMLElement>>());
  const measure = useCallback(
    (name: string): RefCallback<HTMLElement> => {
      const known = references.current.get(name);
      if (known) return known;
      const reference = (element: HTMLElement | null): void => {
        observer.current ??= new ResizeObserver(look);
        const before = elements.current.get(name);
        if (before) observer.current.unobserve(before);
        if (element) {
          elements.current.set(name, element);
          observer.current.observe(element);
        } else elements.current.delete(name);
      };
      references.current.set(name, reference);
      return reference;
    },
    [look],
  );
  useLayoutEffect(look);
  useEffect(() => () => observer.current?.disconnect(), []);
  return { heights, measure };
}
