import type { Statement } from '../database/database.ts';
import { expectFew } from '../database/expect-few.ts';
import { engineAnswerMs } from './core/engine-limits.ts';
import type { JsonObject } from '../common/json.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import { noticeSql } from './job-notice.ts';
import type { RawCode } from './new-job.ts';

/** A job that this worker now owns: everything that running it needs. */
export type StartedJob = {
  id: string;
  workspace_id: string;
  kind: string;
  path: string;
  version_id: string | null;
  raw: RawCode | null;
  args: JsonObject;
  run_as: string;
  run_as_user_id: string | null;
  created_by: string;
  tag: string;
  parent_id: string | null;
  root_id: string | null;
  trace_id: string;
  settings: ScriptSettings;
  attempt: number;
  admission_key: string | null;
  trigger_kind: string;
  trigger_path: string | null;
  /** Function of the script that runs instead of main: a task of a workflow. */
  entry: string | null;
  /** What woke this workflow so far: see `backend/workflows/suspend-workflow.sql.ts`. */
  wakes: number;
  /** When it was to start: the tick of a schedule, or when it was made. */
  scheduled_for: Date;
  /** Where the log goes on: an earlier attempt may have written. */
  log_seq: number;
};

/**
 * Claims queued jobs for a worker (statement 2 of 3 of a job). Jobs that ended, that belong to somebody else or that must not
 * start yet do not come back, and their row of the queue is simply done.
 *
 * Idempotent for the same worker: when an earlier call was committed but its answer was lost, the job is `running` under
 * our own name without running here, so it is given again, under the same attempt. The caller never asks for a job that it
 * is running.
 *
 * The log position is read only from the second attempt on: a first one has no log, and so costs no look. A workflow that was woken goes on
 * under the attempt that it had; it has a log, and its run began when it first did.
 */
export function startJobs(workerId: string, ids: readonly string[]): Statement {
  return {
    name: 'start_jobs',
    answerWithinMs: engineAnswerMs,
    text: `
with started as (
  update job set
    status = 'running',
    worker_id = $1,
    attempt = job.attempt + (job.status = 'queued')::integer,
    started_at = case when job.wakes > 0 then coalesce(job.started_at, now()) else now() end,
    progress = null
  from unnest($2::uuid[]) as wanted (id)
  where job.id = wanted.id and ${expectFew('wanted.id')}
    and (job.admission_key is null or job.admitted_at is not null)
    and (job.status = 'queued' or (job.status = 'running' and job.worker_id = $1))
    and exists (select 1 from worker where worker.id = $1 and worker.ended_at is null)
  returning job.*
), notice as (${noticeSql('started')})
select id, workspace_id, kind, path, version_id, raw, args, run_as, run_as_user_id, created_by, tag, parent_id, root_id, trace_id, settings, attempt, admission_key, trigger_kind, trigger_path, scheduled_for, entry, wakes,
  case when attempt > 1 or wakes > 0 then (select coalesce(max(seq), 0) from job_log where job_id = started.id) else 0 end as log_seq
from started, notice`,
    values: [workerId, ids],
  };
}
