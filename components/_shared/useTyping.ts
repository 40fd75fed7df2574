import { useEffect, useRef, useState } from 'react';

type Typing = {
  /** The text as the control shows it. */
  readonly text: string;
  type(text: string): void;
  /** Tells at once what was typed and not told yet. */
  settle(): Promise<void>;
};

/** Tells others of typed text after a pause, so that a search does not run at every key; without a pause at once, in the same turn as the key. */
export function useTyping(value: string, debounceMs: number, change: (value: string) => Promise<void>): Typing {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(change);
  newest.current = change;
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (text: string): Promise<void> => {
    clearTimeout(timer.current);
    setTyped(null);
    return newest.current(text);
  };
  return {
    text: typed ?? value,
    type: (text) => {
      if (debounceMs === 0) return void tell(text);
      clearTimeout(timer.current);
      setTyped(text);
      timer.current = setTimeout(() => void tell(text), debounceMs);
    },
    settle: () => (typed === null ? Promise.resolve() : tell(typed)),
  };
}
