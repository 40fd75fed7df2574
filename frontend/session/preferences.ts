import { create } from 'zustand';
import { updateMe } from './session.api.ts';

/** What the interface remembers for a person: on the server, with a copy here so that the first paint is right already. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  isRailCollapsed: boolean;
  /** Sizes of resizable panes, by the name of the pane. */
  panes: Record<string, number>;
  /** The workspace that was open last. */
  workspace: string | null;
};

const storageKey = 'millrace.preferences';
const saveDelayMs = 800;

const defaults: Preferences = { theme: 'system', density: 'comfortable', isRailCollapsed: false, panes: {}, workspace: null };

/** Takes what is usable out of a stored value; anything else falls back to the default. */
export function readPreferences(stored: unknown): Preferences {
  if (typeof stored !== 'object' || stored === null) return defaults;
  const { theme, density, isRailCollapsed, panes, workspace } = stored as Record<string, unknown>;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    density: density === 'compact' ? 'compact' : 'comfortable',
    isRailCollapsed: isRailCollapsed === true,
    panes: readPanes(panes),
    workspace: typeof workspace === 'string' ? workspace : null,
  };
}

function readPanes(stored: unknown): Record<string, number> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1])));
}

function loadLocal(): Preferences {
  try {
    return readPreferences(JSON.parse(localStorage.getItem(storageKey) ?? 'null'));
  } catch {
    return defaults;
  }
}

function saveLocal(preferences: Preferences): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(preferences));
  } catch {
    // A browser without storage only loses the memory of this device.
  }
}

type PreferencesStore = {
  preferences: Preferences;
  isSignedIn: boolean;
  change: (part: Partial<Preferences>) => void;
  adopt: (fromServer: unknown) => void;
  leave: () => void;
};

let saveTimer: ReturnType<typeof setTimeout> | undefined;

// Of the tab, so that a page that is loaded again before its change was sent knows that its own copy is the newer one.
const unsavedKey = 'millrace.preferences.unsaved';

function markUnsaved(isUnsaved: boolean): void {
  try {
    if (isUnsaved) sessionStorage.setItem(unsavedKey, '1');
    else sessionStorage.removeItem(unsavedKey);
  } catch {
    // Without storage a change that was not sent before the page was loaded again is lost.
  }
}

function hasUnsaved(): boolean {
  try {
    return sessionStorage.getItem(unsavedKey) !== null;
  } catch {
    return false;
  }
}

function saveLater(preferences: Preferences): void {
  clearTimeout(saveTimer);
  markUnsaved(true);
  // A lost save costs nothing: the copy on this device holds, and the next change sends everything again.
  saveTimer = setTimeout(
    () =>
      void updateMe({ preferences })
        .then(() => usePreferences.getState().preferences === preferences && markUnsaved(false))
        .catch(() => undefined),
    saveDelayMs,
  );
}

/** The preferences of the person, or of this device before anybody signed in. */
export const usePreferences = create<PreferencesStore>((set, get) => ({
  preferences: loadLocal(),
  isSignedIn: false,
  change: (part) => {
    const preferences = { ...get().preferences, ...part };
    set({ preferences });
    saveLocal(preferences);
    if (get().isSignedIn) saveLater(preferences);
  },
  adopt: (fromServer) => {
    const isEmpty = typeof fromServer !== 'object' || fromServer === null || Object.keys(fromServer).length === 0;
    const isNewerHere = hasUnsaved();
    const preferences = isEmpty || isNewerHere ? get().preferences : readPreferences(fromServer);
    set({ preferences, isSignedIn: true });
    saveLocal(preferences);
    if (isNewerHere) saveLater(preferences);
  },
  leave: () => {
    clearTimeout(saveTimer);
    markUnsaved(false);
    set({ isSignedIn: false });
  },
}));

/** The remembered size of a pane, and how to change it. */
export function usePaneSize(name: string, initial: number): [number, (size: number) => void] {
  const size = usePreferences((store) => store.preferences.panes[name] ?? initial);
  const { change } = usePreferences.getState();
  return [size, (next) => change({ panes: { ...usePreferences.getState().preferences.panes, [name]: next } })];
}
