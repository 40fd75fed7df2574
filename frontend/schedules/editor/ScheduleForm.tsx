import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { cronInWords } from '../../../backend/schedules/core/cron-words.ts';
import type { Schedule } from '../../../backend/schedules/schedules.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { nameOfActor } from '../../runs/run-words.ts';
import type { RunnableTarget } from '../../runnables/runnable.ts';
import { RunnableField } from '../../runnables/RunnableField.tsx';
import { runnableFormQuery } from '../../runnables/runnables.api.ts';
import { initialValue } from '../../schema-form/form-model.ts';
import { asSchema } from '../../schema-form/schema.ts';
import { SchemaForm } from '../../schema-form/SchemaForm.tsx';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions, FormSummary } from '../../ui/FormParts.tsx';
import { problemOfPath } from '../../ui/item-path.ts';
import { Section } from '../../ui/Page.tsx';
import { PathField } from '../../ui/PathField.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { type ApiForm, useApiForm } from '../../ui/useApiForm.ts';
import { NextRuns } from '../NextRuns.tsx';
import { changesPerson } from '../schedule-words.ts';
import { previewQuery, putSchedule, schedulesKey } from '../schedules.api.ts';
import { CronField } from './CronField.tsx';
import { HandlersPart } from './HandlersPart.tsx';
import { LeaveUnsaved } from './LeaveUnsaved.tsx';
import { OptionsPart } from './OptionsPart.tsx';
import { Part } from './Part.tsx';
import classes from './ScheduleForm.module.css';
import { inputOf, type ScheduleValues, valuesOf } from './schedule-edit.ts';

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const settleMs = 250;

/** Props of {@link ScheduleForm}. */
export type ScheduleFormProps = {
  workspace: string;
  /** What is changed; null makes a new one. */ schedule: Schedule | null;
  /** Where a new one lies, and what it is called to begin with. */ folder: string;
  name: string;
  /** What a new one begins with. */ target: RunnableTarget;
};

/** A schedule as a form: what, when, with which arguments, and the next runs beside it. */
export function ScheduleForm({ workspace, schedule, folder, name, target }: ScheduleFormProps): ReactNode {
  const { username } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useApiForm<ScheduleValues>({
    initial: useMemo(() => valuesOf(schedule, { folder, name, target, timezone: ownZone }), [schedule, folder, name, target]),
    labels: { path: 'Name', target: 'What runs', cron: 'Cron expression', timezone: 'Time zone', args: 'Arguments', alert_email: 'E-mail', tag: 'Tag' },
    checks: {
      path: ({ path }) => problemOfPath(path),
      target: ({ target: { path } }) => (path === '' ? 'Choose a script or flow' : null),
      cron: ({ cron }) => (cron.trim() === '' ? 'Say when it runs' : null),
      alert_email: ({ alert_email: { resource, to } }) => (resource !== '' && to.length === 0 ? 'Say to whom' : null),
    },
    submit: async (values) => {
      const saved = await putSchedule(workspace, values.path, inputOf(values, schedule));
      await client.invalidateQueries({ queryKey: schedulesKey(workspace) });
      await navigate({ to: '/w/$workspace/schedules/$', params: { workspace, _splat: saved.path }, ignoreBlocker: true });
    },
  });
  useShortcut('mod+s', 'Save the schedule', () => form.onSubmit());
  const { values } = form;
  const preview = usePreview(workspace, values);
  const isStored = ({ kind, path }: RunnableTarget): boolean => kind === schedule?.target.kind && path === schedule.target.path;
  const chooseTarget = (chosen: RunnableTarget): void => {
    form.set('target', chosen);
    form.set('args', isStored(chosen) ? (schedule?.args ?? {}) : {});
  };
  return (
    <form className={classes.columns} onSubmit={form.onSubmit} noValidate aria-label={schedule === null ? 'New schedule' : `Edit ${schedule.path}`}>
      <div className={classes.main}>
        <FormSummary problems={form.problems} error={form.error} />
        <Part title="What">
          {schedule === null && (
            <PathField
              id={form.idOf('path')}
              label="Folder"
              value={values.path}
              onChange={(path) => form.set('path', path)}
              error={form.errorOf('path')}
              placeholder="nightly_report"
            />
          )}
          <TextInput label="Summary" maxLength={300} placeholder="Revenue of yesterday, every night" {...form.text('summary')} />
          <RunnableField
            id={form.idOf('target')}
            kinds={['script', 'flow', 'agent'] as const}
            label="Script, flow or agent"
            value={values.target}
            onChange={chooseTarget}
            error={form.errorOf('target')}
          />
          <Arguments workspace={workspace} form={form} hasDefaults={!isStored(values.target)} />
        </Part>
        <Part title="When">
          <CronField
            id={form.idOf('cron')}
            value={values.cron}
            onChange={(cron) => form.set('cron', cron)}
            error={form.errorOf('cron') ?? preview.cronProblem}
            words={preview.words}
          />
          <Select
            id={form.idOf('timezone')}
            label="Time zone"
            description="Its days and hours are those of this place, also when clocks change there."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={zonesWith(values.timezone)}
            value={values.timezone}
            onChange={(next) => next !== null && form.set('timezone', next)}
            searchable
            allowDeselect={false}
            limit={60}
            nothingFoundMessage="No time zone has that name"
            error={form.errorOf('timezone') ?? preview.timezoneProblem}
          />
          <Switch label="On: it runs from now on" checked={values.enabled} onChange={(event) => form.set('enabled', event.currentTarget.checked)} />
        </Part>
        <OptionsPart form={form} />
        <HandlersPart form={form} />
        <Part title="Description" canClose isOpenAtFirst={values.description !== ''}>
          <Textarea
            aria-label="Description"
            minRows={3}
            maxLength={20_000}
            placeholder="Why it exists, and what to do when it fails"
            {...form.text('description')}
          />
        </Part>
        <FormActions align="start">
          <Button type="submit" variant="filled" loading={form.isBusy} disabled={schedule !== null && !form.isChanged}>
            {schedule === null ? 'Create schedule' : 'Save schedule'}
          </Button>
          <Button onClick={() => window.history.back()}>Cancel</Button>
        </FormActions>
        <p className={classes.note}>
          {schedule !== null && changesPerson(schedule.run_as, username) ? (
            <>It runs as {nameOfActor(schedule.run_as)} now. Saved, it runs as you, with your access.</>
          ) : (
            'Its runs act as you, with your access.'
          )}
        </p>
      </div>
      <aside className={classes.aside} aria-label="Preview">
        <Section title="Next runs" description={values.timezone === ownZone ? undefined : `In ${values.timezone}`}>
          <div aria-live="polite">
            {values.enabled ? (
              <NextRuns runs={preview.runs} timezone={preview.timezone} empty="–" />
            ) : (
              <p className={classes.note}>It is off. Switched on, it would run next:</p>
            )}
          </div>
          {!values.enabled && <NextRuns runs={preview.runs} timezone={preview.timezone} empty="–" />}
        </Section>
      </aside>
      <LeaveUnsaved isChanged={form.isChanged && !form.isBusy} />
    </form>
  );
}

