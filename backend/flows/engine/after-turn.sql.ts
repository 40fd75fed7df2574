import type { Statement } from '../../database/database.ts';
import { flowDeleteTask } from '../../queue/task-names.ts';

/** Jobs of a run that are alive at places that begin so. */
export const liveStepJobs = (jobId: string, placePrefix: string): Statement => ({
  name: 'live_step_jobs',
  text: `select id from job where parent_id = $1 and ended_at is null and starts_with(coalesce(trigger_path, ''), $2)`,
  values: [jobId, placePrefix],
});

/** The job at a place, if it is alive. */
export const liveStepJob = (jobId: string, place: string): Statement => ({
  name: 'live_step_job',
  text: 'select id from job where parent_id = $1 and ended_at is null and trigger_path = $2',
  values: [jobId, place],
});

/** Has results deleted later: of some steps, or of all (`null`). */
export const queueDeletion = (jobId: string, steps: readonly string[] | null, afterSeconds: number): Statement => ({
  name: 'queue_flow_deletion',
  text: `select graphile_worker.add_job('${flowDeleteTask}', json_build_object('id', $1::text, 'steps', $2::json), run_at => now() + make_interval(secs => $3), max_attempts => 32000)`,
  values: [jobId, steps === null ? null : JSON.stringify(steps), afterSeconds],
});

/** Deletes arguments, results and logs of steps; that they ran stays on record. Gives the keys of the results that lie in the object store. */
export const deleteResults = (jobId: string, steps: readonly string[] | null): Statement => ({
  name: 'delete_flow_results',
  text: `
with held as (
  update flow_step set held = null, result_job_id = null where job_id = $1 and kind in ('step_ended', 'frame_ended') and ($2::text[] is null or step = any($2::text[]))
  and (held is not null or result_job_id is not null)
), doomed as (
  select id, result_object as key from job
  where id in (select child_job_id from flow_step where job_id = $1 and child_job_id is not null and ($2::text[] is null or step = any($2::text[])))
    or (id = $1 and $2::text[] is null)
  for update
), emptied as (
  update job set args = '{}', result = null, result_object = null from doomed where job.id = doomed.id returning job.id, doomed.key
), logs as (
  delete from job_log where job_id in (select id from emptied)
)
select key from emptied where key is not null`,
  values: [jobId, steps],
});
