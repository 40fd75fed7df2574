import type { Statement } from '../database/database.ts';
import { approvalNoticeTask, approvalTask } from '../queue/task-names.ts';

/** Why people are told of a request. */
export type Occasion = 'asked' | 'reminded' | 'escalated' | 'ended';
/** The same, and that a vote was counted and the request goes on: nobody is told of it, but what shows the request is brought up to date. */
export type NoticeOccasion = Occasion | 'voted';

/** Puts the one row of a request into the queue, or moves it, so that it is looked at when its time comes. */
export const queueApproval = (id: string, at: Date): Statement => ({
  text: `select graphile_worker.add_job('${approvalTask}', json_build_object('id', $1::text), run_at => $2, max_attempts => 32000, job_key => 'approval:' || $1::text, priority => -100)`,
  values: [id, at],
});

/** Has the requests to run what lives, or lived, at these paths looked at after the commit: what was asked for may be gone. */
export const lookAtRunRequests = (workspaceId: string, kind: string, paths: readonly string[]): Statement => ({
  text: `
select graphile_worker.add_job('${approvalTask}', json_build_object('id', id), max_attempts => 32000, priority => -100) is not null as asked
from approval_request where workspace_id = $1 and path = any($3::text[]) and runnable_kind = $2 and subject_kind = 'run' and status = 'open'`,
  values: [workspaceId, kind, paths],
});

/** Takes the row of a request out of the queue. */
export const unqueueApproval = (id: string): Statement => ({ text: `select graphile_worker.remove_job('approval:' || $1::text)`, values: [id] });

/** Has people told, after the commit and from outside of any request. */
export const queueNotice = (id: string, occasion: NoticeOccasion, stage: number): Statement => ({
  text: `select graphile_worker.add_job('${approvalNoticeTask}', json_build_object('id', $1::text, 'occasion', $2::text, 'stage', $3::integer), max_attempts => 25)`,
  values: [id, occasion, stage],
});

/** Rights that fit into one notification with room to spare; a request of more people tells everyone who follows an inbox. */
const mostTokens = 60;

/**
 * Tells open inboxes that something changed for who holds one of `tokens`, and for those who decide in their name. What changed is
 * asked for by whoever may see it.
 */
export const notifyApproval = (workspaceId: string, tokens: readonly string[]): Statement => ({
  text: `
select pg_notify('millrace_approval', json_build_object('w', $1::text, 't', case when cardinality($2::text[]) > ${mostTokens} then '["*"]'::json
  else to_json($2::text[] || coalesce((select array_agg(delegate) from (select distinct delegate from approval_delegation where workspace_id = $1 and revoked_at is null and now() between from_at and until_at limit ${mostTokens}) as away), '{}')) end)::text)`,
  values: [workspaceId, tokens],
});

/** Whom a notification is for. */
export type ApprovalNotice = { w: string; t: string[] };

/** Reads a notification; what is not ours is ignored. */
export function readApprovalNotice(payload: string): ApprovalNotice | null {
  try {
    const notice = JSON.parse(payload) as ApprovalNotice;
    return typeof notice.w === 'string' && Array.isArray(notice.t) ? notice : null;
  } catch {
    return null;
  }
}
