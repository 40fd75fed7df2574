import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { JsonObject } from '../common/json.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Logger } from '../observability/logger.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { scheduleAlertTask } from '../queue/task-names.ts';
import { ArgumentResolver } from '../resources/argument-resolver.ts';
import { textOf } from '../resources/resource-type.ts';
import { smtpTransport } from '../resources/smtp-transport.ts';
import { alertMessage, type Alert } from './core/alert-message.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { ScheduleEntity } from './schedule.entity.ts';
import type { AlertEmail } from './schedules.contract.ts';

/** What a message is made from. */
type AlertRow = { schedule_id: string; tick_at: Date; job_id: string | null; reason: string | null; error: { name?: string; message?: string } | null };

/**
 * Sends the e-mail about a schedule that began to fail, or works again: from a row of the queue and never from within a request. A
 * message may come twice after a crash. What goes wrong stands on the schedule, and the queue tries again for a while.
 */
@Injectable()
export class ScheduleAlerts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly targets: ScheduleTargets,
    private readonly resolver: ArgumentResolver,
    private readonly tasks: QueueTaskRegistry,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.tasks.add(scheduleAlertTask, (payload) => this.handle(payload as { tick: string; occasion: Alert['occasion'] }));
  }

  async handle({ tick: tickId, occasion }: { tick: string; occasion: Alert['occasion'] }): Promise<void> {
    const [row] = await untilAnswered(() =>
      this.database.run<AlertRow>({
        text: 'select tick.schedule_id, tick.tick_at, tick.job_id, tick.reason, job.error from schedule_tick tick left join job on job.id = tick.job_id where tick.id = $1',
        values: [tickId],
      }),
    );
    const schedule = row && (await untilAnswered(() => this.database.manager.findOneBy(ScheduleEntity, { id: row.schedule_id })));
    if (!row || !schedule?.alertEmail) return;
    try {
      await this.send(schedule, schedule.alertEmail, row, occasion);
    } catch (error) {
      const message = `The e-mail about it could not be sent through ${schedule.alertEmail.resource}: ${error instanceof Error ? error.message : String(error)}`;
      this.logger.warn({ schedule: schedule.id, err: error }, 'Could not send the e-mail of a schedule');
      await this.database.manager.update(
        ScheduleEntity,
        { id: schedule.id },
        { problem: { at: new Date().toISOString(), code: 'schedule/alert_failed', message: message.slice(0, 500) } },
      );
      throw error;
    }
  }

  private async send(schedule: ScheduleEntity, { resource, to }: AlertEmail, row: AlertRow, occasion: Alert['occasion']): Promise<void> {
    const auth = await this.targets.identityOf(schedule);
    const { args } = await this.resolver.resolve(auth, { smtp: `$res:${resource}` });
    const server = args['smtp'] as JsonObject;
    const workspace = `${baseUrl(this.config)}/w/${schedule.workspaceId}`;
    const { subject, text } = alertMessage({
      occasion,
      schedulePath: schedule.path,
      summary: schedule.summary,
      runnablePath: schedule.runnablePath,
      tickAt: row.tick_at,
      failures: schedule.failingCount,
      failingSince: schedule.failingSince,
      timezone: schedule.timezone,
      error: row.reason ?? row.error?.message ?? null,
      runUrl: row.job_id === null ? null : `${workspace}/runs/${row.job_id}`,
      scheduleUrl: `${workspace}/schedules/${schedule.path}`,
    });
    const transport = smtpTransport(server);
    try {
      await transport.sendMail({ from: textOf(server, 'from') || textOf(server, 'user'), to, subject, text, headers: { 'auto-submitted': 'auto-generated' } });
    } finally {
      transport.close();
    }
  }
}
