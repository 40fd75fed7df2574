import type { Statement } from '../../database/database.ts';

/** What was recorded of runs whose jobs are deleted. Their threads stay as long as they are used. */
export const forgetAgentRuns = (jobIds: readonly string[]): Statement => ({
  name: 'forget_agent_runs',
  text: `with steps as (delete from agent_step where job_id = any($1::uuid[])) delete from agent_run where job_id = any($1::uuid[])`,
  values: [jobIds],
});

/** Threads that were not used for so many days, with the keys of their files. One row at least for each, so that the count tells whether there are more. */
export const forgetThreads = (days: number, most: number): Statement => ({
  text: `
with over as (
  select id from thread where updated_at < now() - make_interval(days => $1) and status not in ('running', 'waiting') limit $2 for update skip locked
), file as (
  select over.id, f.object_key from over left join thread_file f on f.thread_id = over.id
), gone as (
  delete from thread where id in (select id from over)
)
select object_key from file`,
  values: [days, most],
});

/** Pieces of answers that ended a while ago: whoever still follows has them, and the message has everything. */
export const forgetChunks: Statement = {
  text: `
delete from agent_chunk c where c.created_at < now() - interval '15 minutes'
  and not exists (select from message m where m.job_id = c.job_id and m.status in ('running', 'waiting'))`,
  values: [],
};
