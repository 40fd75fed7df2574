import type { JsonObject } from '../../../backend/common/json.ts';
import type { PutSchedule, Schedule } from '../../../backend/schedules/schedules.contract.ts';
import type { RunnableTarget } from '../../runnables/runnable.ts';
import { fromLocalField, toLocalField } from '../../ui/filter-state.ts';

/** What is told of ends, as the form holds it; a target without a path means nobody. */
export type HandlerValues = { target: RunnableTarget; times: number; exactly: boolean; args: JsonObject };

/** What the form holds. Names of fields are those of the API where it tells of them. */
export type ScheduleValues = {
  path: string;
  summary: string;
  description: string;
  target: RunnableTarget;
  args: JsonObject;
  cron: string;
  timezone: string;
  enabled: boolean;
  no_overlap: boolean;
  catch_up: PutSchedule['catch_up'];
  catch_up_limit: number;
  jitter_s: number;
  paused_until: string;
  attempts: number;
  delay_s: number;
  tag: string;
  on_failure: HandlerValues;
  on_recovery: HandlerValues;
  on_success: HandlerValues;
  alert_email: { resource: string; to: string[]; times: number };
};

/** No target. */
export const nothing: RunnableTarget = { kind: 'script', path: '' };

const nobody: HandlerValues = { target: nothing, times: 1, exactly: false, args: {} };

/** What the form begins with. */
export function valuesOf(schedule: Schedule | null, start: { folder: string; name?: string; target: RunnableTarget; timezone: string }): ScheduleValues {
  const handler = (given: Schedule['on_failure'] | Schedule['on_recovery'] | Schedule['on_success']): HandlerValues =>
    given ? { ...nobody, ...given } : nobody;
  return {
    path: schedule?.path ?? `${start.folder}/${start.name ?? ''}`,
    summary: schedule?.summary ?? '',
    description: schedule?.description ?? '',
    target: schedule?.target ?? start.target,
    args: schedule?.args ?? {},
    cron: schedule?.cron ?? '0 9 * * *',
    timezone: schedule?.timezone ?? start.timezone,
    enabled: schedule?.enabled ?? true,
    no_overlap: schedule?.no_overlap ?? false,
    catch_up: schedule?.catch_up ?? 'last',
    catch_up_limit: schedule?.catch_up_limit ?? 100,
    jitter_s: schedule?.jitter_s ?? 0,
    paused_until: toLocalField(schedule?.paused_until ?? undefined),
    attempts: schedule?.retry?.attempts ?? 0,
    delay_s: schedule?.retry?.delay_s ?? 10,
    tag: schedule?.tag ?? '',
    on_failure: handler(schedule?.on_failure ?? null),
    on_recovery: handler(schedule?.on_recovery ?? null),
    on_success: handler(schedule?.on_success ?? null),
    alert_email: schedule?.alert_email ?? { resource: '', to: [], times: 1 },
  };
}

/** The body of a save. What the form does not show of a retry stays as it was. */
export function inputOf(values: ScheduleValues, before: Schedule | null): PutSchedule {
  const {
    summary,
    description,
    args,
    cron,
    timezone,
    enabled,
    no_overlap,
    catch_up,
    catch_up_limit,
    jitter_s,
    on_failure: onFailure,
    on_recovery: onRecovery,
    on_success: onSuccess,
    alert_email: alertEmail,
  } = values;
  const retry = { backoff: 'exponential' as const, max_delay_s: 600, jitter: true, ...before?.retry, attempts: values.attempts, delay_s: values.delay_s };
  return {
    summary,
    description,
    target: values.target,
    args,
    cron: cron.trim(),
    timezone,
    enabled,
    no_overlap,
    catch_up,
    catch_up_limit,
    jitter_s,
    paused_until: fromLocalField(values.paused_until) ?? null,
    retry: values.attempts > 0 ? retry : null,
    tag: values.tag === '' ? null : values.tag,
    on_failure: onFailure.target.path === '' ? null : { target: onFailure.target, args: onFailure.args, times: onFailure.times, exactly: onFailure.exactly },
    on_recovery: onRecovery.target.path === '' ? null : { target: onRecovery.target, args: onRecovery.args, times: onRecovery.times },
    on_success: onSuccess.target.path === '' ? null : { target: onSuccess.target, args: onSuccess.args },
    alert_email: alertEmail.resource === '' || alertEmail.to.length === 0 ? null : alertEmail,
    if_version: before?.version ?? 0,
  };
}

/** How many of the rare settings are set, for the line that opens them. */
export function countOptions(values: ScheduleValues): number {
  return [values.no_overlap, values.catch_up !== 'last', values.jitter_s > 0, values.paused_until !== '', values.attempts > 0, values.tag !== ''].filter(
    Boolean,
  ).length;
}

/** How many are told of ends. */
export function countHandlers({ on_failure: onFailure, on_recovery: onRecovery, on_success: onSuccess, alert_email: alertEmail }: ScheduleValues): number {
  return [onFailure.target.path, onRecovery.target.path, onSuccess.target.path, alertEmail.resource].filter((path) => path !== '').length;
}
