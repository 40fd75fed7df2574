import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PutSchedule } from '../../../backend/schedules/schedules.contract.ts';
import type { ApiForm } from '../../ui/useApiForm.ts';
import { catchUpLabels } from '../schedule-words.ts';
import { Part } from './Part.tsx';
import classes from './ScheduleForm.module.css';
import { countOptions, type ScheduleValues } from './schedule-edit.ts';

const below = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];
const catchUps = Object.entries(catchUpLabels).map(([value, label]) => ({ value, label }));

/** What most schedules leave as it is: overlap, missed ticks, spread, pause, retries, workers. */
export function OptionsPart({ form }: { form: ApiForm<ScheduleValues> }): ReactNode {
  const { values, set } = form;
  const count = countOptions(values);
  const number = (
    name: 'catch_up_limit' | 'jitter_s' | 'attempts' | 'delay_s',
    label: string,
    [min, max]: [number, number],
    suffix: string,
    description?: string,
  ): ReactNode => (
    <NumberInput
      id={form.idOf(name)}
      label={label}
      description={description}
      inputWrapperOrder={below}
      value={values[name]}
      min={min}
      max={max}
      allowDecimal={name === 'delay_s'}
      clampBehavior="strict"
      suffix={suffix}
      onChange={(next) => set(name, typeof next === 'number' ? next : min)}
      error={form.errorOf(name)}
    />
  );
  return (
    <Part title="Options" canClose isOpenAtFirst={count > 0} count={count}>
      <Switch
        label="Skip a tick while the run before it is not over"
        checked={values.no_overlap}
        onChange={(event) => set('no_overlap', event.currentTarget.checked)}
      />
      <div className={classes.pair}>
        <Select
          label="Ticks that were missed"
          description="Because nothing was there to run them"
          inputWrapperOrder={below}
          data={catchUps}
          value={values.catch_up}
          onChange={(next) => next !== null && set('catch_up', next as PutSchedule['catch_up'])}
          allowDeselect={false}
        />
        {values.catch_up === 'all' && number('catch_up_limit', 'At most', [1, 1000], ' runs', 'The newest ones')}
      </div>
      <div className={classes.pair}>
        {number('jitter_s', 'Spread over', [0, 3600], ' s', 'Each run starts up to so long after its tick')}
        <TextInput label="Paused until" type="datetime-local" {...form.text('paused_until')} />
      </div>
      <div className={classes.pair}>
        {number('attempts', 'Try again after a failure', [0, 100], ' times', 'Instead of what the script says')}
        {values.attempts > 0 && number('delay_s', 'Wait first', [0, 86_400], ' s')}
        <TextInput
          label="Tag"
          description="Which workers may take it"
          inputWrapperOrder={below}
          maxLength={60}
          placeholder="That of the script"
          {...form.text('tag')}
        />
      </div>
    </Part>
  );
}
