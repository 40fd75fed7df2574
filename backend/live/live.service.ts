import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth, Identity } from '../access/core/auth.ts';
import { StandingAccess } from '../access/standing-access.ts';
import { readApprovalNotice } from '../approvals/approval-queue.sql.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Notifications } from '../events/notifications.ts';
import { readAppNotice } from '../apps/app-notice.ts';
import { readEvaluationNotice } from '../evaluations/evaluation-notice.ts';
import { readFlowNotice } from '../flows/flow-notice.ts';
import { readNotices } from '../jobs/job-notice.ts';
import { visibleJobIds } from '../jobs/read-job.sql.ts';
import type { Subscribe } from '../jobs/live.contract.ts';
import { Logger } from '../observability/logger.ts';
import { notifyPresence, readPresenceNotice, type PresenceSpot } from './presence.ts';
import { roomOf, type Room } from './rooms.ts';
import { Subscription, type Outlet } from './subscription.ts';

/**
 * The live stream (D16): brings what Postgres notifies to those who follow it. Each server tells its own sockets; servers do not
 * know each other. A log is read from the table from where the follower is, so that a reconnect loses and repeats nothing.
 */
@Injectable()
export class LiveService implements OnModuleDestroy {
  private readonly subscriptions = new Set<Subscription>();
  private readonly stopListening: (() => void)[];

  constructor(
    private readonly database: Database,
    private readonly standing: StandingAccess,
    private readonly logger: Logger,
    notifications: Notifications,
  ) {
    this.stopListening = [
      notifications.on('millrace_job', (payload) => this.jobsChanged(payload)),
      notifications.on('millrace_log', (payload) => this.logsGrew(payload)),
      notifications.on('millrace_worker', () => this.workersChanged()),
      notifications.on('millrace_approval', (payload) => this.approvalsChanged(payload)),
      notifications.on('millrace_app', (payload) => this.appChanged(payload)),
      notifications.on('millrace_evaluation', (payload) => this.evaluationChanged(payload)),
      notifications.on('millrace_presence', (payload) => this.presenceChanged(payload)),
      notifications.on('millrace_flow', (payload) => this.flowChanged(payload)),
      notifications.on('millrace_workflow_step', (payload) => this.workflowsChanged(payload)),
      notifications.on('reconnected', () => this.lookAgain()),
    ];
  }

  onModuleDestroy(): void {
    for (const stop of this.stopListening) stop();
  }

  /** Lets someone follow a room. Throws like the matching GET would. */
  async subscribe(identity: Identity, { workspace, room: name, after_seq: afterSeq }: Subscribe, outlet: Outlet): Promise<Subscription> {
    const room = roomOf(name);
    if (!room) throw new AppError('request/not_found', `There is no room "${name.slice(0, 60)}".`);
    let subscription: Subscription | null = null;
    const held = await this.standing.open({
      identity,
      workspaceId: workspace,
      require: (auth) => this.require(auth, room),
      end: () => {
        if (subscription) this.unsubscribe(subscription);
        outlet.emit('room.ended', { workspace, room: name });
      },
    });
    subscription = new Subscription(room, workspace, held, outlet, afterSeq ?? 0);
    this.subscriptions.add(subscription);
    if (room.jobId !== null) await this.sendLog([subscription], room.jobId);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    subscription.end();
    subscription.held.release();
    this.subscriptions.delete(subscription);
    // A server that ends tells nobody: who is not heard of for a while is gone.
    if (subscription.isPresent) void this.present(subscription, null).catch(() => undefined);
  }

  /** Tells all who edit the same app where one of them is; `null`: gone. Told and forgotten. */
  async present(subscription: Subscription, spot: PresenceSpot | null): Promise<void> {
    const { room, auth, workspaceId, client } = subscription;
    if (room.appPath === null) throw new AppError('request/not_found', 'Only in the room of an app one is present.');
    subscription.isPresent = spot !== null;
    await this.database.run(notifyPresence({ w: workspaceId, p: room.appPath, c: client, u: auth.username, n: auth.name.slice(0, 200), s: spot }));
  }

