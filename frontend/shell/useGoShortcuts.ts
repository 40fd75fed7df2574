import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { useShortcutStore } from '../ui/shortcuts.ts';
import { navigationFor } from './navigation.ts';

/** `g` and a letter goes to a page of the rail. */
export function useGoShortcuts(workspace: CurrentWorkspace | null): void {
  const navigate = useNavigate();
  const { id, canBuild = false, isAdmin = false } = workspace ?? {};
  useEffect(() => {
    if (id === undefined) return undefined;
    const items = navigationFor({ canBuild, isAdmin }).flatMap((section) => section.items);
    const { add, remove } = useShortcutStore.getState();
    const entries = items.map((item, index) => ({
      id: -1 - index,
      shortcut: { current: { keys: `g ${item.key}`, label: `Go to ${item.label}`, group: 'Go to', perform: () => void navigate({ to: item.to, params: { workspace: id } }) } },
    }));
    entries.forEach(add);
    return () => entries.forEach((entry) => remove(entry.id));
  }, [id, canBuild, isAdmin, navigate]);
}
