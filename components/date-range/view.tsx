import { DatePickerInput } from '@mantine/dates';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { calendarLabels, Calendars } from '../_shared/dates.tsx';
import { inputLooks } from '../_shared/input-looks.ts';
import { dayAt, daysBetween, formatDay, isPlainDate } from '../_shared/plain-date.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { dateRange } from './definition.ts';
import { presetsAt } from './presets.ts';

type Range = { start: string; end: string };

/** From one day to another, both of them counted. While only the first is chosen nothing is told. */
export function DateRangeView(view: ComponentProps<typeof dateRange>): ReactNode {
  const { props, state, emit, expose, isEditing, host } = view;
  const element = useRef<HTMLButtonElement>(null);
  const { change, error } = useInput<Range | null>(view, {
    empty: null,
    initial: rangeOf(props.value),
    isEmpty: (value) => value === null,
    check: (value) => problemOf(value, props, host.locale),
    focus: () => element.current?.focus(),
  });
  const value = rangeOf(state.value);
  const [begun, setBegun] = useState<string | null>(null);
  const [start, end] = [value?.start ?? null, value?.end ?? null];
  useEffect(() => expose({ start, end, days: start !== null && end !== null ? daysBetween(start, end) + 1 : 0 }), [start, end, expose]);
  const placeholder = props.placeholder ?? 'From – to';
  const written = writtenRange([start, end], host.locale);
  // The control is a button that shows its value: a name that is not seen says it as well.
  const name = props.label !== '' && props.label_position === 'hidden' ? { 'aria-label': `${props.label}: ${written === '' ? placeholder : written}` } : {};
  return (
    <Calendars locale={host.locale}>
      <DatePickerInput
        type="range"
        ref={element}
        {...inputLooks(props, error)}
        {...name}
        placeholder={placeholder}
        value={begun === null ? [start, end] : [begun, null]}
        valueFormatter={({ date }) => writtenRange(date, host.locale)}
        allowSingleDateInRange
        {...(props.has_presets ? { presets: presetsAt(dayAt(new Date())) } : {})}
        {...(isPlainDate(props.min) ? { minDate: props.min } : {})}
        {...(isPlainDate(props.max) ? { maxDate: props.max } : {})}
        clearable={props.is_clearable && !props.required && !props.read_only}
        clearButtonProps={{ 'aria-label': 'Empty the range' }}
        ariaLabels={calendarLabels}
        highlightToday
        tabIndex={isEditing ? -1 : undefined}
        onChange={([first, last]) => {
          const range = rangeOf({ start: first, end: last });
          setBegun(range === null && first !== null ? String(first).slice(0, 10) : null);
          if (range !== null || first === null) void change(range);
        }}
        onDropdownClose={() => setBegun(null)}
        onBlur={() => void emit('blur')}
      />
    </Calendars>
  );
}

/** Nothing where nothing is chosen, so that the placeholder shows. */
function writtenRange(days: unknown, locale: string): string {
  const [start, end] = (Array.isArray(days) ? days : []).map((day) => (day === null ? null : formatDay(String(day).slice(0, 10), locale)));
  return (start ?? null) === null ? '' : `${start} – ${end ?? '…'}`;
}

/** A range whose ends are days, in their order; `null` otherwise. */
function rangeOf(value: unknown): Range | null {
  const { start, end } = (value ?? {}) as { start?: unknown; end?: unknown };
  const [first, last] = [start, end].map((day) => (typeof day === 'string' ? day.slice(0, 10) : null));
  if (!isPlainDate(first) || !isPlainDate(last)) return null;
  return first <= last ? { start: first, end: last } : { start: last, end: first };
}

function problemOf(value: Range | null, { min, max, longest_days: longest }: ComponentProps<typeof dateRange>['props'], locale: string): string | null {
  if (value === null) return null;
  if (isPlainDate(min) && value.start < min) return `Not before ${formatDay(min, locale)}.`;
  if (isPlainDate(max) && value.end > max) return `Not after ${formatDay(max, locale)}.`;
  return longest !== undefined && daysBetween(value.start, value.end) + 1 > longest ? `At most ${longest} days.` : null;
}
