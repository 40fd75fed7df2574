import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import { requireStandIn } from '../access/stand-in.ts';
import { isAppError } from '../common/app-error.ts';
import { sha256 } from '../common/canonical-json.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { RunService } from '../jobs/run.service.ts';
import { handlerArgs } from '../schedules/core/handler-args.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';
import { ApprovalNotifiers, type ApprovalNotifier, type Recipient } from './approval-notifiers.ts';
import type { Occasion } from './approval-queue.sql.ts';
import type { ApprovalRequestEntity } from './approval.entity.ts';
import type { ApprovalHandler } from './approvals.contract.ts';
import { ApprovalsRepository } from './approvals.repository.ts';

/** What a workspace says, in whose name it runs: that of the admin who said it; or what the author of a flow says, in the name of the run. */
type HandlerSetting = ApprovalHandler & { set_by: string; set_by_user_id: string };

/**
 * Runs a script of the workspace for everything that becomes of requests: how other systems hear of them, by a webhook of their own or
 * whatever the script does. It is told what happened and never the arguments, and it decides nothing: it is a job.
 */
@Injectable()
export class ApprovalHandlerRuns implements ApprovalNotifier, OnModuleInit {
  readonly channel = 'handler';

  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly runs: RunService,
    private readonly sources: ScriptSources,
    private readonly notifiers: ApprovalNotifiers,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.notifiers.add(this);
  }

  async notify(request: ApprovalRequestEntity, occasion: Occasion, recipients: readonly Recipient[]): Promise<number> {
    const workspace = await this.database.manager.findOne(WorkspaceEntity, { where: { id: request.workspaceId }, select: { id: true, settings: true } });
    const setting = (workspace?.settings as { approval_handler?: HandlerSetting } | undefined)?.approval_handler;
    if (setting) await this.tryRun(request, occasion, recipients, setting, 'approval_handler');
    const own = await this.ownHandler(request);
    if (own) await this.tryRun(request, occasion, recipients, own, 'own_approval_handler');
    return 0;
  }

  /** What the author of a flow or workflow says: it runs as the run does, like its steps. */
  private async ownHandler({ spec, jobId }: ApprovalRequestEntity): Promise<HandlerSetting | null> {
    if (!spec.handler || jobId === null) return null;
    const [job] = await this.database.run<{ run_as: string; run_as_user_id: string | null }>({
      text: 'select run_as, run_as_user_id from job where id = $1',
      values: [jobId],
    });
    return job ? { path: spec.handler.path, set_by: job.run_as, set_by_user_id: job.run_as_user_id ?? '' } : null;
  }

  private async tryRun(
    request: ApprovalRequestEntity,
    occasion: Occasion,
    recipients: readonly Recipient[],
    setting: HandlerSetting,
    origin: string,
  ): Promise<void> {
    try {
      await this.run(request, occasion, recipients, setting, origin);
    } catch (error) {
      // A script that is gone stays gone: trying again would only tell the others twice.
      if (!isAppError(error)) throw error;
      const details = { occasion, script: setting.path, error: error.message.slice(0, 300) };
      await this.repository.record(this.database.manager, request.id, {
        kind: 'notification_failed',
        actor: 'system',
        channel: this.channel,
        stage: request.stage,
        details,
      });
    }
  }

  /** The same occasion has one job, however often the row of the queue comes. */
  private async run(
    request: ApprovalRequestEntity,
    occasion: Occasion,
    recipients: readonly Recipient[],
    { path, set_by: setBy, set_by_user_id: userId }: HandlerSetting,
    origin: string,
  ): Promise<void> {
    const { id, workspaceId } = request;
    const principal = { workspaceId, userId: userId === '' ? null : userId, via: { kind: 'approval', approvalId: id } } as const;
    const remedy = 'Somebody else must set it up, or start the run.';
    const auth = await requireStandIn(this.identifier, principal, `${setBy}, in whose name the handler runs,`, remedy);
    requireAccess(auth, 'jobs:run', { kind: 'script', path });
    const { schema } = await this.sources.sourceFor(workspaceId, path, null);
    const told = {
      approval_id: id,
      occasion,
      status: request.status,
      title: request.title,
      path: request.path,
      step: request.step,
      job_id: request.jobId,
      run_job_id: request.runJobId,
      requested_by: request.requestedBy,
      stage: request.stage,
      risk: request.spec.risk,
      due_at: request.dueAt?.toISOString() ?? null,
      people: recipients.map(({ person }) => person),
      url: `${baseUrl(this.config)}/w/${workspaceId}/approvals/${id}`,
    };
    const job = await this.runs.prepare(auth, path, handlerArgs(schema, told, {}), { triggerKind: 'approval', triggerPath: request.path });
    const moment = occasion === 'reminded' ? (request.remindAt?.getTime() ?? 0) : 0;
    await this.runs.insert({ ...job, idempotencyKey: sha256(JSON.stringify([origin, id, occasion, request.stage, moment])) });
  }
}
