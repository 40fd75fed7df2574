import type { Statement } from '../database/database.ts';
import type { SuspendedFacts } from './core/suspended-for.ts';

/** The step of a flow whose id `id` gives, with the field that `field` names. Only what has a kind is a step: an argument may have an id too. */
const ofStep = (id: string, field: string): string =>
  `jsonb_path_query_first(definition.value, '$.** ? (@.id == $id && exists(@.value.type)).${field}', jsonb_build_object('id', ${id})) #>> '{}'`;

/** What a place of a flow (`/loop[3]/paid~2`) is to people: the step, and the step around it where it is one of several below that. */
const namesOf = (place: string): string => `
  select step.id as step, ${ofStep('step.id', 'summary')} as summary, around.id as around, around.round,
    ${ofStep('around.id', 'summary')} as around_summary, ${ofStep('around.id', 'value.type')} as around_kind
  from (select substring(${place} from '([A-Za-z_][\\w-]*)(?:~\\d+)?$') as id) step,
    (select substring(${place} from '([A-Za-z_][\\w-]*)(?:~\\d+)?\\[\\d+\\]/[^/]*$') as id, substring(${place} from '\\[(\\d+)\\]/[^/]*$')::integer as round) around`;

/**
 * What a job that holds no worker waits for: open waits, who may decide where people are asked, and jobs of its own that are alive; each
 * with what its author called the step, where this is a flow or a workflow that gives names.
 */
export const readSuspended = (jobId: string): Statement => ({
  name: 'read_suspended',
  text: `
with definition as materialized (
  select coalesce(run.value::jsonb, version.value::jsonb) as value
  from (select $1::uuid as id) asked left join flow_run run on run.job_id = asked.id left join flow_version version on version.id = run.version_id
)
select
  (select coalesce(json_agg(open order by open.opened_at), '[]') from (
    select wait.kind, wait.due_at, wait.event_key, wait.opened_at, request.waits_for, request.expires_at, request.title,
      case wait.owner when 'flow' then (select to_json(named) from (${namesOf('wait.place')}) named)
        else json_build_object('step', rtrim(wait.place, '!'), 'summary', (select nullif(step.name, step.kind) from workflow_step step where step.wait_id = wait.id and step.job_id = $1 limit 1)) end as names
    from definition, wait left join approval_request request on request.wait_id = wait.id and request.status = 'open'
    where wait.job_id = $1 and wait.closed_at is null order by wait.opened_at limit 20) as open) as waits,
  (select coalesce(json_agg(child), '[]') from (
    select job.id as job_id, coalesce(job.started_at, job.created_at) as since, job.path,
      case when job.trigger_kind = 'flow' then (select to_json(named) from (${namesOf('job.trigger_path')}) named) end as names
    from definition, job where job.parent_id = $1 and job.ended_at is null order by job.created_at limit 20) as child) as children`,
  values: [jobId],
});

/** Row of {@link readSuspended}. */
export type SuspendedRow = SuspendedFacts;
