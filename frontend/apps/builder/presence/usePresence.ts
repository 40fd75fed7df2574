import { createContext, use, useCallback, useEffect, useRef, useState } from 'react';
import type { StoreApi } from 'zustand';
import type { AppPresence } from '../../../../backend/jobs/live.contract.ts';
import { sayWhere } from '../../../api/live.ts';
import type { Editor } from '../editor-store.ts';
import { heard, isNew, sayAgainMs, stillHere, type Present } from './people.ts';

const People = createContext<readonly Present[]>([]);
export const PeopleProvider = People;

/** The other windows in which the app is edited. */
export const usePeople = (): readonly Present[] => use(People);

/** A drag over many components is told at its end, not at each of them. */
const settlesMs = 120;
const mostSelected = 50;

/** Who else edits the app. `hear` takes what came in its room, `say` tells where one is: after joining, and by itself whenever it changes. */
export function usePresence(store: StoreApi<Editor>): { people: readonly Present[]; hear: (presence: AppPresence) => void; say: () => void } {
  const [people, setPeople] = useState<readonly Present[]>([]);
  const known = useRef(people);
  known.current = people;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const { workspace, path, page, selection } = store.getState();
      sayWhere(workspace, `app:${path}`, { page, selection: selection.kind === 'components' ? selection.ids.slice(0, mostSelected) : [] });
    }, settlesMs);
  }, [store]);
  const hear = useCallback(
    (presence: AppPresence) => {
      if (isNew(known.current, presence)) say();
      setPeople((before) => heard(before, presence, Date.now()));
    },
    [say],
  );
  useEffect(() => {
    const stop = store.subscribe((next, before) => {
      if (next.selection !== before.selection || next.page !== before.page) say();
    });
    const again = setInterval(() => {
      say();
      setPeople((before) => stillHere(before, Date.now()));
    }, sayAgainMs);
    return () => {
      stop();
      clearInterval(again);
      clearTimeout(timer.current);
    };
  }, [store, say]);
  return { people, hear, say };
}
