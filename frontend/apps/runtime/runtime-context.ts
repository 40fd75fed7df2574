import { createContext, use, type ReactNode } from 'react';
import type { AppNode, Slot } from '../../../backend/apps/app.contract.ts';
import type { ParentPlace } from '../../../backend/apps/core/tree.ts';
import type { ScopeNames, ViewHost } from '../../../components/view.ts';
import type { PageRuntime } from './page-runtime.ts';

/** What the builder draws around components and slots; a viewer has none of it. */
export type EditFrames = {
  node(node: AppNode, content: ReactNode, isHidden: boolean): ReactNode;
  slot(place: ParentPlace, slot: Slot, content: ReactNode): ReactNode;
  /** Whether the empty places of a component are shown now, because something may be put there. A hook. */
  useShowsEmpty(id: string): boolean;
};

/** What everything that is drawn on a page reaches. */
export type RuntimeContext = {
  readonly runtime: PageRuntime;
  readonly host: ViewHost;
  readonly isEditing: boolean;
  readonly frames: EditFrames | null;
  /** Draws what is in a slot. Handed down, because slots draw components and components draw slots. */
  readonly drawSlot: (slot: Slot, place: ParentPlace) => ReactNode;
};

const Context = createContext<RuntimeContext | null>(null);
export const RuntimeProvider = Context.Provider;

/** The page around what is drawn. */
export function useRuntime(): RuntimeContext {
  const found = use(Context);
  if (!found) throw new Error('A component of an app is drawn outside of a page');
  return found;
}

/** Names of the list or row around, and the key of its item. */
export type PlaceContext = { readonly names: ScopeNames; readonly key: string };
const Place = createContext<PlaceContext>({ names: {}, key: '' });
export const PlaceProvider = Place.Provider;
export const usePlace = (): PlaceContext => use(Place);
