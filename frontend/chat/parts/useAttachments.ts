import { useCallback, useRef, useState } from 'react';
import { messageOf } from '../../ui/ErrorNotice.tsx';

/** A file on its way: `file` is there when it has arrived. */
export type Uploading<Stored = unknown> = { id: number; name: string; size: number; percent: number; file: Stored | null; problem: string | null };

/** Files that go with the next message. */
export type Attachments<Stored = unknown> = {
  items: readonly Uploading<Stored>[];
  isBusy: boolean;
  add: (files: Iterable<File>) => void;
  remove: (id: number) => void;
  /** What arrived; the list is empty after it. */
  take: () => Stored[];
};

const mostFiles = 10;
let count = 0;

/** Puts a file where it is kept. */
export type KeepFile<Stored> = (file: File, onProgress: (percent: number) => void, signal: AbortSignal) => Promise<Stored>;

/** Puts files into the object store while the message is still written. */
export function useAttachments<Stored>(keep: KeepFile<Stored>): Attachments<Stored> {
  const [items, setItems] = useState<readonly Uploading<Stored>[]>([]);
  const stops = useRef(new Map<number, AbortController>());
  const change = useCallback(
    (id: number, part: Partial<Uploading<Stored>>) => setItems((before) => before.map((item) => (item.id === id ? { ...item, ...part } : item))),
    [],
  );
  const upload = async (id: number, file: File): Promise<void> => {
    const stop = new AbortController();
    stops.current.set(id, stop);
    try {
      const stored = await keep(file, (percent) => change(id, { percent }), stop.signal);
      change(id, { file: stored, percent: 100 });
    } catch (error) {
      if (!stop.signal.aborted) change(id, { problem: messageOf(error) });
    } finally {
      stops.current.delete(id);
    }
  };
  const add = (files: Iterable<File>): void => {
    for (const file of [...files].slice(0, mostFiles - items.length)) {
      count += 1;
      const id = count;
      setItems((before) => [...before, { id, name: file.name, size: file.size, percent: 0, file: null, problem: null }]);
      void upload(id, file);
    }
  };
  return {
    items,
    isBusy: items.some((item) => item.file === null && item.problem === null),
    add,
    remove: (id) => {
      stops.current.get(id)?.abort();
      setItems((before) => before.filter((item) => item.id !== id));
    },
    take: () => {
      setItems([]);
      return items.flatMap((item) => item.file ?? []);
    },
  };
}
