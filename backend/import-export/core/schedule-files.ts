import { z } from 'zod';
import type { JsonObject } from '../../common/json.ts';
import { PutSchedule, RunnableKind } from '../../schedules/schedules.contract.ts';
import { toYaml } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, reasonOf, type FileKind, type Reading } from './file-kind.ts';
import { itemGrantFields, readGrants } from './file-grants.ts';
import type { ScheduleDefinition } from './items.ts';
import { retryOf } from './schedule-retry.ts';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const object = z.record(z.string(), z.unknown()).nullish();

/** Fields as they stand in `.schedule.yaml`: names that users of the field know where there are such, ours otherwise. */
const ScheduleFields = z.object({
  schedule: z.string(),
  timezone: text,
  enabled: flag,
  script_path: z.string(),
  is_flow: flag,
  args: object,
  summary: text,
  description: text,
  tag: text,
  no_flow_overlap: flag,
  paused_until: text,
  cron_version: text,
  retry: z.unknown().optional(),
  on_failure: text,
  on_failure_times: count,
  on_failure_exact: flag,
  on_failure_extra_args: object,
  on_recovery: text,
  on_recovery_times: count,
  on_recovery_extra_args: object,
  on_success: text,
  on_success_extra_args: object,
  catch_up: text,
  catch_up_limit: count,
  jitter_s: count,
  alert_email: object,
  owners: z.array(z.string()).optional(),
  extra_perms: z.record(z.string(), z.boolean()).optional(),
});
type ScheduleFields = z.infer<typeof ScheduleFields>;

/** What runs when: `<path>.schedule.yaml`. */
export const scheduleFiles: FileKind = {
  name: 'schedule',
  write: (items, files) => {
    for (const { path, definition, grants } of items.schedules)
      files[`${path}.schedule.yaml`] = toYaml({ ...toFields(definition), ...itemGrantFields(grants) });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.schedule')) {
      const fields = readFields(reading, file, ScheduleFields);
      if (fields && isItemPath(reading, file, stem)) readOne(reading, file, stem, fields);
    }
  },
};

function readOne(reading: Reading, file: string, path: string, fields: ScheduleFields): void {
  const kinds = [
    fields.is_flow ? 'flow' : 'script',
    ...[fields.on_failure, fields.on_recovery, fields.on_success].filter((handler) => handler).map((handler) => targetOf(handler ?? '').kind),
  ];
  const unknown = kinds.find((kind) => !RunnableKind.safeParse(kind).success);
  if (unknown !== undefined) {
    reading.notes.push({ file, message: `Left out: it runs a ${unknown}` });
    return;
  }
  try {
    reading.items.schedules.push({ path, definition: fromFields(fields), grants: readGrants(fields) });
  } catch (error) {
    reading.problems.push({ file, message: reasonOf(error) });
  }
}

function toFields(definition: ScheduleDefinition): Record<string, unknown> {
  const { on_failure: onFailure, on_recovery: onRecovery, on_success: onSuccess } = definition;
  return {
    summary: definition.summary,
    description: definition.description,
    schedule: definition.cron,
    timezone: definition.timezone,
    enabled: definition.enabled,
    script_path: definition.target.path,
    is_flow: definition.target.kind !== 'script',
    args: definition.args,
    no_flow_overlap: definition.no_overlap,
    cron_version: 'v2',
    tag: definition.tag ?? undefined,
    paused_until: definition.paused_until ?? undefined,
    retry: definition.retry ?? undefined,
    ...(onFailure
      ? { on_failure: pathOf(onFailure.target), on_failure_times: onFailure.times, on_failure_exact: onFailure.exactly, on_failure_extra_args: onFailure.args }
      : {}),
    ...(onRecovery ? { on_recovery: pathOf(onRecovery.target), on_recovery_times: onRecovery.times, on_recovery_extra_args: onRecovery.args } : {}),
    ...(onSuccess ? { on_success: pathOf(onSuccess.target), on_success_extra_args: onSuccess.args } : {}),
    catch_up: definition.catch_up,
    catch_up_limit: definition.catch_up_limit === 100 ? undefined : definition.catch_up_limit,
    jitter_s: definition.jitter_s === 0 ? undefined : definition.jitter_s,
    alert_email: definition.alert_email ?? undefined,
  };
}

/** Throws a `ZodError` when a value is out of its range. */
function fromFields(fields: ScheduleFields): ScheduleDefinition {
  const handler = (target: string | null | undefined, more: JsonObject) => (target ? { target: targetOf(target), ...more } : null);
  const { if_version: _ifVersion, ...definition } = PutSchedule.parse(
    withoutNull({
      summary: fields.summary,
      description: fields.description,
      cron: cronOf(fields),
      timezone: fields.timezone,
      enabled: fields.enabled ?? false,
      target: { kind: fields.is_flow ? 'flow' : 'script', path: fields.script_path },
      args: fields.args,
      no_overlap: fields.no_flow_overlap,
      tag: fields.tag === '' ? null : fields.tag,
      paused_until: fields.paused_until,
      retry: retryOf(fields.retry),
      on_failure: handler(
        fields.on_failure,
        withoutNull({ times: fields.on_failure_times, exactly: fields.on_failure_exact, args: fields.on_failure_extra_args }),
      ),
      on_recovery: handler(fields.on_recovery, withoutNull({ times: fields.on_recovery_times, args: fields.on_recovery_extra_args })),
      on_success: handler(fields.on_success, withoutNull({ args: fields.on_success_extra_args })),
      catch_up: fields.catch_up,
      catch_up_limit: fields.catch_up_limit,
      jitter_s: fields.jitter_s,
      alert_email: fields.alert_email,
    }),
  );
  return definition;
}

/** `script/f/ops/tell`, or only the path. */
function targetOf(text: string): { kind: string; path: string } {
  const [, kind, path] = /^(script|flow|agent)\/([uf]\/.*)$/.exec(text) ?? [];
  return kind !== undefined && path !== undefined ? { kind, path } : { kind: 'script', path: text };
}

const pathOf = ({ kind, path }: { kind: string; path: string }): string => `${kind}/${path}`;

/** The first version of the format counts weekdays from 1, with Sunday first. */
function cronOf({ schedule, cron_version: version }: ScheduleFields): string {
  const parts = schedule.trim().split(/\s+/);
  if (version !== 'v1' || parts.length !== 6) return schedule;
  const weekday = (parts[5] ?? '').replaceAll(/(?<![#/\d])[1-7](?!\d)/g, (digit) => String(Number(digit) - 1));
  return [...parts.slice(0, 5), weekday].join(' ');
}

const withoutNull = (value: Record<string, unknown>): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined && part !== null));
