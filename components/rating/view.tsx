import { Rating } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { focusFirst, GroupField } from '../_shared/GroupField.tsx';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { rating } from './definition.ts';
import classes from './rating.module.css';

/** Stars. A click on the chosen one takes it back. */
export function RatingView(view: ComponentProps<typeof rating>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLDivElement>(null);
  const { change, error } = useInput(view, {
    empty: null,
    initial: props.value,
    isEmpty: (value) => value === null || value === 0,
    focus: () => focusFirst(element.current),
  });
  const isFixed = props.disabled || props.read_only;
  const value = state.value ?? 0;
  return (
    <GroupField props={props} error={error} element={element} onBlur={() => void emit('blur')}>
      <div className={classes.row} inert={isEditing || props.disabled} data-disabled={props.disabled}>
        {isFixed ? (
          <span className="visually-hidden">
            {value} of {props.max} stars
          </span>
        ) : null}
        <Rating
          aria-hidden={isFixed || undefined}
          count={props.max}
          fractions={props.has_halves ? 2 : 1}
          value={value}
          readOnly={isFixed}
          allowClear
          color="var(--state-waiting-bar)"
          getSymbolLabel={(stars) => (stars === 0 ? 'No stars' : `${stars} of ${props.max} stars`)}
          onChange={(next) => void change(next === 0 ? null : next)}
        />
      </div>
    </GroupField>
  );
}
