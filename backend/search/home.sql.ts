import { visiblePaths } from '../access/visible-paths.sql.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import { visibleJobs } from '../jobs/list-jobs.sql.ts';
import type { ChecklistStepId } from './search.contract.ts';

/** Something that the home page lists, and since when or from when it is. */
export type ItemRow = { kind: string; path: string; summary: string; language: string | null; at: Date };
/** Something that was starred or used. */
export type MarkedRow = ItemRow & { list: 'recent' | 'favourite' };

const shownRecent = 12;
const shownFavourites = 50;

/** What the caller used last and what they starred, of that which is still there and which they may still see. */
export function markedItems(auth: Auth): Statement {
  const parameters = new Parameters();
  const [workspace, user] = [parameters.add(auth.workspaceId), parameters.add(auth.userId)];
  const text = `
with item (kind, path, summary, language) as (
  select 'script', s.path, v.summary, v.language
  from script s join script_version v on v.script_id = s.id and v.version = s.current_version
  where s.workspace_id = ${workspace} and s.archived_at is null and ${visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters)}
  union all
  select 'flow', f.path, v.summary, null
  from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
  where f.workspace_id = ${workspace} and f.archived_at is null and ${visiblePaths(auth, 'flows:read', 'flow', 'f.path', parameters)}
  union all
  select 'app', a.path, v.summary, null
  from app a join app_version v on v.app_id = a.id and v.version = a.current_version
  where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'apps:read', 'app', 'a.path', parameters)}
  union all
  select 'agent', a.path, v.summary, null
  from agent a join agent_version v on v.agent_id = a.id and v.version = a.current_version
  where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'agents:read', 'agent', 'a.path', parameters)}
  union all
  select 'resource', path, description, null from resource where workspace_id = ${workspace} and ${visiblePaths(auth, 'resources:read', 'resource', 'path', parameters)}
  union all
  select 'variable', path, description, null from variable where workspace_id = ${workspace} and ${visiblePaths(auth, 'variables:read', 'variable', 'path', parameters)}
), recent as (
  select 'recent' as list, item.*, r.at from recent_item r join item using (kind, path)
  where r.workspace_id = ${workspace} and r.user_id = ${user} order by r.at desc limit ${shownRecent}
), favourite_ as (
  select 'favourite' as list, item.*, f.created_at as at from favourite f join item using (kind, path)
  where f.workspace_id = ${workspace} and f.user_id = ${user} order by f.created_at desc limit ${shownFavourites}
)
select * from recent union all select * from favourite_ order by list, at desc, path`;
  return { text, values: parameters.values };
}

/** A runnable that fails. */
export type FailingRow = { kind: 'script' | 'flow' | 'agent'; path: string; count: number; last_job_id: string; last_at: Date; error: string };

/** Runs of the last day that are looked at, newest first: the page must stay fast in a workspace with millions of runs. */
const examinedRuns = 20_000;

/**
 * Scripts, flows and agents whose last finished runs of the last 24 hours failed: how often since they last succeeded, and how the last one did.
 * What failed as a step or a call of a tool is told of by its flow or its agent.
 */
export function failingRunnables(auth: Auth): Statement {
  const parameters = new Parameters();
  const text = `
with run as (
  select job.id, job.kind, job.path, job.status, job.created_at, job.ended_at, job.error->>'message' as error
  from job
  where job.workspace_id = ${parameters.add(auth.workspaceId)} and job.created_at > now() - interval '24 hours' and job.kind in ('script', 'flow', 'agent') and job.trigger_kind not in ('flow', 'agent') and job.status in ('failed', 'succeeded') and ${visibleJobs(auth, parameters)}
  order by job.created_at desc limit ${examinedRuns}
), success as (
  select kind, path, max(created_at) as at from run where status = 'succeeded' group by kind, path
), failure as (
  select run.*, count(*) over (partition by run.kind, run.path) as failures, row_number() over (partition by run.kind, run.path order by run.created_at desc, run.id desc) as place
  from run left join success on success.kind = run.kind and success.path = run.path
  where run.status = 'failed' and (success.at is null or run.created_at > success.at)
)
select kind, path, failures::integer as count, id as last_job_id, coalesce(ended_at, created_at) as last_at, coalesce(error, '') as error
from failure where place = 1 order by last_at desc limit 20`;
  return { text, values: parameters.values };
}

/** What is going on and what a newcomer has not done yet. */
export type SummaryRow = { running: number } & Record<ChecklistStepId, boolean>;

/** The number of running jobs, and the checklist. What an import brought, people included, is nobody's own work and does not count. */
export function homeSummary(auth: Auth): Statement {
  const parameters = new Parameters();
  const [workspace, me] = [parameters.add(auth.workspaceId), parameters.add(subjectOf(auth))];
  const text = `
with imported as (
  select jsonb_array_elements_text(details->'paths') as path from event where workspace_id = ${workspace} and object_kind = 'workspace' and action = 'workspace.imported'
)
select
  (select count(*)::integer from job where job.workspace_id = ${workspace} and job.status = 'running' and job.ended_at is null and ${visibleJobs(auth, parameters)}) as running,
  exists (select from (select created_by from job where workspace_id = ${workspace} and kind = 'script' and trigger_kind <> 'app' order by created_at desc limit ${examinedRuns}) as latest where created_by = ${me}) as run_script,
  exists (select from script_version v join script s on s.id = v.script_id where v.workspace_id = ${workspace} and v.created_by = ${me} and s.path not in (select path from imported)) as deploy_script,
  exists (select from app_version v join app a on a.id = v.app_id where v.workspace_id = ${workspace} and v.created_by = ${me} and a.path not in (select path from imported)) as make_app,
  exists (select from resource where workspace_id = ${workspace} and created_by = ${me} and path not in (select path from imported)) as add_resource,
  exists (select from invitation where workspace_id = ${workspace}) or (select count(*) > 1 from membership where workspace_id = ${workspace} and arrival = 'joined') as invite_member`;
  return { text, values: parameters.values };
}