/** What the server says about the expression, a moment after the typing has paused. */
function usePreview(workspace: string, { cron, timezone }: Pick<ScheduleValues, 'cron' | 'timezone'>) {
  const [settled] = useDebouncedValue({ cron: cron.trim(), timezone }, settleMs);
  const { data, error, isPlaceholderData } = useQuery({
    ...previewQuery(workspace, settled.cron, settled.timezone),
    enabled: settled.cron !== '',
    placeholderData: keepPreviousData,
  });
  const problem = (code: string): string | undefined => (isApiError(error, code) ? error.message : undefined);
  return {
    runs: error || settled.cron === '' ? [] : (data?.runs ?? []),
    timezone: isPlaceholderData ? timezone : settled.timezone,
    words: cronInWords(cron),
    cronProblem: settled.cron === cron.trim() ? problem('schedule/cron_invalid') : undefined,
    timezoneProblem: problem('schedule/timezone_unknown'),
  };
}

/** The form of the target's own schema, which begins with its defaults where another one is chosen. What it does not know any more of stored arguments stays visible as JSON. */
function Arguments({ workspace, form, hasDefaults }: { workspace: string; form: ApiForm<ScheduleValues>; hasDefaults: boolean }): ReactNode {
  const { target, args } = form.values;
  const { data: runnable, error } = useQuery({ ...runnableFormQuery(workspace, target), enabled: target.path !== '' });
  const { set } = form;
  const filled = useRef('');
  useEffect(() => {
    // Once for each target: what was typed must outlive that it is read again.
    const chosen = `${target.kind} ${target.path}`;
    if (!runnable || runnable.path !== target.path || !hasDefaults || filled.current === chosen) return;
    filled.current = chosen;
    set('args', initialValue(asSchema(runnable.schema), {}) as JsonObject);
  }, [runnable, target, hasDefaults, set]);
  if (target.path === '') return null;
  if (error) return <ErrorNotice error={error} title="The form of its arguments could not be read." />;
  if (!runnable) return null;
  const errors = form.problems
    .filter(({ pointer }) => pointer.startsWith('/args/'))
    .map(({ pointer, message }) => ({ pointer: pointer.slice('/args'.length), message }));
  if (Object.keys((runnable.schema['properties'] ?? {}) as object).length === 0) return <p className={classes.note}>This {target.kind} takes no arguments.</p>;
  return (
    <div className={classes.arguments} role="group" aria-label="Arguments">
      <SchemaForm schema={runnable.schema} value={args} onChange={(next) => form.set('args', next)} errors={errors} idPrefix={form.idOf('args')} />
    </div>
  );
}

let zones: readonly string[] | null = null;

/** All time zones that the browser knows, the usual ones first. */
function zonesWith(current: string): readonly string[] {
  zones ??= [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return zones.includes(current) ? zones : [current, ...zones];
}
