import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { FolderTree } from './FolderTree.tsx';
import classes from './ListWithFolders.module.css';
import { Splitter } from './Splitter.tsx';
import { useUrlState } from './useUrlState.ts';

/** Below this width the folders are a filter like the others. */
export const roomForFolders = '(min-width: 900px)';

/** Whether the folders stand beside the list. */
export const useHasFolders = (): boolean => useMediaQuery(roomForFolders, true, { getInitialValueInEffect: false }) === true;

/** A list with the folders at its left: the choice lives in the address under `folder`, the width is remembered. */
export function ListWithFolders({
  name,
  paths,
  allLabel,
  children,
}: {
  name: string;
  paths: readonly string[];
  allLabel: string;
  children: ReactNode;
}): ReactNode {
  const hasFolders = useHasFolders();
  const [state, change] = useUrlState();
  const list = <div className={classes.list}>{children}</div>;
  if (!hasFolders) return list;
  return (
    <div className={classes.frame}>
      <Splitter
        name={`folders-${name}`}
        label="Resize the folders"
        initial={17}
        minimum={11}
        maximum={40}
        first={<FolderTree value={state['folder'] ?? ''} onChange={(folder) => change({ folder: folder || undefined })} paths={paths} allLabel={allLabel} />}
        second={list}
      />
    </div>
  );
}
