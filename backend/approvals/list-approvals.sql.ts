import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import type { ApprovalExportQuery, ApprovalQuery } from './approvals.contract.ts';
import { tokensOfPrincipal, type Principal, type Principals } from './principals.ts';

/** A place in a list: the id, and the time of the end with all its digits. */
export type ApprovalPlace = { id: string; ended_key: string | null };

/**
 * The condition "`auth` may see the request `r`": whoever it ever waited for, who asked, who voted, in whose name the run runs, everyone who
 * may read the item, and who decides for one of those who are away. A token that is limited to paths sees only theirs.
 */
export function visibleApprovals(auth: Auth, { me, others }: Principals, parameters: Parameters): string {
  const byPath = (['script', 'flow', 'agent'] as const).map((kind) => [kind, visiblePaths(auth, 'approvals:read', kind, 'r.path', parameters)] as const);
  if (byPath.every(([, condition]) => condition === '(true)')) return '(true)';
  const ofPaths = `(case r.runnable_kind ${byPath.map(([kind, condition]) => `when '${kind}' then ${condition}`).join(' ')} else false end)`;
  const isLimited = auth.scopes !== null && visiblePaths({ ...auth, role: 'admin' }, 'approvals:read', 'script', 'r.path', new Parameters()) !== '(true)';
  if (isLimited) return ofPaths;
  const tokens = parameters.add([...new Set([me, ...others].flatMap(tokensOfPrincipal))]);
  return `(r.seen_by && ${tokens}::text[] or ${ofPaths})`;
}

/** The condition "`r` waits for the caller by one of these rights", given once for each person in whose right the caller may decide. */
function waitsForOne(me: string, principal: Principal, tokens: readonly string[], parameters: Parameters): string {
  const person = `${parameters.add(principal.person)}::text`;
  return `(r.waits_for && ${parameters.add(tokens)}::text[] and not (${person} = any(r.barred)) and not exists (select from approval_vote v where v.request_id = r.id and v.stage = r.stage and v.principal = ${person})
    and not (${me} = any(r.barred)) and not exists (select from approval_vote v where v.request_id = r.id and v.stage = r.stage and v.voter = ${me}))`;
}

/** `r` waits for the caller by name or by what they own, is claimed by them, or waits for somebody for whom they decide. */
function waitsForMe({ me, others }: Principals, parameters: Parameters): string {
  const person = `${parameters.add(me.person)}::text`;
  const named = [waitsForOne(person, me, me.own, parameters), ...others.map((other) => waitsForOne(person, other, tokensOfPrincipal(other), parameters))].join(
    ' or ',
  );
  const claimed = `(r.claimed_by is not null and r.claimed_by = ${person} and not exists (select from approval_vote v where v.request_id = r.id and v.stage = r.stage and v.voter = ${person}))`;
  return `(r.status = 'open' and (${claimed} or ${named}))`;
}

/** `r` waits for a group of the caller. */
function waitsForMyGroups({ me }: Principals, parameters: Parameters): string {
  return `(r.status = 'open' and ${waitsForOne(`${parameters.add(me.person)}::text`, me, me.groups, parameters)})`;
}

/** A box of the inbox as a condition on `r`. What waits for the caller by name is not counted with the groups again. */
function boxCondition(box: ApprovalQuery['box'], principals: Principals, parameters: Parameters): string {
  switch (box) {
    case 'mine':
      return waitsForMe(principals, parameters);
    case 'groups':
      return `${waitsForMyGroups(principals, parameters)} and not ${waitsForMe(principals, parameters)}`;
    case 'requested':
      return `r.requested_by = ${parameters.add(principals.me.person)}`;
    case 'done':
      return 'r.ended_at is not null';
    case 'all':
      return 'true';
  }
}

/** A run and what it runs, as far as that is alive: what waits for people does. However deep an agent, a flow and its sub-flows stand in each other. */
const aliveBelow = (job: string): string => `
with recursive below as (
  select ${job}::uuid as id, 0 as depth
  union all select job.id, below.depth + 1 from below join job on job.parent_id = below.id where job.ended_at is null and below.depth < 50
)
select id from below limit 10000`;

