import { DateInput } from '@mantine/dates';
import { useEffect, useRef, type ReactNode } from 'react';
import { calendarLabels, Calendars } from '../_shared/dates.tsx';
import { inputLooks } from '../_shared/input-looks.ts';
import { dayAt, formatDay, isPlainDate, parseDay } from '../_shared/plain-date.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { date } from './definition.ts';

type Props = ComponentProps<typeof date>['props'];

/** A day, typed or picked. The value is the text of the day and never a moment, so that it is the same wherever it is read. */
export function DateView(view: ComponentProps<typeof date>): ReactNode {
  const { props, state, emit, expose, isEditing, host } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: null,
    initial: dayOf(props.value),
    isEmpty: (value) => value === null,
    check: (value) => problemOf(value, props, host.locale),
    focus: () => element.current?.focus(),
  });
  const value = dayOf(state.value);
  useEffect(() => expose({ formatted: value === null ? '' : formatDay(value, host.locale) }), [value, host.locale, expose]);
  return (
    <Calendars locale={host.locale}>
      <DateInput
        ref={element}
        {...inputLooks(props, error)}
        placeholder={props.placeholder ?? 'A day'}
        value={value}
        valueFormat={(day) => formatDay(day.slice(0, 10), host.locale)}
        dateParser={(text) => parseDay(text, dayAt(new Date()))}
        {...(isPlainDate(props.min) ? { minDate: props.min } : {})}
        {...(isPlainDate(props.max) ? { maxDate: props.max } : {})}
        {...(props.excludes === 'weekends' ? { excludeDate: isWeekend } : {})}
        clearable={props.is_clearable && !props.required && !props.read_only}
        clearButtonProps={{ 'aria-label': 'Empty the date' }}
        ariaLabels={calendarLabels}
        highlightToday
        tabIndex={isEditing ? -1 : undefined}
        onChange={(day) => {
          const next = dayOf(day);
          if (next !== value) void change(next);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void emit('submit', { value });
        }}
        onBlur={() => void emit('blur')}
      />
    </Calendars>
  );
}

/** A day or nothing. Of a moment, its date as it stands there. */
function dayOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.slice(0, 10) : null;
  return isPlainDate(text) ? text : null;
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay());

function problemOf(value: string | null, { min, max, excludes }: Props, locale: string): string | null {
  if (value === null) return null;
  if (isPlainDate(min) && value < min) return `Not before ${formatDay(min, locale)}.`;
  if (isPlainDate(max) && value > max) return `Not after ${formatDay(max, locale)}.`;
  return excludes === 'weekends' && isWeekend(value) ? 'Not on a weekend.' : null;
}
