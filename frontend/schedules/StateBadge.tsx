import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerPause, IconPower, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type ScheduleState, stateWords } from './schedule-words.ts';
import classes from './StateBadge.module.css';

const icons: Readonly<Record<ScheduleState, Icon>> = {
  on: IconCircleCheck,
  off: IconPower,
  paused: IconPlayerPause,
  failing: IconCircleX,
  stuck: IconAlertTriangle,
};

/** How a schedule is: icon, word and colour. */
export function StateBadge({ state }: { state: ScheduleState }): ReactNode {
  const Glyph = icons[state];
  return (
    <span className={classes.badge} data-state={state}>
      <Glyph aria-hidden />
      {stateWords[state]}
    </span>
  );
}
