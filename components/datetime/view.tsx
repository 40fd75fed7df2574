import { DateTimePicker } from '@mantine/dates';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { calendarLabels, Calendars } from '../_shared/dates.tsx';
import { inputLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import { instantOf, isZone, wallAt } from '../_shared/wall-time.ts';
import type { ComponentProps } from '../view.ts';
import type { datetime } from './definition.ts';

/** A moment. It is picked on the clock of a zone, which is named where it is not that of the person, and kept as UTC. */
export function DatetimeView(view: ComponentProps<typeof datetime>): ReactNode {
  const { props, state, emit, expose, isEditing, host } = view;
  const element = useRef<HTMLButtonElement>(null);
  const ownZone = useMemo(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const zone = props.zone !== undefined && isZone(props.zone) ? props.zone : ownZone;
  const written = useMemo(() => {
    const format = new Intl.DateTimeFormat(host.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
    return (instant: string): string => format.format(new Date(instant));
  }, [host.locale, zone]);
  const { change, error } = useInput(view, {
    empty: null,
    initial: momentOf(props.value),
    isEmpty: (value) => value === null,
    check: (value) => problemOf(value, momentOf(props.min), momentOf(props.max), written),
    focus: () => element.current?.focus(),
  });
  const value = momentOf(state.value);
  useEffect(() => expose({ zone, formatted: value === null ? '' : written(value) }), [zone, value, written, expose]);
  const wall = (instant: string | null): string | null => (instant === null ? null : wallAt(instant, zone));
  const [earliest, latest] = [wall(momentOf(props.min)), wall(momentOf(props.max))];
  return (
    <Calendars locale={host.locale}>
      <DateTimePicker
        ref={element}
        {...inputLooks(props, error)}
        description={[props.help, zone === ownZone ? undefined : `Time of ${zone.replaceAll('_', ' ')}`].filter(Boolean).join(' · ') || undefined}
        placeholder={props.placeholder ?? 'Date and time'}
        value={wall(value)}
        valueFormat={(shown) => written(instantOf(shown, zone) ?? shown)}
        {...(earliest === null ? {} : { minDate: earliest })}
        {...(latest === null ? {} : { maxDate: latest })}
        clearable={props.is_clearable && !props.required && !props.read_only}
        clearButtonProps={{ 'aria-label': 'Empty the date and time' }}
        ariaLabels={calendarLabels}
        submitButtonProps={{ 'aria-label': 'Done' }}
        timePickerProps={{ hoursInputLabel: 'Hours', minutesInputLabel: 'Minutes', amPmInputLabel: 'AM or PM' }}
        highlightToday
        tabIndex={isEditing ? -1 : undefined}
        onChange={(next) => {
          const instant = next === null ? null : instantOf(String(next), zone);
          if (instant !== value) void change(instant);
        }}
        onBlur={() => void emit('blur')}
      />
    </Calendars>
  );
}

/** A moment in its one form, so that equal ones are equal texts. */
function momentOf(value: unknown): string | null {
  const moment = typeof value === 'string' && value !== '' ? new Date(value) : null;
  return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : null;
}

function problemOf(value: string | null, earliest: string | null, latest: string | null, written: (instant: string) => string): string | null {
  if (value === null) return null;
  if (earliest !== null && value < earliest) return `Not before ${written(earliest)}.`;
  return latest !== null && value > latest ? `Not after ${written(latest)}.` : null;
}
