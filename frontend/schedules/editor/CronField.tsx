import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import classes from './CronField.module.css';
import { cronOf, type Rhythm, rhythmLabels, rhythmOf, rhythmOfKind, weekdays } from './rhythm.ts';

/** Props of {@link CronField}. */
export type CronFieldProps = {
  id: string;
  value: string;
  onChange: (cron: string) => void;
  error?: string;
  /** The expression as a sentence. */ words: string;
};

const kinds = Object.entries(rhythmLabels).map(([value, label]) => ({ value, label }));
const days = weekdays.map(({ value, label }) => ({ value: String(value), label }));

/** How often: a choice with its details, and the expression that it makes, which can also be typed. */
export function CronField({ id, value, onChange, error, words }: CronFieldProps): ReactNode {
  // An expression may look like a choice while somebody is typing another one.
  const [isCustom, setIsCustom] = useState(rhythmOf(value).kind === 'custom');
  const rhythm: Rhythm = isCustom ? { kind: 'custom' } : rhythmOf(value);
  const choose = (kind: Rhythm['kind']): void => {
    setIsCustom(kind === 'custom');
    onChange(cronOf(rhythmOfKind(kind, rhythmOf(value)), value));
  };
  return (
    <div className={classes.field} role="group" aria-label="When it runs">
      <div className={classes.rhythm}>
        <Select
          label="How often"
          data={kinds}
          value={rhythm.kind}
          onChange={(kind) => kind !== null && choose(kind as Rhythm['kind'])}
          allowDeselect={false}
          className={classes.kind}
        />
        <Details rhythm={rhythm} onChange={(next) => onChange(cronOf(next, value))} />
      </div>
      <TextInput
        id={id}
        label="Cron expression"
        description={words}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={value}
        onChange={(event) => {
          setIsCustom(rhythmOf(event.currentTarget.value).kind === 'custom' || isCustom);
          onChange(event.currentTarget.value);
        }}
        error={error}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.expression }}
        maxLength={200}
      />
    </div>
  );
}

/** What a rhythm needs besides its kind. */
function Details({ rhythm, onChange }: { rhythm: Rhythm; onChange: (rhythm: Rhythm) => void }): ReactNode {
  const number = (label: string, value: number, [min, max]: [number, number], suffix: string, set: (next: number) => Rhythm): ReactNode => (
    <NumberInput
      label={label}
      value={value}
      min={min}
      max={max}
      allowDecimal={false}
      clampBehavior="strict"
      suffix={suffix}
      onChange={(next) => typeof next === 'number' && next >= min && onChange(set(next))}
      className={classes.detail}
    />
  );
  const time = 'time' in rhythm && (
    <TextInput
      label="At"
      type="time"
      value={rhythm.time}
      onChange={(event) => event.currentTarget.value !== '' && onChange({ ...rhythm, time: event.currentTarget.value })}
      className={classes.detail}
    />
  );
  switch (rhythm.kind) {
    case 'minutes':
      return number('Every', rhythm.every, [1, 59], rhythm.every === 1 ? ' minute' : ' minutes', (every) => ({ ...rhythm, every }));
    case 'hourly':
      return number('At minute', rhythm.minute, [0, 59], '', (minute) => ({ ...rhythm, minute }));
    case 'weekly':
      return (
        <>
          <Select
            label="On"
            data={days}
            value={String(rhythm.weekday)}
            onChange={(next) => next !== null && onChange({ ...rhythm, weekday: Number(next) })}
            allowDeselect={false}
            className={classes.detail}
          />
          {time}
        </>
      );
    case 'monthly':
      return (
        <>
          {number('On day', rhythm.day, [1, 31], '', (day) => ({ ...rhythm, day }))}
          {time}
        </>
      );
    default:
      return time;
  }
}
