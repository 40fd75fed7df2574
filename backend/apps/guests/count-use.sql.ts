import type { Statement } from '../../database/database.ts';

/** What is counted: who or what, in which kind of window, up to how much. `amount` is what this one use counts for; 1 unless said otherwise. */
export type UseLimit = { readonly key: string; readonly window: 'minute' | 'day'; readonly maximum: number; readonly amount?: number };

/**
 * Counts one use, unless the limit is reached: then there is no row. What is refused is not counted, so that whoever tries too often does not
 * use up what the others have. One statement, so that servers beside each other and calls at the same moment never let too many through.
 */
export const countUse = (workspaceId: string, path: string, { key, window, maximum, amount = 1 }: UseLimit): Statement => ({
  name: 'count_app_use',
  text: `
    insert into app_use as counted (workspace_id, path, key, window_at, used) select $1, $2, $3, date_trunc($4, now(), 'UTC'), $6::integer where $6::integer <= $5::integer
    on conflict (workspace_id, path, key, window_at) do update set used = counted.used + $6::integer where counted.used + $6::integer <= $5::integer
    returning used`,
  values: [workspaceId, path, key, window, maximum, amount],
});

/** In how many seconds a window ends. */
export const secondsLeft = (window: UseLimit['window'], now: Date): number =>
  window === 'minute' ? 60 - now.getUTCSeconds() : 86_400 - Math.floor((now.getTime() / 1000) % 86_400);

/** Deletes what no window counts any more. */
export const forgetUse: Statement = { name: 'forget_app_use', text: `delete from app_use where window_at < now() - interval '2 days'`, values: [] };
