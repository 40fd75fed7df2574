import type { Statement } from '../database/database.ts';

/** A session that has begun. */
export const beginSession = (id: string, workspaceId: string, userId: string, client: { name: string; version: string }): Statement => ({
  name: 'begin_mcp_session',
  text: `insert into mcp_session (id, workspace_id, user_id, client_name, client_version) values ($1, $2, $3, $4, $5)`,
  values: [id, workspaceId, userId, client.name, client.version],
});

/** A session of exactly this person in this workspace; noted as in use, at most once a minute. */
export const useSession = (id: string, workspaceId: string, userId: string): Statement => ({
  name: 'use_mcp_session',
  text: `
    with touched as (update mcp_session set seen_at = now() where id = $1 and workspace_id = $2 and user_id = $3 and seen_at < now() - interval '1 minute')
    select client_name from mcp_session where id = $1 and workspace_id = $2 and user_id = $3`,
  values: [id, workspaceId, userId],
});

/** Ends a session; a row when there was one. */
export const endSession = (id: string, workspaceId: string, userId: string): Statement => ({
  name: 'end_mcp_session',
  text: `delete from mcp_session where id = $1 and workspace_id = $2 and user_id = $3 returning id`,
  values: [id, workspaceId, userId],
});

/** Notes which job a call becomes, before that is written. No row: the call was cancelled already, or its id is in use. */
export const noteCall = (sessionId: string, requestId: string, jobId: string): Statement => ({
  name: 'note_mcp_call',
  text: `
    insert into mcp_call (session_id, request_id, job_id) values ($1, $2, $3)
    on conflict (session_id, request_id) do update set job_id = excluded.job_id, created_at = now()
      where mcp_call.cancelled_at is null and not exists (select from job where id = mcp_call.job_id and ended_at is null)
    returning job_id`,
  values: [sessionId, requestId, jobId],
});

/** Marks a call as cancelled, also one that has not come yet; gives its job. */
export const cancelCall = (sessionId: string, requestId: string): Statement => ({
  name: 'cancel_mcp_call',
  text: `
    insert into mcp_call (session_id, request_id, cancelled_at) values ($1, $2, now())
    on conflict (session_id, request_id) do update set cancelled_at = coalesce(mcp_call.cancelled_at, now())
    returning job_id`,
  values: [sessionId, requestId],
});

/** Whether a call was cancelled while its job was being written. */
export const isCancelled = (sessionId: string, requestId: string): Statement => ({
  name: 'is_mcp_call_cancelled',
  text: `select 1 from mcp_call where session_id = $1 and request_id = $2 and cancelled_at is not null`,
  values: [sessionId, requestId],
});

/** A call is over. */
export const forgetCall = (sessionId: string, requestId: string): Statement => ({
  name: 'forget_mcp_call',
  text: `delete from mcp_call where session_id = $1 and request_id = $2`,
  values: [sessionId, requestId],
});
