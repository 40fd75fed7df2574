import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

const nearEndPx = 80;

/** Keeps the end of what grows in sight, unless a person scrolled away from it to read. */
export function useStickToEnd(grows: unknown): { ref: RefObject<HTMLDivElement | null>; onScroll: () => void; isAway: boolean; goToEnd: () => void } {
  const ref = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const [isAway, setAway] = useState(false);
  const onScroll = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    isStuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
    setAway(!isStuck.current);
  }, []);
  const goToEnd = useCallback(() => {
    isStuck.current = true;
    setAway(false);
    const box = ref.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);
  useEffect(() => {
    if (isStuck.current) goToEnd();
  }, [grows, goToEnd]);
  useEffect(() => {
    // Markdown and results are drawn a moment later than the message that they are in.
    const inner = ref.current?.firstElementChild;
    if (!inner) return undefined;
    const observer = new ResizeObserver(() => isStuck.current && goToEnd());
    observer.observe(inner);
    return () => observer.disconnect();
  }, [goToEnd]);
  return { ref, onScroll, isAway, goToEnd };
}
