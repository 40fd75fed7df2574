import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import type { BlockObject, ViewObject } from './block-types.ts';
import { BlockView, type Press } from './BlockView.tsx';
import classes from './Simulator.module.css';

/** Props of {@link HomeTab}. `view` is what the app has drawn, null before it has. */
export type HomeTabProps = { person: string; view: object | null; onOpen: () => void; onPress: Press };

/** The Home tab of the app as one person sees it. Opening it has the app draw it anew, as in Slack. */
export function HomeTab({ person, view, onOpen, onPress }: HomeTabProps): ReactNode {
  const open = useEffectEvent(onOpen);
  useEffect(() => open(), [person]);
  if (!view) return <SkeletonRows />;
  return (
    <div className={classes.home} role="region" aria-label="Home tab" tabIndex={0}>
      {((view as ViewObject).blocks ?? []).map((block: BlockObject, index) => (
        <BlockView key={index} block={block} onPress={onPress} />
      ))}
    </div>
  );
}
