import type { Statement } from '../database/database.ts';

/** Everyone in whose name a job and those that it came from run: who asked for them, and as whom they run. */
export const readChain = (jobId: string): Statement => ({
  name: 'approval_chain',
  text: `
with recursive chain as (
  select id, parent_id, created_by, run_as, 1 as depth from job where id = $1
  union all select job.id, job.parent_id, job.created_by, job.run_as, chain.depth + 1 from chain join job on job.id = chain.parent_id where chain.depth < 100
)
select created_by as person from chain union select run_as from chain`,
  values: [jobId],
});

/** Of `names` (`u/<user>`, `g/<group>`) those that nobody has. */
export const readUnknown = (workspaceId: string, names: readonly string[]): Statement => ({
  name: 'approval_unknown_candidates',
  text: `
select asked.name from unnest($2::text[]) as asked(name)
where case when starts_with(asked.name, 'g/') then not exists (select from group_ g where g.workspace_id = $1 and g.name = substr(asked.name, 3))
  else not exists (select from membership m where m.workspace_id = $1 and m.username = substr(asked.name, 3)) end`,
  values: [workspaceId, names],
});

/** Who deployed a version of a script, a flow or an agent. */
export const readAuthor = (kind: 'script' | 'flow' | 'agent', workspaceId: string, path: string, version: number): Statement => ({
  text: `
select v.created_by as person from ${kind} item join ${kind}_version v on v.${kind}_id = item.id
where item.workspace_id = $1 and item.path = $2 and item.archived_at is null and v.version = $3`,
  values: [workspaceId, path, version],
});

/** Open requests of a job, locked, in an order in which two who do the same never meet; of its waits at some places, where a prefix is given. */
export const lockOpenRequests = (jobId: string, placePrefix: string | null): Statement => ({
  name: 'lock_open_approvals',
  text: `
select r.id from approval_request r
where r.job_id = $1 and r.status = 'open' and ($2::text is null or exists (select from wait where wait.id = r.wait_id and starts_with(wait.place, $2)))
order by r.id for update of r`,
  values: [jobId, placePrefix],
});
