import { Inject, Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { hashSecret } from '../auth/credentials.ts';
import { AppError } from '../common/app-error.ts';
import { newId, newSecret } from '../common/ids.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { maskSecrets } from '../jobs/job-view.ts';
import { ApprovalDecisions } from './approval-decisions.service.ts';
import { channelOf } from './approval-moves.service.ts';
import { ApprovalSight } from './approval-sight.ts';
import { ApprovalLinkEntity, ApprovalRequestEntity } from './approval.entity.ts';
import type { ApprovalLink, CreateApprovalLink, DecideLinked, LinkedApproval } from './approvals.contract.ts';
import { ApprovalsRepository, shownHash, toCast, toState } from './approvals.repository.ts';
import { mayVote } from './core/may-vote.ts';

/** Links of a request that may be open at once. */
const mostLinks = 20;

/**
 * Single-use links for people outside, where the author of a request allows it. A link carries the right of who made it: what is decided
 * with it counts as the vote of that person, so that nobody votes twice by writing to oneself. Reading it decides nothing, however
 * often mail scanners do; its secret is kept as a hash only.
 */
@Injectable()
export class ApprovalLinks {
  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly sight: ApprovalSight,
    private readonly decisions: ApprovalDecisions,
    private readonly events: Events,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async create(auth: Auth, id: string, { email, expires_s: expiresSeconds }: CreateApprovalLink): Promise<ApprovalLink> {
    const secret = newSecret('mra');
    const address = email.toLowerCase();
    const expiresAt = await this.database.transaction(async (transaction) => {
      const found = await this.repository.lock(transaction, auth.workspaceId, id);
      if (!found || !(await this.sight.sees(transaction, auth, id))) throw this.sight.notFound();
      const { request, now } = found;
      await this.requireMaker(transaction, auth, request, address);
      const until = new Date(Math.min(now.getTime() + expiresSeconds * 1000, request.expiresAt?.getTime() ?? Infinity));
      const link = {
        id: newId(),
        requestId: id,
        stage: request.stage,
        tokenHash: hashSecret(secret),
        email: address,
        principal: subjectOf(auth),
        expiresAt: until,
      };
      await transaction.insert(ApprovalLinkEntity, link);
      const details = { link: link.id, email: address, expires_at: until.toISOString() };
      await this.repository.record(transaction, id, { kind: 'link_created', actor: subjectOf(auth), channel: channelOf(auth), stage: request.stage, details });
      await this.events.record(transaction, auth, {
        action: 'approval.link_created',
        objectKind: 'approval',
        objectPath: request.path,
        details: { id, ...details },
      });
      return until;
    });
    return { url: `${baseUrl(this.config)}/approve/${secret}`, email: address, expires_at: expiresAt.toISOString() };
  }

  /** What a person outside sees: no more than is needed to decide. */
  async show(secret: string): Promise<LinkedApproval> {
    const { link, request } = await this.find(this.database.manager, secret);
    if (link.expiresAt <= new Date()) throw gone();
    const { spec } = request;
    return {
      title: request.title,
      summary: request.summary,
      status: request.status,
      requested_by: request.requestedBy,
      args: maskSecrets(request.args) as JsonObject,
      preview: request.preview as Json,
      form: spec.form,
      is_comment_required_on_reject: spec.is_comment_required_on_reject,
      is_reject_hidden: spec.is_reject_hidden,
      hash: shownHash(request),
      expires_at: link.expiresAt.toISOString(),
    };
  }

  async decide(secret: string, input: DecideLinked): Promise<LinkedApproval> {
    const { link, request } = await this.find(this.database.manager, secret);
    const given = { ...input, voter: `email:${link.email}`, voterUserId: null, principal: link.principal, channel: 'link' };
    await this.decisions.decideLocked(request.workspaceId, request.id, given, (transaction, locked) => this.use(transaction, link.id, locked));
    return this.show(secret);
  }

  /** Under the lock of the request: of many who click at once, one decides. */
  private async use(transaction: Transaction, linkId: string, request: ApprovalRequestEntity): Promise<void> {
    const link = await transaction.findOneByOrFail(ApprovalLinkEntity, { id: linkId });
    if (link.usedAt !== null) throw new AppError('approval/link_used', 'This link was used already. Each link decides once.');
    if (link.expiresAt <= new Date()) throw gone();
    if (!request.spec.is_external_allowed) throw gone();
    if (request.status === 'open' && link.stage !== request.stage) throw new AppError('approval/link_used', 'What this link was for has been decided already.');
    await transaction.update(ApprovalLinkEntity, { id: linkId }, { usedAt: new Date() });
  }

  private async requireMaker(transaction: Transaction, auth: Auth, request: ApprovalRequestEntity, email: string): Promise<void> {
    if (!request.spec.is_external_allowed) throw new AppError('approval/not_allowed', 'The author of this request does not allow decisions by people outside.');
    const votes = await this.repository.votesOf(transaction, [request.id]);
    const holders = await this.repository.holdersOf(transaction, auth.workspaceId, [request]);
    const permission = mayVote(toState(request), votes.map(toCast), { voter: subjectOf(auth), principal: subjectOf(auth) }, holders);
    if (!permission.allowed) throw new AppError('approval/not_allowed', `A link gives away the own vote. ${permission.because}`);
    const [member] = await runIn<{ username: string }>(transaction, memberWithEmail(auth.workspaceId, email));
    if (member)
      throw new AppError(
        'approval/not_allowed',
        `${email} belongs to u/${member.username}, a member of this workspace: give the request to them instead, so that they decide as themselves.`,
      );
    if ((await transaction.countBy(ApprovalLinkEntity, { requestId: request.id })) >= mostLinks)
      throw new AppError('approval/not_allowed', `A request has at most ${mostLinks} links.`);
  }

  private async find(manager: Transaction, secret: string): Promise<{ link: ApprovalLinkEntity; request: ApprovalRequestEntity }> {
    const link = /^mra_[\w-]{20,100}$/.test(secret) ? await manager.findOneBy(ApprovalLinkEntity, { tokenHash: hashSecret(secret) }) : null;
    const request = link && (await manager.findOneBy(ApprovalRequestEntity, { id: link.requestId }));
    if (!link || !request) throw gone();
    return { link, request };
  }
}

const memberWithEmail = (workspaceId: string, email: string) => ({
  text: `select m.username from membership m join "user" u on u.id = m.user_id where m.workspace_id = $1 and lower(u.email) = $2`,
  values: [workspaceId, email],
});

const gone = (): AppError => new AppError('approval/link_invalid', 'This link is not valid, or its time is over. Ask who sent it for a new one.');