  private async require(auth: Auth, room: Room): Promise<void> {
    const { appPath, agentPath } = room;
    requireAccess(auth, room.action, appPath !== null ? { kind: 'app', path: appPath } : agentPath !== null ? { kind: 'agent', path: agentPath } : undefined);
    if (room.jobId === null) return;
    const [job] = await this.database.run(visibleJobIds(auth, [room.jobId]));
    if (!job) throw new AppError('job/not_found', 'There is no such job, or you may not see it.');
  }

  private jobsChanged(payload: string): void {
    if (this.subscriptions.size === 0) return;
    const notices = readNotices(payload);
    for (const subscription of this.subscriptions) if (subscription.room.action === 'jobs:read') for (const notice of notices) subscription.notice(notice);
  }

  private logsGrew(payload: string): void {
    const followers = Map.groupBy(
      [...this.subscriptions].filter(({ room }) => room.jobId !== null && payload.includes(room.jobId)),
      ({ room }) => room.jobId ?? '',
    );
    for (const [jobId, subscriptions] of followers) void this.sendLog(subscriptions, jobId);
  }

  private flowChanged(payload: string): void {
    const notice = this.subscriptions.size === 0 ? null : readFlowNotice(payload);
    if (notice) for (const subscription of this.subscriptions) subscription.flow(notice.i, notice.q);
  }

  private appChanged(payload: string): void {
    const notice = this.subscriptions.size === 0 ? null : readAppNotice(payload);
    if (notice) for (const subscription of this.subscriptions) subscription.app(notice);
  }

  private evaluationChanged(payload: string): void {
    const notice = this.subscriptions.size === 0 ? null : readEvaluationNotice(payload);
    if (notice) for (const subscription of this.subscriptions) subscription.evaluation(notice);
  }

  private presenceChanged(payload: string): void {
    const notice = this.subscriptions.size === 0 ? null : readPresenceNotice(payload);
    if (notice) for (const subscription of this.subscriptions) subscription.presence(notice);
  }

  private approvalsChanged(payload: string): void {
    const notice = readApprovalNotice(payload);
    if (notice) for (const subscription of this.subscriptions) if (subscription.room.name === 'inbox') subscription.approvals(notice);
  }

  private workflowsChanged(payload: string): void {
    for (const subscription of this.subscriptions) subscription.workflow(payload);
  }

  private workersChanged(): void {
    for (const { room, outlet, workspaceId } of this.subscriptions) if (room.name === 'workers') outlet.emit('workers.changed', { workspace: workspaceId });
  }

  /** Reads once what the furthest behind of the followers does not have. */
  private async sendLog(subscriptions: readonly Subscription[], jobId: string): Promise<void> {
    try {
      const seq = Math.min(...subscriptions.map((subscription) => subscription.seq));
      const pieces = await untilAnswered(() =>
        this.database.run<{ seq: number; text: string }>({
          name: 'live_log',
          text: 'select seq, text from job_log where job_id = $1 and seq > $2 order by seq',
          values: [jobId, seq],
        }),
      );
      for (const subscription of subscriptions) subscription.log(pieces);
    } catch (error) {
      this.logger.debug({ err: error, job: jobId }, 'Could not read a log that is followed; it is read again at the next piece');
    }
  }

  /** After a lost connection: what was notified meanwhile is looked up. */
  private lookAgain(): void {
    const followers = Map.groupBy(
      [...this.subscriptions].filter(({ room }) => room.jobId !== null),
      ({ room }) => room.jobId ?? '',
    );
    for (const [jobId, subscriptions] of followers) {
      void this.sendLog(subscriptions, jobId);
      void this.sendStatus(subscriptions, jobId);
    }
    this.workersChanged();
    for (const subscription of this.subscriptions) if (subscription.room.name === 'inbox') subscription.approvals({ w: subscription.workspaceId, t: ['*'] });
  }

  private async sendStatus(subscriptions: readonly Subscription[], jobId: string): Promise<void> {
    const rows = await untilAnswered(() =>
      this.database.run<{ w: string; i: string; p: string; k: string; s: 'queued'; g: number | null; u: string }>({
        text: 'select workspace_id as w, id as i, path as p, kind as k, status as s, progress as g, created_by as u from job where id = $1',
        values: [jobId],
      }),
    ).catch(() => []);
    for (const row of rows) for (const subscription of subscriptions) subscription.notice(row);
  }
}
