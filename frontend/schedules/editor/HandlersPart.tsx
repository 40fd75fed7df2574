import { Checkbox, NumberInput, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { resourcesOfType } from '../../schema-form/references.api.ts';
import { RunnableField } from '../../runnables/RunnableField.tsx';
import { useWorkspace } from '../../session/workspace.ts';
import type { ApiForm } from '../../ui/useApiForm.ts';
import { Part } from './Part.tsx';
import classes from './ScheduleForm.module.css';
import { countHandlers, type HandlerValues, type ScheduleValues } from './schedule-edit.ts';

/** Who is told of the ends of runs: scripts and flows, and people by e-mail. */
export function HandlersPart({ form }: { form: ApiForm<ScheduleValues> }): ReactNode {
  const count = countHandlers(form.values);
  return (
    <Part title="Who is told" canClose isOpenAtFirst={count > 0} count={count}>
      <p className={classes.note}>
        A script or flow that is told gets <code>path</code>, <code>schedule_path</code>, <code>job_id</code>, <code>status</code>, <code>error</code>,{' '}
        <code>started_at</code> and <code>failed_times</code>.
      </p>
      <Handler form={form} name="on_failure" label="When it fails, run" times="After failures in a row" hasExactly />
      <Handler form={form} name="on_recovery" label="When it works again, run" times="After successes in a row" />
      <Handler form={form} name="on_success" label="After each success, run" />
      <Email form={form} />
    </Part>
  );
}

function Handler({
  form,
  name,
  label,
  times,
  hasExactly = false,
}: {
  form: ApiForm<ScheduleValues>;
  name: 'on_failure' | 'on_recovery' | 'on_success';
  label: string;
  times?: string;
  hasExactly?: boolean;
}): ReactNode {
  const value = form.values[name];
  const set = (part: Partial<HandlerValues>): void => form.set(name, { ...value, ...part });
  return (
    <div className={classes.pair}>
      <RunnableField
        id={form.idOf(name)}
        label={label}
        value={value.target}
        onChange={(target) => set({ target })}
        error={form.errorOf(name)}
        isClearable
        placeholder="Nothing"
      />
      {value.target.path !== '' && times && (
        <NumberInput
          label={times}
          value={value.times}
          min={1}
          max={1000}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(next) => set({ times: typeof next === 'number' && next >= 1 ? next : 1 })}
        />
      )}
      {value.target.path !== '' && hasExactly && value.times > 1 && (
        <Checkbox
          className={classes.beside}
          label="Only then, not at each one after"
          checked={value.exactly}
          onChange={(event) => set({ exactly: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}

function Email({ form }: { form: ApiForm<ScheduleValues> }): ReactNode {
  const { id: workspace } = useWorkspace();
  const value = form.values.alert_email;
  const { data = [], isPending } = useQuery(resourcesOfType(workspace, 'smtp'));
  const set = (part: Partial<ScheduleValues['alert_email']>): void => form.set('alert_email', { ...value, ...part });
  const paths = [...new Set([...data.map(({ path }) => path), ...(value.resource === '' ? [] : [value.resource])])];
  return (
    <div className={classes.pair}>
      <Select
        id={form.idOf('alert_email')}
        label="Send e-mail through"
        data={paths}
        value={value.resource === '' ? null : value.resource}
        onChange={(next) => set({ resource: next ?? '' })}
        clearable
        placeholder={isPending ? 'Looking…' : paths.length === 0 ? 'There is no resource of the type smtp yet' : 'Nobody'}
        error={form.errorOf('alert_email')}
      />
      {value.resource !== '' && (
        <TagsInput
          label="To"
          placeholder={value.to.length === 0 ? 'ada@example.com' : undefined}
          value={value.to}
          onChange={(to) => set({ to })}
          maxTags={20}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
        />
      )}
    </div>
  );
}
