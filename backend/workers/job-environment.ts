import type { StartedJob } from '../jobs/start-jobs.sql.ts';

/**
 * The environment variables that a job sees besides those of its script. `MR_TOKEN` acts as the identity of the job and dies
 * with it.
 */
export function jobEnvironment(job: StartedJob, token: string, address: string): Record<string, string> {
  return {
    ...job.settings.environment,
    MR_TOKEN: token,
    MR_BASE_URL: address,
    MR_WORKSPACE: job.workspace_id,
    MR_JOB_ID: job.id,
    MR_ROOT_JOB_ID: job.root_id ?? job.id,
    MR_PARENT_JOB_ID: job.parent_id ?? '',
    MR_ATTEMPT: String(job.attempt),
    MR_RUN_AS: job.run_as,
    MR_PATH: job.path,
    MR_TAG: job.tag,
    MR_TRACE_ID: job.trace_id,
    MR_SCHEDULED_FOR: job.scheduled_for.toISOString(),
    MR_SCHEDULE_PATH: job.trigger_kind === 'schedule' ? (job.trigger_path ?? '') : '',
  };
}