/** The places of a page of requests: those that are open by when they were made, those that are done by when they ended, newest first. */
export function listApprovals(auth: Auth, principals: Principals, query: ApprovalQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`r.workspace_id = ${parameters.add(auth.workspaceId)}`, visibleApprovals(auth, principals, parameters)];
  conditions.push(boxCondition(query.box, principals, parameters));
  if (query.status) conditions.push(`r.status = ${parameters.add(query.status)}`);
  if (query.path) conditions.push(`r.path = ${parameters.add(query.path)}`);
  if (query.job) conditions.push(`r.job_id = ${parameters.add(query.job)}`);
  if (query.below) conditions.push(`r.job_id in (${aliveBelow(parameters.add(query.below))})`);
  if (query.search) {
    const pattern = parameters.add(containing(query.search));
    conditions.push(`(r.title ilike ${pattern} or r.path ilike ${pattern} or r.requested_by ilike ${pattern} or r.step ilike ${pattern})`);
  }
  const isDone = query.box === 'done';
  const after = decodeCursor(query.after, isDone ? ['time', 'id'] : ['id']);
  if (after && isDone) conditions.push(`(r.ended_at, r.id) < (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::uuid)`);
  else if (after) conditions.push(`r.id < ${parameters.add(after[0])}::uuid`);
  const order = isDone ? 'r.ended_at desc, r.id desc' : 'r.id desc';
  const text = `select r.id, r.ended_at::text as ended_key from approval_request r where ${conditions.join(' and ')} order by ${order} limit ${parameters.add(query.limit + 1)}`;
  return { text, values: parameters.values };
}

/** Numbers of the badges. Only open requests are looked at, which are few however many there were. */
export function countApprovals(auth: Auth, principals: Principals): Statement {
  const parameters = new Parameters();
  const workspace = parameters.add(auth.workspaceId);
  const visible = visibleApprovals(auth, principals, parameters);
  const [mine, groups, requested] = (['mine', 'groups', 'requested'] as const).map((box) => boxCondition(box, principals, parameters));
  const text = `
select count(*) filter (where ${mine})::integer as mine, count(*) filter (where ${groups})::integer as groups, count(*) filter (where ${requested})::integer as requested,
  count(*) filter (where r.due_at < now() and (${mine} or (${groups})))::integer as overdue
from approval_request r where r.workspace_id = ${workspace} and r.status = 'open' and ${visible}`;
  return { text, values: parameters.values };
}

/** Those among `ids` that the caller may see. */
export function visibleApprovalIds(auth: Auth, principals: Principals, ids: readonly string[]): Statement {
  const parameters = new Parameters();
  const text = `select r.id from approval_request r where r.id = any(${parameters.add(ids)}::uuid[]) and r.workspace_id = ${parameters.add(auth.workspaceId)} and ${visibleApprovals(auth, principals, parameters)}`;
  return { text, values: parameters.values };
}

/** An entry of the record, as it is exported. */
export type ExportRow = {
  approval_id: string;
  title: string;
  subject: string;
  path: string;
  version: number | null;
  job_id: string | null;
  step: string | null;
  status: string;
  hash: string;
  event_id: string;
  at: Date;
  kind: string;
  actor: string;
  on_behalf_of: string | null;
  channel: string;
  stage: number | null;
  comment: string;
  form_values: unknown;
  details: unknown;
};

/** Requests whose record is exported at once. */
const mostExported = 10_000;

/** The record of every request that the caller may see, in the order in which things happened. */
export function exportApprovals(auth: Auth, principals: Principals, query: ApprovalExportQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`r.workspace_id = ${parameters.add(auth.workspaceId)}`, visibleApprovals(auth, principals, parameters)];
  if (query.from) conditions.push(`r.created_at >= ${parameters.add(query.from)}::timestamptz`);
  if (query.to) conditions.push(`r.created_at < ${parameters.add(query.to)}::timestamptz`);
  if (query.path) conditions.push(`r.path = ${parameters.add(query.path)}`);
  if (query.id) conditions.push(`r.id = ${parameters.add(query.id)}::uuid`);
  const text = `
with chosen as (select r.* from approval_request r where ${conditions.join(' and ')} order by r.id desc limit ${mostExported})
select chosen.id as approval_id, chosen.title, chosen.subject_kind as subject, chosen.path, chosen.version, chosen.job_id, chosen.step, chosen.status, chosen.hash,
  e.id as event_id, e.at, e.kind, e.actor, e.on_behalf_of, e.channel, e.stage, e.comment, e.form_values, e.details
from chosen join approval_event e on e.request_id = chosen.id order by e.at, e.id`;
  return { text, values: parameters.values };
}
