import {
  IconArrowAutofitWidth,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { align, sharedGrid, type Alignment } from '../align.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import classes from './Inspector.module.css';

const ways: readonly { how: Alignment; label: string; icon: Icon; least: number }[] = [
  { how: 'left', label: 'Align at the left', icon: IconLayoutAlignLeft, least: 2 },
  { how: 'centre', label: 'Centre above each other', icon: IconLayoutAlignCenter, least: 2 },
  { how: 'right', label: 'Align at the right', icon: IconLayoutAlignRight, least: 2 },
  { how: 'top', label: 'Align at the top', icon: IconLayoutAlignTop, least: 2 },
  { how: 'bottom', label: 'Align at the bottom', icon: IconLayoutAlignBottom, least: 2 },
  { how: 'across', label: 'Same space beside each other', icon: IconLayoutDistributeVertical, least: 3 },
  { how: 'down', label: 'Same space below each other', icon: IconLayoutDistributeHorizontal, least: 3 },
  { how: 'width', label: 'Equally wide', icon: IconArrowAutofitWidth, least: 2 },
];

/** Orders several components of one grid. */
export function AlignButtons({ ids }: { ids: readonly string[] }): ReactNode {
  const store = useEditorStore();
  const isPossible = useEditor(({ session }) => sharedGrid(session.document, ids) !== null);
  if (!isPossible) return <p className={classes.help}>Components that stand in the same grid can be aligned here.</p>;
  const perform = (how: Alignment, label: string): void => {
    const command = align(store.getState().session.document, ids, how);
    if (command) store.getState().perform(command, `${label}: ${ids.length} components`);
  };
  return (
    <div className={classes.tools} role="group" aria-label="Align">
      {ways.map(({ how, label, icon: WayIcon, least }) => (
        <IconButton key={how} label={label} icon={<WayIcon />} disabled={ids.length < least} onClick={() => perform(how, label)} />
      ))}
    </div>
  );
}
