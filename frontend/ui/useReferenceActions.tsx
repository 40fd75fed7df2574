import { IconCopy, IconPencil } from '@tabler/icons-react';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from './ActionMenu.tsx';
import { useCopy } from './CopyButton.tsx';

/** A thing that arguments refer to, with what the person may do with it. */
type Referable = { path: string; my_level: string | null };

/** The menu of a thing that arguments refer to as `$res:<path>` or `$var:<path>`: open, copy its path, copy the reference. `more` comes after the first. */
export function useReferenceActions(prefix: '$res:' | '$var:', show: (path: string) => void): (row: Referable, more?: readonly Action[]) => Action[] {
  const { canBuild } = useWorkspace();
  const { copy } = useCopy();
  return (row, more = []) => [
    { id: 'open', label: canBuild && row.my_level !== 'read' ? 'Edit' : 'Open', icon: <IconPencil />, perform: () => show(row.path) },
    ...more,
    { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(row.path) },
    { id: 'reference', label: `Copy ${prefix}${row.path}`, icon: <IconCopy />, perform: () => copy(`${prefix}${row.path}`) },
  ];
}
