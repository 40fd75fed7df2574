import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { maskSecrets } from '../jobs/job-view.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { DueTimes } from '../queue/due-times.ts';
import { validatorFor } from '../schema/validator.ts';
import { ApprovalEnds } from './approval-ends.ts';
import { notifyApproval, queueApproval, queueNotice } from './approval-queue.sql.ts';
import { ApprovalRequestEntity } from './approval.entity.ts';
import type { ApprovalSpec, ApprovalSubject } from './approvals.contract.ts';
import { ApprovalsRepository } from './approvals.repository.ts';
import { renderSpec, SpecError } from './core/render-spec.ts';
import type { SpecInput } from './core/spec-of-suspend.ts';
import { firstStages, stageTokens, withoutUnknown } from './core/stages.ts';
import { firstTimes, nextMoment } from './core/timing.ts';
import { lockOpenRequests, readAuthor, readChain, readUnknown } from './open-approval.sql.ts';

/** A request that is about to be opened. */
export type NewApproval = {
  workspaceId: string;
  /** What goes on when it is decided; `null` when nothing waits. */
  waitId: string | null;
  subject: ApprovalSubject;
  /** Kind of the item at the path of the subject; that of the subject where it says nothing. */
  runnableKind?: 'script' | 'flow' | 'agent';
  /** As its author wrote it, or parsed: texts and candidates are filled with `context`. */
  spec: SpecInput | ApprovalSpec;
  /** What the templates of the spec see. */
  context: JsonObject;
  /** Of what runs; cipher text stays as it is and is never shown. */
  args: JsonObject;
  argsSchema: JsonObject | null;
  /** `u/<username>` of who asks, and as whom it runs. */
  requestedBy: string;
  requestedByUserId?: string | null;
  runAs: string;
  /** Who deployed the version; looked up where it is not given. */
  authors?: readonly string[];
  /** The job that is written when it is approved. */
  runDraft?: NewJob;
  by?: Auth;
};

const kindOfSubject = { flow: 'flow', workflow: 'script', run: 'script', agent: 'agent' } as const;

/** Opens requests for a decision and makes them void: what everything that waits for people calls, in its own transaction. */
@Injectable()
export class Approvals {
  constructor(
    private readonly repository: ApprovalsRepository,
    private readonly ends: ApprovalEnds,
    private readonly events: Events,
    private readonly dueTimes: DueTimes,
  ) {}

  /**
   * Opens a request and gives its id; where the wait has one already, that of it. Throws `approval/spec_invalid`, with words for the author,
   * when what was asked for cannot be decided.
   */
  async open(transaction: Transaction, input: NewApproval): Promise<string> {
    const [known] = input.waitId === null ? [] : await transaction.find(ApprovalRequestEntity, { where: { waitId: input.waitId }, select: { id: true } });
    if (known) return known.id;
    const [clock] = await runIn<{ now: Date }>(transaction, { text: 'select clock_timestamp() as now', values: [] });
    const { spec, unknown } = await this.known(transaction, input, specOf(input));
    const request = await this.rowOf(transaction, input, spec, clock?.now ?? new Date());
    await transaction.insert(ApprovalRequestEntity, request as object);
    await this.repository.record(transaction, request.id, {
      kind: 'requested',
      actor: request.requestedBy,
      channel: 'system',
      stage: 0,
      details: { hash: request.hash, ...(unknown.length > 0 ? { unknown } : {}) },
    });
    await this.tell(transaction, request, input.by);
    return request.id;
  }

  /**
   * Makes the open requests of a job void when it ends by itself or is cancelled; with `placePrefix` only those of its waits at these
   * places. Gives how many that were.
   */
  async voidFor(
    transaction: Transaction,
    { jobId, placePrefix = null, reason }: { jobId: string; placePrefix?: string | null; reason: string },
  ): Promise<number> {
    const ids = (await runIn<{ id: string }>(transaction, lockOpenRequests(jobId, placePrefix))).map(({ id }) => id);
    if (ids.length === 0) return 0;
    const requests = await transaction.find(ApprovalRequestEntity, { where: { id: In(ids) } });
    const votes = await this.repository.votesOf(transaction, ids);
    for (const request of requests) {
      const own = votes.filter(({ requestId }) => requestId === request.id);
      await this.ends.end(transaction, request, own, { status: 'void', now: new Date(), by: { actor: 'system' }, channel: 'system', because: reason });
    }
    return requests.length;
  }

  /** Leaves out who does not exist, on record; a stage of which nobody is left cannot be decided, and says so. */
  private async known(transaction: Transaction, { workspaceId, subject }: NewApproval, spec: ApprovalSpec): Promise<{ spec: ApprovalSpec; unknown: string[] }> {
    const named = [...new Set([...spec.stages.flatMap(({ candidates }) => candidates), ...spec.escalate_to])].filter((candidate) => candidate !== 'owners');
    const unknown = named.length === 0 ? [] : (await runIn<{ name: string }>(transaction, readUnknown(workspaceId, named))).map(({ name }) => name);
    const { spec: left, empty } = withoutUnknown(spec, new Set(unknown));
    if (empty === null) return { spec: left, unknown };
    const names = spec.stages[empty]?.candidates.join(', ') ?? '';
    throw new AppError('approval/spec_invalid', `Nobody can decide this: there is no ${names} in this workspace.`, {
      path: subject.path,
      step: subject.step,
      unknown,
    });
  }

