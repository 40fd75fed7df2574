import type { Statement } from '../database/database.ts';

/** When waits end by themselves within so long, each 20 ms once, however many have the same time. By the clock of the database, which also decides that they are due. */
export const comingWaits = (aheadMs: number): Statement => ({
  name: 'coming_waits',
  text: `
select distinct (ceil(extract(epoch from due_at - clock_timestamp()) * 50) * 20)::float8 as in_ms
from wait where closed_at is null and due_at > now() and due_at <= now() + make_interval(secs => $1::float8 / 1000)`,
  values: [aheadMs],
});
