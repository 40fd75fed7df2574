import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import type { ComponentProps } from '../view.ts';
import type { timer } from './definition.ts';
import classes from './timer.module.css';

/**
 * Ticks while the page is open. A tick whose handlers are not done yet is not followed by another one; while the page is not in sight it waits, and
 * ticks once when the page is back.
 */
export function TimerView(view: ComponentProps<typeof timer>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing } = view;
  const isBusy = useRef(false);
  const hasBegun = useRef(false);
  const newest = useRef({ props, state });
  newest.current = { props, state };
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    expose({ is_running: props.starts_itself, count: 0, remaining_s: props.interval_s });
  });
  const isOn = state.is_running && !props.disabled && !isEditing;
  useEffect(() => {
    if (!isOn) return undefined;
    const second = setInterval(() => {
      const { props: now, state: at } = newest.current;
      if (isBusy.current || (document.hidden && !now.runs_in_background)) return;
      if (at.remaining_s > 1) return expose({ remaining_s: at.remaining_s - 1 });
      const count = at.count + 1;
      const isLast = now.max_ticks !== undefined && count >= now.max_ticks;
      expose({ count, remaining_s: now.interval_s, is_running: !isLast });
      isBusy.current = true;
      void emit('tick', { count })
        .then(() => (isLast ? emit('end') : undefined))
        .finally(() => {
          isBusy.current = false;
        });
    }, 1000);
    return () => clearInterval(second);
  }, [isOn, expose, emit]);
  useMethods({
    start: () => expose({ is_running: true }),
    stop: () => expose({ is_running: false }),
    reset: () => expose({ count: 0, remaining_s: props.interval_s }),
  });
  if (props.shows === 'nothing' && !isEditing) return null;
  const text = isEditing ? `Every ${props.interval_s} s` : isOn ? `In ${state.remaining_s} s` : 'Stopped';
  return (
    <span className={classes.timer} role="timer">
      <Icon name="clock" /> {text}
    </span>
  );
}
