import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import type { Auth, Identity } from '../access/core/auth.ts';
import { readApprovalNotice } from '../approvals/approval-queue.sql.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Notifications } from '../events/notifications.ts';
import { readAppNotice } from '../apps/app-notice.ts';
import { readFlowNotice } from '../flows/flow-notice.ts';
import { readNotices } from '../jobs/job-notice.ts';
import { visibleJobIds } from '../jobs/read-job.sql.ts';
import type { Subscribe } from '../jobs/live.contract.ts';
import { Logger } from '../observability/logger.ts';
import { notifyPresence, readPresenceNotice, type PresenceSpot } from './presence.ts';
import { roomOf, type Room } from './rooms.ts';
import { Subscription, type Outlet } from './subscription.ts';

/** What someone may see is looked up again so often, for what ends by the clock and for notices that were lost. */
const renewAccessMs = 30_000;

/** After a notice that somebody lost something it is looked up at once; notices that come together, such as those of an import, count once. */
const accessSettlesMs = 100;

/**
 * The live stream (D16): brings what Postgres notifies to those who follow it. Each server tells its own sockets; servers do not
 * know each other. A log is read from the table from where the follower is, so that a reconnect loses and repeats nothing.
 */
@Injectable()
export class LiveService implements OnModuleDestroy {
  private readonly subscriptions = new Set<Subscription>();
  private readonly identities = new WeakMap<Subscription, Identity>();
  private readonly stopListening: (() => void)[];
  private readonly timer: NodeJS.Timeout;
  private settling: NodeJS.Timeout | null = null;
  private renewing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    private readonly logger: Logger,
    notifications: Notifications,
  ) {
    this.stopListening = [
      notifications.on('millrace_job', (payload) => this.jobsChanged(payload)),
      notifications.on('millrace_log', (payload) => this.logsGrew(payload)),
      notifications.on('millrace_worker', () => this.workersChanged()),
      notifications.on('millrace_approval', (payload) => this.approvalsChanged(payload)),
      notifications.on('millrace_app', (payload) => this.appChanged(payload)),
      notifications.on('millrace_presence', (payload) => this.presenceChanged(payload)),
      notifications.on('millrace_flow', (payload) => this.flowChanged(payload)),
      notifications.on('millrace_workflow_step', (payload) => this.workflowsChanged(payload)),
      notifications.on('millrace_access', () => this.accessChanged()),
      notifications.on('reconnected', () => this.lookAgain()),
    ];
    this.timer = setInterval(() => this.accessChanged(), renewAccessMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    if (this.settling) clearTimeout(this.settling);
    for (const stop of this.stopListening) stop();
  }

  /** Lets someone follow a room. Throws like the matching GET would. */
  async subscribe(identity: Identity, { workspace, room: name, after_seq: afterSeq }: Subscribe, outlet: Outlet): Promise<Subscription> {
    const room = roomOf(name);
    if (!room) throw new AppError('request/not_found', `There is no room "${name.slice(0, 60)}".`);
    await this.requireValid(identity);
    const auth = await this.enter(identity, workspace);
    await this.require(auth, room);
    const subscription = new Subscription(room, workspace, auth, outlet, afterSeq ?? 0);
    this.subscriptions.add(subscription);
    this.identities.set(subscription, identity);
    if (room.jobId !== null) await this.sendLog([subscription], room.jobId);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    subscription.end();
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

  private async enter(identity: Identity, workspace: string): Promise<Auth> {
    const isOutside = identity.boundWorkspace !== null && identity.boundWorkspace !== workspace;
    const auth = isOutside ? null : await this.identifier.enter(identity, workspace);
    if (!auth) throw new AppError('workspace/not_found', 'There is no such workspace, or you are not a member of it.');
    return auth;
  }

  /** A socket outlives the session or token that it came with. */
  private async requireValid(identity: Identity): Promise<void> {
    if (!(await this.identifier.isStillValid(identity))) throw new AppError('access/not_signed_in', 'Sign in first.');
  }

  private async require(auth: Auth, room: Room): Promise<void> {
    requireAccess(auth, room.action, room.appPath === null ? undefined : { kind: 'app', path: room.appPath });
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

  /** One look at a time; a change in the middle of one is followed by another. */
  private accessChanged(): void {
    if (this.subscriptions.size === 0) return;
    this.settling ??= setTimeout(() => {
      this.settling = null;
      this.renewing = this.renewing.then(() => this.renewAccess());
    }, accessSettlesMs);
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
    this.accessChanged();
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

  private async renewAccess(): Promise<void> {
    for (const subscription of this.subscriptions) {
      const identity = this.identities.get(subscription);
      try {
        if (!identity) continue;
        await this.requireValid(identity);
        subscription.auth = await this.enter(identity, subscription.workspaceId);
        await this.require(subscription.auth, subscription.room);
      } catch (error) {
        if (!(error instanceof AppError)) continue;
        this.unsubscribe(subscription);
        subscription.outlet.emit('room.ended', { workspace: subscription.workspaceId, room: subscription.room.name });
      }
    }
  }
}
