import { can, levelOn } from '../access/core/can.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { maskSecrets } from '../jobs/job-view.ts';
import type { ApprovalEventEntity, ApprovalRequestEntity, ApprovalVoteEntity } from './approval.entity.ts';
import type { Approval, ApprovalEvent, ApprovalRow } from './approvals.contract.ts';
import { shownHash, toCast, toState } from './approvals.repository.ts';
import type { Holders } from './core/candidates.ts';
import { tally } from './core/quorum.ts';
import { viewerOf, type Viewer } from './core/viewer.ts';
import { waitingFor } from './core/waiting-for.ts';
import type { Principals } from './principals.ts';

/** Who looks at a request, for the rules. */
export function toViewer(auth: Auth, principals: Principals, { runnableKind, path }: ApprovalRequestEntity): Viewer {
  const decides = can(auth, 'approvals:decide');
  return {
    person: subjectOf(auth),
    others: principals.others.map(({ person }) => person),
    isOwner: levelOn(auth, { kind: runnableKind, path }).level === 'owner',
    isAdmin: auth.role === 'admin',
    barredBecause: decides.allowed ? null : `${decides.because}.`,
  };
}

/** A request as lists show it. */
export function toRow(auth: Auth, principals: Principals, request: ApprovalRequestEntity, votes: readonly ApprovalVoteEntity[], holders: Holders): ApprovalRow {
  const [state, given] = [toState(request), votes.map(toCast)];
  const { spec, claimedBy, requestedBy } = request;
  return {
    id: request.id,
    title: request.title,
    subject: { kind: request.subjectKind, path: request.path, version: request.version, job_id: request.jobId, step: request.step },
    runnable_kind: request.runnableKind,
    status: request.status,
    risk: spec.risk,
    requested_by: requestedBy,
    waiting_for: waitingFor(state, given, holders),
    stage: request.stage,
    stage_count: request.stages.length,
    claimed_by: claimedBy,
    has_form: spec.form.approve !== null || spec.form.reject !== null,
    hash: shownHash(request),
    created_at: request.createdAt.toISOString(),
    due_at: request.dueAt?.toISOString() ?? null,
    expires_at: request.expiresAt?.toISOString() ?? null,
    ended_at: request.endedAt?.toISOString() ?? null,
    viewer: viewerOf(toViewer(auth, principals, request), { ...state, requestedBy, claimedBy, isExternalAllowed: spec.is_external_allowed }, given, holders),
  };
}

/** A whole request. Secrets in its arguments are masked for everyone. */
export function toApproval(
  row: ApprovalRow,
  request: ApprovalRequestEntity,
  votes: readonly ApprovalVoteEntity[],
  events: readonly ApprovalEventEntity[],
  holders: Holders,
): Approval {
  const { spec } = request;
  return {
    ...row,
    summary: request.summary,
    args: maskSecrets(request.args) as JsonObject,
    args_schema: request.argsSchema,
    preview: request.preview as Json,
    labels: request.labels,
    stages: stagesOf(request, votes, holders),
    form: spec.form,
    is_comment_required_on_reject: spec.is_comment_required_on_reject,
    is_reject_hidden: spec.is_reject_hidden,
    is_self_approval_forbidden: spec.is_self_approval_forbidden,
    is_external_allowed: spec.is_external_allowed,
    run_job_id: request.runJobId,
    events: events.map(toEvent),
  };
}

function stagesOf(request: ApprovalRequestEntity, votes: readonly ApprovalVoteEntity[], holders: Holders): Approval['stages'] {
  const given = votes.map(toCast);
  return request.stages.map(({ name, candidates, escalated, quorum, is_distinct }, index) => {
    const here = votes.filter(({ stage }) => stage === index);
    const approvals = here.filter(({ vote }) => vote === 'approve').length;
    const { needed } =
      index === request.stage && request.status === 'open'
        ? tally(toState(request), given, holders)
        : { needed: typeof quorum === 'number' ? quorum : Math.max(1, quorum === 'all' ? approvals : 1) };
    return {
      name,
      candidates: [...new Set([...candidates, ...escalated])],
      quorum,
      is_distinct,
      status: stageStatus(request, index),
      needed,
      votes: here.map(({ voter, principal, vote, at, comment, formValues }) => ({
        by: voter,
        on_behalf_of: principal === voter ? null : principal,
        vote,
        at: at.toISOString(),
        comment,
        values: maskSecrets(formValues) as JsonObject | null,
      })),
    };
  });
}

function stageStatus({ status, stage }: ApprovalRequestEntity, index: number): 'pending' | 'open' | 'passed' | 'rejected' {
  if (index < stage || (index === stage && status === 'approved')) return 'passed';
  if (index > stage) return 'pending';
  return status === 'open' ? 'open' : status === 'rejected' ? 'rejected' : 'pending';
}

/** An entry of the record. */
export function toEvent(event: ApprovalEventEntity): ApprovalEvent {
  const { id, at, kind, actor, onBehalfOf, channel, stage, comment, formValues, details } = event;
  return {
    id,
    at: at.toISOString(),
    kind,
    actor,
    on_behalf_of: onBehalfOf,
    channel,
    stage,
    comment,
    values: maskSecrets(formValues) as JsonObject | null,
    details,
  };
}
