import { agentEndedTask, workflowEndedTask } from '../queue/task-names.ts';

/**
 * A CTE body that has the queue clean up after workflows and agents of the CTE `source` that ended without their worker while they waited for something: waits,
 * approvals and child jobs that nobody waits for any more. The CTE must be referred to, or Postgres leaves it out.
 */
export const endedWorkflowsSql = (source: string): string => `
  select count(graphile_worker.add_job(case when kind in ('agent', 'agent_preview') then '${agentEndedTask}' else '${workflowEndedTask}' end, json_build_object('id', id), max_attempts => 32000)) as told
  from ${source} where status in ('failed', 'cancelled')
    and (kind in ('agent', 'agent_preview') or exists (select 1 from workflow_step where workflow_step.job_id = ${source}.id and workflow_step.status = 'open'))`;
