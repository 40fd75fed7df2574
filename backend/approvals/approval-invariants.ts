import type { Invariant } from '../auditor/invariants.ts';
import { approvalTask } from '../queue/task-names.ts';

/** A state that lasts shorter may just be on its way from one transaction to the next. */
const settled = "interval '30 seconds'";

/** Ends requests that nobody can decide to any effect, with an entry in their record. */
const makeVoid = (because: string): string => `
with ended as (
  update approval_request set status = 'void', ended_at = now(), waits_for = '{}', barred = '{}', remind_at = null, escalate_at = null where id = any($1::uuid[]) and status = 'open' returning id
)
insert into approval_event (id, request_id, kind, actor, channel, details)
select gen_random_uuid(), id, 'voided', 'system', 'system', json_build_object('outcome', 'void', 'because', '${because}') from ended`;

/** What must always be true of approvals (D19). */
export const approvalInvariants: readonly Invariant[] = [
  {
    name: 'approval_of_ended_job',
    meaning: 'A request waits for a decision although the run that it belongs to has ended',
    query: `
select r.id::text as subject from approval_request r join job on job.id = r.job_id
where r.status = 'open' and r.wait_id is not null and job.status in ('succeeded', 'failed', 'cancelled', 'skipped') and job.ended_at < now() - ${settled} limit 100`,
    heal: makeVoid('The run has ended'),
  },
  {
    name: 'approval_of_closed_wait',
    meaning: 'A request waits for a decision although its run does not wait for it any more',
    query: `
select r.id::text as subject from approval_request r left join wait on wait.id = r.wait_id
where r.status = 'open' and r.wait_id is not null and r.created_at < now() - ${settled} and (wait.id is null or wait.closed_at < now() - ${settled}) limit 100`,
    heal: makeVoid('The run does not wait for it any more'),
  },
  {
    name: 'approval_decided_but_waited_for',
    meaning: 'A request was decided but the run that waits for it was not told',
    query: `
select r.id::text as subject from approval_request r join wait on wait.id = r.wait_id
where r.status in ('approved', 'rejected', 'expired', 'withdrawn') and r.ended_at < now() - ${settled} and wait.closed_at is null limit 100`,
  },
  {
    name: 'approval_overdue',
    meaning: 'The time of a request is over but nobody has ended it',
    query: `select id::text as subject from approval_request where status = 'open' and expires_at < now() - ${settled} limit 100`,
    heal: `select graphile_worker.add_job('${approvalTask}', json_build_object('id', id), max_attempts => 32000, job_key => 'approval:' || id, priority => -100) is not null as asked from approval_request where id = any($1::uuid[]) and status = 'open'`,
  },
];
