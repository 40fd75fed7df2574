import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeptView } from '../view.ts';
import { noLayout } from './columns.ts';
import { isSameLook, keptValue, lookOf, type TableLook } from './kept-view.ts';
import type { Table } from './useTable.ts';

const plain: TableLook = { layout: noLayout, sort: [], conditions: [], search: '' };

/** The views of a table that a person keeps. The one that they chose opens with the table, unless they did something to it before. */
export function useViews({ view, layout, conditions, sort, setLook }: Table) {
  const { host, id, state } = view;
  const [views, setViews] = useState<readonly KeptView[]>([]);
  const [current, setCurrent] = useState<string | null>(null);
  const look: TableLook = { layout, sort, conditions, search: state.search };
  const newest = useRef({ look, setLook });
  newest.current = { look, setLook };
  const kept = host.views;
  const load = useCallback(async (): Promise<readonly KeptView[]> => {
    const found = (await kept?.list(id)) ?? [];
    setViews(found);
    return found;
  }, [kept, id]);
  useEffect(() => {
    let isGone = false;
    void load().then(
      (found) => {
        const first = found.find((one) => one.is_default);
        if (isGone || !first || !isSameLook(newest.current.look, plain)) return;
        newest.current.setLook(lookOf(first.value));
        setCurrent(first.name);
      },
      // A table without its views is still a table.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [load]);
  const chosen = views.find(({ name }) => name === current);
  return {
    isThere: kept !== undefined,
    views,
    current,
    isChanged: chosen !== undefined && !isSameLook(lookOf(chosen.value), look),
    open: (name: string | null): void => {
      setLook(name === null ? plain : lookOf(views.find((one) => one.name === name)?.value));
      setCurrent(name);
    },
    save: async (name: string, isDefault: boolean): Promise<void> => {
      await kept?.put(id, { name, value: keptValue(look), is_default: isDefault });
      await load();
      setCurrent(name);
    },
    /** Another view opens with the table, or none. */
    setDefault: async (name: string, isDefault: boolean): Promise<void> => {
      const one = views.find((candidate) => candidate.name === name);
      if (one) await kept?.put(id, { ...one, is_default: isDefault });
      await load();
    },
    remove: async (name: string): Promise<void> => {
      await kept?.remove(id, name);
      if (current === name) setCurrent(null);
      await load();
    },
  };
}

/** {@link useViews}. */
export type Views = ReturnType<typeof useViews>;
