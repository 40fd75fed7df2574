import type { Statement } from '../../database/database.ts';
import { jobColumns, jobParameter, jobPlaceholders, jobValues } from '../../jobs/job-columns.ts';
import { noticeSql } from '../../jobs/job-notice.ts';
import type { NewJob } from '../../jobs/new-job.ts';

/** Row of {@link insertFlowJob} and {@link jobOfKey}. */
export type InsertedFlow = { id: string };

/** The job that has an idempotency key. */
export const jobOfKey = (workspaceId: string, key: string | null): Statement => ({
  name: 'job_of_key',
  text: 'select id from job where workspace_id = $1 and idempotency_key = $2',
  values: [workspaceId, key],
});

/** Writes the job of a flow that begins at once: it waits for its steps from the start, and never goes through the queue. No row: its idempotency key was used before. */
export function insertFlowJob(job: NewJob): Statement {
  return {
    name: 'insert_flow_job',
    text: `
with new_job as (
  insert into job (${jobColumns}, idempotency_key, status, attempt, started_at)
  values (${jobPlaceholders}, ${jobParameter(1)}, 'waiting', 1, now())
  on conflict (workspace_id, idempotency_key) where idempotency_key is not null do nothing
  returning *
), notice as (${noticeSql('new_job')})
select id from new_job, notice`,
    values: [...jobValues(job), job.idempotencyKey],
  };
}

/** A flow whose turn in the queue has come. */
export type ClaimedFlow = { id: string; kind: 'flow' | 'flow_preview'; depth: number };

/**
 * Takes a flow from the queue: it waits for its steps from now on. No row: it has ended, has begun before, or is not admitted yet.
 * How deep it stands within flows is read from the flow around it.
 */
export const claimFlow = (jobId: string): Statement => ({
  name: 'claim_flow',
  text: `
with claimed as (
  update job set status = 'waiting', attempt = 1, started_at = now()
  where id = $1 and status = 'queued' and kind in ('flow', 'flow_preview') and (admission_key is null or admitted_at is not null)
  returning *
), notice as (${noticeSql('claimed')})
select claimed.id, claimed.kind, coalesce((select depth + 1 from flow_run where job_id = claimed.parent_id), 0) as depth
from claimed, notice`,
  values: [jobId],
});
