import { queryOptions } from '@tanstack/react-query';
import type { BackfillResult, BackfillSchedule, PutSchedule, Schedule, ScheduleCalendar, SchedulePreview } from '../../backend/schedules/schedules.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about schedules of a workspace. */
export const schedulesKey = (workspace: string) => [workspace, 'schedules'] as const;
/** Key of the list of schedules. */
export const schedulesListKey = (workspace: string) => [...schedulesKey(workspace), 'list'] as const;
/** Key of what became of the ticks of a schedule. */
export const ticksKey = (workspace: string, path: string) => [...schedulesKey(workspace), 'ticks', path] as const;

const readSchedule = (workspace: string, path: string, signal?: AbortSignal): Promise<Schedule> =>
  api.get<Schedule>(inWorkspace(workspace, `/schedules/${path}`), undefined, signal);

/** A whole schedule. */
export const scheduleQuery = (workspace: string, path: string) =>
  queryOptions({ queryKey: [...schedulesKey(workspace), 'one', path], queryFn: ({ signal }) => readSchedule(workspace, path, signal) });

/** How the ticks of the days from `from` to `to` ended, and how many are to come. */
export const calendarQuery = (workspace: string, path: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...ticksKey(workspace, path), 'calendar', from, to],
    queryFn: ({ signal }) =>
      api.get<ScheduleCalendar>(inWorkspace(workspace, `/schedule_calendar/${path}`), { from, to }, signal).then((answer) => answer.items),
  });

/** When an expression would run. What is wrong with it is an answer and not a failure: asking again gives the same. */
export const previewQuery = (workspace: string, cron: string, timezone: string) =>
  queryOptions({
    queryKey: [workspace, 'schedule-preview', cron, timezone],
    queryFn: ({ signal }) => api.post<SchedulePreview>(inWorkspace(workspace, '/schedule_preview'), { cron, timezone, count: 5 }, { signal }),
    retry: (count, error) => count < 2 && !isApiError(error),
    staleTime: 30_000,
  });

/** Makes a schedule or changes it. From then on it runs as whoever saved it. */
export const putSchedule = (workspace: string, path: string, input: PutSchedule): Promise<Schedule> =>
  api.put<Schedule>(inWorkspace(workspace, `/schedules/${path}`), input);
/** Deletes a schedule; its runs stay. */
export const deleteSchedule = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/schedules/${path}`));
/** Runs a schedule once, at once; gives the id of the run. */
export const runScheduleNow = (workspace: string, path: string): Promise<string> =>
  api.post<{ job_id: string }>(inWorkspace(workspace, `/schedule_run_now/${path}`)).then((answer) => answer.job_id);
/** Runs ticks of the past, or only counts them. */
export const backfillSchedule = (workspace: string, path: string, input: BackfillSchedule): Promise<BackfillResult> =>
  api.post<BackfillResult>(inWorkspace(workspace, `/schedule_backfill/${path}`), input);

/** Changes a part of a schedule as it is now: a switch in a list knows only that part. */
export async function changeSchedule(workspace: string, path: string, part: Partial<PutSchedule>): Promise<Schedule> {
  const current = await readSchedule(workspace, path);
  return putSchedule(workspace, path, { ...definitionOf(current), ...part, if_version: current.version });
}

const definitionKeys = [
  'summary',
  'description',
  'target',
  'args',
  'cron',
  'timezone',
  'enabled',
  'no_overlap',
  'catch_up',
  'catch_up_limit',
  'jitter_s',
  'paused_until',
  'retry',
  'tag',
  'on_failure',
  'on_recovery',
  'on_success',
  'alert_email',
] as const satisfies readonly (keyof PutSchedule)[];

/** What of a schedule is saved, without where it is in time. */
export function definitionOf(schedule: Schedule): PutSchedule {
  return Object.fromEntries(definitionKeys.map((key) => [key, schedule[key]])) as Pick<Schedule, (typeof definitionKeys)[number]>;
}
