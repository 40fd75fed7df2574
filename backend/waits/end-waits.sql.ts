import type { Statement } from '../database/database.ts';
import { waitEndedTask } from '../queue/task-names.ts';
import type { EndedWait, Ending } from './wait.ts';

/** Row of a wait that has ended. */
export type EndedWaitRow = {
  id: string;
  workspace_id: string;
  job_id: string;
  owner: string;
  place: string;
  kind: EndedWait['kind'];
  ending: Ending;
  opened_at: Date;
};

const columns = 'wait.id, wait.workspace_id, wait.job_id, wait.owner, wait.place, wait.kind, wait.ending, wait.opened_at';

/** CTE bodies that take the timers of the CTE `source` back, and tell the owners. A CTE that is not referred to is left out. */
const disarmSql = (source: string): string => `select count(graphile_worker.remove_job('wait:' || id)) as disarmed from ${source} where due_at is not null`;
/** The same for many that are ended by time. The rows that are held by a worker stay: whoever handles them finds that the wait has ended. */
const disarmManySql = (source: string): string =>
  `delete from graphile_worker._private_jobs where key = any (array (select 'wait:' || id from ${source})) and is_available = true returning 1`;
const tellSql = (source: string): string =>
  `select count(graphile_worker.add_job('${waitEndedTask}', json_build_object('id', id), max_attempts => 32000)) as told from ${source}`;

/** Ends a wait, once, and has its owner told by the queue. Gives a row if it was this call that ended it. */
export function endWait(waitId: string, ending: Ending): Statement {
  return {
    name: 'end_wait',
    text: `
with ended as (
  update wait set closed_at = now(), ending = $2::json where id = $1 and closed_at is null returning id, due_at
), told as (${tellSql('ended')}), disarm as (${disarmSql('ended')})
select ended.id from ended, told, disarm`,
    values: [waitId, JSON.stringify(ending)],
  };
}

/** Ends all open waits for an event, and has their owners told. */
export function endWaitsByEvent(workspaceId: string, key: string, ending: string): Statement {
  return {
    name: 'end_waits_by_event',
    text: `
with ended as (
  update wait set closed_at = now(), ending = $3::json
  where workspace_id = $1 and event_key = $2 and event_key is not null and closed_at is null returning id, due_at
), told as (${tellSql('ended')}), disarm as (${disarmSql('ended')})
select ended.id from ended, told, disarm`,
    values: [workspaceId, key, ending],
  };
}

/** Ends waits whose time has come, and gives them; those that time ended before too, so that an owner who could not be told is told again. */
export function endDueWaits(ids: readonly string[]): Statement {
  return {
    name: 'end_due_waits',
    text: `
with ended as (
  update wait set closed_at = now(), ending = '{"by":"time"}' where id = any($1::uuid[]) and closed_at is null returning ${columns}
)
select * from ended
union all
select ${columns} from wait where id = any($1::uuid[]) and closed_at is not null and ending->>'by' = 'time'`,
    values: [ids],
  };
}

/**
 * Ends more waits whose time has come, of owners whose jobs are woken together, and takes their own rows out of the queue: of ten thousand sleepers with
 * one alarm, each row of the queue would otherwise be fetched, handled and acknowledged by itself (10,000 took 24 s on two busy cores). What somebody else
 * works on is left to them.
 */
export function endOthersDue(ids: readonly string[], owners: readonly string[], most: number): Statement {
  return {
    name: 'end_others_due',
    text: `
with due as (
  select id from wait
  where due_at <= now() and closed_at is null and kind = 'sleep' and owner = any($2::text[]) and id <> all($1::uuid[])
  order by due_at limit $3 for update skip locked
), ended as (
  update wait set closed_at = now(), ending = '{"by":"time"}' from due where wait.id = due.id returning wait.id, wait.owner, wait.job_id, wait.due_at
), disarm as (${disarmManySql('ended')})
select ended.owner, ended.job_id from ended`,
    values: [ids, owners, most],
  };
}

/** A wait that has ended. */
export const readEndedWait = (id: string): Statement => ({
  name: 'read_ended_wait',
  text: `select ${columns} from wait where id = $1 and closed_at is not null`,
  values: [id],
});

/** Closes the open waits of a job at the places that begin so; nobody is told. */
export function closeWaits(jobId: string, placePrefix: string, reason: string): Statement {
  return {
    name: 'close_waits',
    text: `
with closed as (
  update wait set closed_at = now(), ending = json_build_object('by', 'closed', 'reason', $3::text)
  where job_id = $1 and starts_with(place, $2) and closed_at is null returning id, due_at
), disarm as (${disarmSql('closed')})
select closed.id from closed, disarm`,
    values: [jobId, placePrefix, reason],
  };
}

/** Closes one wait of a job, by its place and kind; nobody is told. */
export function closeWaitAt(jobId: string, place: string, kind: string, reason: string): Statement {
  return {
    name: 'close_wait_at',
    text: `
with closed as (
  update wait set closed_at = now(), ending = json_build_object('by', 'closed', 'reason', $4::text)
  where job_id = $1 and place = $2 and kind = $3 and closed_at is null returning id, due_at
), disarm as (${disarmSql('closed')})
select closed.id from closed, disarm`,
    values: [jobId, place, kind, reason],
  };
}
