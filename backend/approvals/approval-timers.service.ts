import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Metrics } from '../observability/metrics.ts';
import { DueTimes } from '../queue/due-times.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { approvalTask } from '../queue/task-names.ts';
import { ApprovalEnds } from './approval-ends.ts';
import { RunRequestTargets } from './run-request-targets.ts';
import { ApprovalDecisions } from './approval-decisions.service.ts';
import { notifyApproval, queueApproval, queueNotice } from './approval-queue.sql.ts';
import { ApprovalRequestEntity, type ApprovalVoteEntity } from './approval.entity.ts';
import { ApprovalsRepository } from './approvals.repository.ts';
import { escalate } from './core/stages.ts';
import { dueNow, nextMoment, nextReminder } from './core/timing.ts';

type Locked = { request: ApprovalRequestEntity; votes: ApprovalVoteEntity[]; now: Date };

/**
 * What becomes of requests by the clock, and by what changes around them: reminders, escalation, the end of their time, and that what was
 * asked for is not there any more. Each request that has times has one row in the
 * queue; whoever takes it looks under the lock what is due by the clock of the database, so that a row that comes twice does nothing twice.
 */
@Injectable()
export class ApprovalTimers implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly decisions: ApprovalDecisions,
    private readonly ends: ApprovalEnds,
    private readonly targets: RunRequestTargets,
    private readonly tasks: QueueTaskRegistry,
    private readonly dueTimes: DueTimes,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.tasks.add(approvalTask, (payload) => this.handle((payload as { id: string }).id));
    this.measure();
  }

  /** Does what is due of a request. */
  async handle(id: string): Promise<void> {
    const next = await untilAnswered(() => this.database.transaction((transaction) => this.look(transaction, id)));
    if (next) this.dueTimes.note(next.getTime() - Date.now());
  }

  private async look(transaction: Transaction, id: string): Promise<Date | null> {
    const known = await transaction.findOne(ApprovalRequestEntity, { where: { id }, select: { id: true, workspaceId: true } });
    const found = known && (await this.repository.lock(transaction, known.workspaceId, id));
    if (!found || found.request.status !== 'open') return null;
    const locked = { ...found, votes: await this.repository.votesOf(transaction, [id]) };
    const because = await this.targets.whyVoid(transaction, locked.request);
    if (because !== null) {
      await this.ends.end(transaction, locked.request, locked.votes, { status: 'void', now: locked.now, by: { actor: 'system' }, channel: 'system', because });
      return null;
    }
    const due = dueNow(locked.request, locked.now);
    if (due.includes('expire')) {
      await this.decisions.expire(transaction, locked);
      return null;
    }
    if (due.includes('escalate')) await this.escalate(transaction, locked);
    if (due.includes('remind')) await this.remind(transaction, locked);
    if (due.length > 0) await this.repository.saveWaiting(transaction, locked.request, locked.votes);
    const next = nextMoment(locked.request);
    if (next) await runIn(transaction, queueApproval(id, next));
    return next;
  }

  private async escalate(transaction: Transaction, { request }: Locked): Promise<void> {
    const { spec, stage, stages } = request;
    Object.assign(request, { stages: escalate(stages, stage, spec.escalate_to), escalateAt: null });
    await this.repository.record(transaction, request.id, { kind: 'escalated', actor: 'system', channel: 'system', stage, details: { to: spec.escalate_to } });
    await runIn(transaction, queueNotice(request.id, 'escalated', stage));
    await runIn(transaction, notifyApproval(request.workspaceId, [...request.waitsFor, ...spec.escalate_to.filter((candidate) => candidate !== 'owners')]));
  }

  private async remind(transaction: Transaction, { request, now }: Locked): Promise<void> {
    const { remind_every_s: every } = request.spec;
    request.remindAt = request.remindAt === null || every === null ? null : nextReminder(request.remindAt, every, now);
    await this.repository.record(transaction, request.id, { kind: 'reminded', actor: 'system', channel: 'system', stage: request.stage });
    await runIn(transaction, queueNotice(request.id, 'reminded', request.stage));
  }

  private measure(): void {
    const { database, metrics } = this;
    const overdue = new Gauge({
      name: 'millrace_approvals_overdue',
      help: 'Open requests for a decision whose due time has passed',
      registers: [metrics.registry],
    });
    new Gauge({
      name: 'millrace_approvals_open',
      help: 'Requests that wait for a decision',
      labelNames: ['workspace'],
      registers: [metrics.registry],
      async collect() {
        const rows = await database.run<{ workspace_id: string; open: number; overdue: number }>({
          text: `select workspace_id, count(*)::integer as open, count(*) filter (where due_at < now())::integer as overdue from approval_request where status = 'open' group by workspace_id`,
          values: [],
        });
        this.reset();
        for (const row of rows) this.set({ workspace: row.workspace_id }, row.open);
        overdue.set(rows.reduce((sum, row) => sum + row.overdue, 0));
      },
    });
  }
}