  private async rowOf(transaction: Transaction, input: NewApproval, spec: ApprovalSpec, now: Date): Promise<ApprovalRequestEntity> {
    const { workspaceId, requestedBy, runAs } = input;
    // What was never deployed lies nowhere: it belongs to who tries it.
    const subject = { ...input.subject, path: input.subject.path || `${requestedBy}/preview` };
    const runnableKind = input.runnableKind ?? kindOfSubject[subject.kind];
    const chain = subject.job_id === null ? [] : await runIn<{ person: string }>(transaction, readChain(subject.job_id));
    const stages = firstStages(spec);
    const seenBy = [...new Set([requestedBy, runAs, ...chain.map(({ person }) => person), ...stages.flatMap((stage) => stageTokens(stage, subject.path))])];
    const authors = input.authors ?? (await this.authorsOf(transaction, { ...input, subject }, spec, runnableKind));
    const request = transaction.create(ApprovalRequestEntity, {
      id: newId(),
      workspaceId,
      status: 'open',
      title: spec.title || titleOf(subject),
      summary: spec.summary,
      subjectKind: subject.kind,
      runnableKind,
      path: subject.path,
      version: subject.version,
      jobId: subject.job_id,
      step: subject.step,
      waitId: input.waitId,
      requestedBy,
      requestedByUserId: input.requestedByUserId ?? null,
      chain: [...new Set([requestedBy, runAs, ...chain.map(({ person }) => person)])],
      authors: [...authors],
      spec,
      args: input.args,
      argsSchema: input.argsSchema,
      preview: maskSecrets(spec.preview),
      labels: spec.labels,
      stages,
      stage: 0,
      waitsFor: stageTokens(stages[0] as (typeof stages)[number], subject.path),
      seenBy,
      runDraft: input.runDraft ?? null,
      runJobId: null,
      claimedBy: null,
      createdAt: now,
      endedAt: null,
      ...firstTimes(spec, now),
    });
    request.hash = hashOf(request);
    const { is_self_approval_forbidden: noSelf, is_author_approval_forbidden: noAuthor } = spec;
    request.barred = [...new Set([...(noSelf ? request.chain : []), ...(noAuthor ? request.authors : [])])];
    return request;
  }

  private async authorsOf(
    transaction: Transaction,
    { workspaceId, subject }: NewApproval,
    spec: ApprovalSpec,
    kind: 'script' | 'flow' | 'agent',
  ): Promise<string[]> {
    if (!spec.is_author_approval_forbidden || subject.version === null) return [];
    return (await runIn<{ person: string }>(transaction, readAuthor(kind, workspaceId, subject.path, subject.version))).map(({ person }) => person);
  }

  private async tell(transaction: Transaction, request: ApprovalRequestEntity, by: Auth | undefined): Promise<void> {
    const moment = nextMoment(request);
    if (moment) await runIn(transaction, queueApproval(request.id, moment));
    await runIn(transaction, queueNotice(request.id, 'asked', 0));
    await runIn(transaction, notifyApproval(request.workspaceId, [...new Set([...request.waitsFor, request.requestedBy])]));
    await this.events.record(
      transaction,
      by ?? { workspaceId: request.workspaceId, actor: request.requestedBy, cause: request.jobId === null ? {} : { job: request.jobId } },
      {
        action: 'approval.requested',
        objectKind: 'approval',
        objectPath: request.path,
        labels: request.labels,
        details: { id: request.id, title: request.title, step: request.step, job_id: request.jobId, risk: request.spec.risk },
      },
    );
    if (moment) this.dueTimes.note(moment.getTime() - Date.now());
  }
}

/** What is approved: exactly this, and nothing that came later. */
function hashOf({ runnableKind, path, version, step, args, preview }: ApprovalRequestEntity): string {
  return sha256(canonicalJson({ kind: runnableKind, path, version, step, args, preview }));
}

function specOf(input: NewApproval): ApprovalSpec {
  try {
    const spec = renderSpec(input.spec as SpecInput, maskSecrets(input.context) as JsonObject);
    checkForms(spec);
    return spec;
  } catch (error) {
    if (error instanceof SpecError) throw new AppError('approval/spec_invalid', error.message, { path: input.subject.path, step: input.subject.step });
    throw error;
  }
}

function checkForms({ form }: ApprovalSpec): void {
  for (const [outcome, schema] of Object.entries(form)) {
    if (schema === null) continue;
    try {
      validatorFor(schema);
    } catch (error) {
      throw new SpecError(`The form to ${outcome} is no JSON Schema: ${(error instanceof Error ? error.message : String(error)).slice(0, 300)}`);
    }
  }
}

function titleOf({ kind, path, step }: ApprovalSubject): string {
  return (kind === 'run' ? `Run ${path}` : step === null || kind === 'workflow' ? `Approve ${path}` : `Approve ${step} of ${path}`).slice(0, 300);
}
