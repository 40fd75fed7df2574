import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import { requireStandIn } from '../access/stand-in.ts';
import type { JsonObject } from '../common/json.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Logger } from '../observability/logger.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { approvalMailTask } from '../queue/task-names.ts';
import { ArgumentResolver } from '../resources/argument-resolver.ts';
import { textOf } from '../resources/resource-type.ts';
import { smtpTransport } from '../resources/smtp-transport.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';
import { ApprovalNotifiers, type ApprovalNotifier, type Recipient } from './approval-notifiers.ts';
import type { Occasion } from './approval-queue.sql.ts';
import { ApprovalRequestEntity } from './approval.entity.ts';
import type { ApprovalEmail } from './approvals.contract.ts';
import { ApprovalsRepository } from './approvals.repository.ts';
import { approvalMail } from './core/approval-mail.ts';

/** One e-mail to one person; a row of the queue each, so that one bad address holds up nobody else. */
type Mail = { id: string; occasion: Occasion; stage: number; recipient: Recipient };

/** What a workspace says about e-mail, and in whose name its resource is read: that of the admin who said it. */
type MailSetting = ApprovalEmail & { set_by: string; set_by_user_id: string };

/** Tells people by e-mail, through the resource of type smtp that the settings of the workspace name; without one nothing is sent. */
@Injectable()
export class ApprovalMail implements ApprovalNotifier, OnModuleInit {
  readonly channel = 'email';

  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly resolver: ArgumentResolver,
    private readonly notifiers: ApprovalNotifiers,
    private readonly tasks: QueueTaskRegistry,
    private readonly logger: Logger,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.notifiers.add(this);
    this.tasks.add(approvalMailTask, (payload) => this.handle(payload as Mail));
  }

  async notify(request: ApprovalRequestEntity, occasion: Occasion, recipients: readonly Recipient[]): Promise<number> {
    if (recipients.length === 0 || (await this.settingOf(request.workspaceId)) === null) return 0;
    const moment = occasion === 'reminded' ? (request.remindAt?.getTime() ?? 0) : 0;
    await this.database.run({
      text: `
select graphile_worker.add_job('${approvalMailTask}', json_build_object('id', $1::text, 'occasion', $2::text, 'stage', $3::integer, 'recipient', recipient), max_attempts => 10,
  job_key => 'approval_mail:' || $1::text || ':' || $2::text || ':' || $3::text || ':' || $4::text || ':' || (recipient->>'userId'), job_key_mode => 'preserve_run_at')
from json_array_elements($5::json) as recipient`,
      values: [request.id, occasion, request.stage, String(moment), JSON.stringify(recipients)],
    });
    return recipients.length;
  }

  /** Sends one. It may come twice after a crash. */
  async handle(mail: Mail): Promise<void> {
    const request = await untilAnswered(() => this.database.manager.findOneBy(ApprovalRequestEntity, { id: mail.id }));
    const setting = request && (await untilAnswered(() => this.settingOf(request.workspaceId)));
    // What was decided meanwhile asks for nothing any more.
    if (!request || !setting || (mail.occasion !== 'ended' && (request.status !== 'open' || request.stage !== mail.stage))) return;
    try {
      await this.send(request, setting, mail);
    } catch (error) {
      this.logger.warn({ approval: mail.id, err: error }, 'Could not send the e-mail about an approval');
      await this.recordFailure(mail, setting, error);
      throw error;
    }
  }

  private async send(request: ApprovalRequestEntity, setting: MailSetting, { occasion, recipient }: Mail): Promise<void> {
    const { args } = await this.resolver.resolve(await this.authOf(request, setting), { smtp: `$res:${setting.resource}` });
    const server = args['smtp'] as JsonObject;
    const { subject, text } = approvalMail(setting, {
      occasion,
      title: request.title,
      summary: request.summary,
      path: request.path,
      step: request.step,
      status: request.status,
      risk: request.spec.risk,
      requested_by: request.requestedBy,
      due_at: request.dueAt?.toISOString() ?? null,
      expires_at: request.expiresAt?.toISOString() ?? null,
      recipient: recipient.name || recipient.person.slice(2),
      url: `${baseUrl(this.config)}/w/${request.workspaceId}/approvals/${request.id}`,
    });
    const transport = smtpTransport(server);
    try {
      await transport.sendMail({
        from: textOf(server, 'from') || textOf(server, 'user'),
        to: recipient.email,
        subject,
        text,
        headers: { 'auto-submitted': 'auto-generated' },
      });
    } finally {
      transport.close();
    }
  }

  private async authOf({ id, workspaceId }: ApprovalRequestEntity, { set_by_user_id: userId, set_by: setBy }: MailSetting) {
    const principal = { workspaceId, userId, via: { kind: 'approval', approvalId: id } } as const;
    return requireStandIn(this.identifier, principal, `${setBy}, who set up e-mail for approvals,`, 'Another admin must save that setting.');
  }

  private async settingOf(workspaceId: string): Promise<MailSetting | null> {
    const workspace = await this.database.manager.findOne(WorkspaceEntity, { where: { id: workspaceId }, select: { id: true, settings: true } });
    return (workspace?.settings as { approval_email?: MailSetting } | undefined)?.approval_email ?? null;
  }

  /** Once for each person and occasion, however often it was tried. */
  private async recordFailure({ id, occasion, stage, recipient }: Mail, { resource }: MailSetting, error: unknown): Promise<void> {
    const details = { occasion, to: recipient.person, resource, error: (error instanceof Error ? error.message : String(error)).slice(0, 300) };
    const [known] = await this.database.run({
      text: `select from approval_event where request_id = $1 and kind = 'notification_failed' and details->>'occasion' = $2 and details->>'to' = $3`,
      values: [id, occasion, recipient.person],
    });
    if (!known)
      await this.repository.record(this.database.manager, id, { kind: 'notification_failed', actor: 'system', channel: this.channel, stage, details });
  }
}
