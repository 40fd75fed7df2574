import { randomUUID } from 'node:crypto';
import { can } from '../access/core/can.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import type { HeldAccess } from '../access/standing-access.ts';
import type { ApprovalNotice } from '../approvals/approval-queue.sql.ts';
import { groupTokensOf, ownTokensOf } from '../approvals/core/candidates.ts';
import type { AppNotice } from '../apps/app-notice.ts';
import type { EvaluationNotice } from '../evaluations/evaluation-notice.ts';
import type { JobNotice } from '../jobs/job-notice.ts';
import type { AppChanged, AppPresence, ApprovalsChanged, EvaluationChanged, FlowChanged, JobChanged, JobLogged, RoomEnded, WorkflowChanged } from '../jobs/live.contract.ts';
import type { PresenceNotice } from './presence.ts';
import type { Room } from './rooms.ts';

/** Where a subscription sends to. */
export type Outlet = {
  emit(event: 'job.changed', message: JobChanged): void;
  emit(event: 'job.log', message: JobLogged): void;
  emit(event: 'workers.changed', message: { workspace: string }): void;
  emit(event: 'flow.changed', message: FlowChanged): void;
  emit(event: 'workflow.changed', message: WorkflowChanged): void;
  emit(event: 'app.changed', message: AppChanged): void;
  emit(event: 'evaluation.changed', message: EvaluationChanged): void;
  emit(event: 'app.presence', message: AppPresence): void;
  emit(event: 'approvals.changed', message: ApprovalsChanged): void;
  emit(event: 'room.ended', message: RoomEnded): void;
};

/** Changes that wait to be sent together: the newest per job, at most so many. A list that sees more asks anew. */
const mostWaiting = 200;
const sendEveryMs = 150;

/** A flow with many iterations changes far more often than anyone can look: the first change goes at once, later ones together. */
const flowEveryMs = 100;

/** Someone who follows a room, with what they may see. */
export class Subscription {
  private readonly waiting = new Map<string, JobChanged>();
  private timer: NodeJS.Timeout | null = null;
  private flowTimer: NodeJS.Timeout | null = null;
  private flowSeq: number | null = null;
  /** What others know this window by. */
  readonly client = randomUUID();
  /** Whether others were told that it is there. */
  isPresent = false;

  /** @param seq number of the last piece of the log that they have */
  constructor(
    readonly room: Room,
    readonly workspaceId: string,
    readonly held: HeldAccess,
    readonly outlet: Outlet,
    public seq: number,
  ) {}

  /** What they hold by the last look. */
  get auth(): Auth {
    return this.held.auth;
  }

  /** Passes on a change of a job, if it is theirs to see. */
  notice({ w, i, p, k, s, g, u }: JobNotice): void {
    if (w !== this.workspaceId || (this.room.jobId === null ? !this.maySee(p, u) : this.room.jobId !== i)) return;
    this.waiting.delete(i);
    this.waiting.set(i, { workspace: w, id: i, path: p, kind: k, status: s, progress: g, at: new Date().toISOString() });
    if (this.waiting.size > mostWaiting) this.waiting.delete(this.waiting.keys().next().value as string);
    // One job is followed at once; a list of many is calmer in steps.
    if (this.room.jobId !== null) this.send();
    else this.timer ??= setTimeout(() => this.send(), sendEveryMs);
  }

  /** Passes on pieces of a log that they do not have yet. */
  log(pieces: readonly { seq: number; text: string }[]): void {
    for (const { seq, text } of pieces) {
      if (seq <= this.seq || this.room.jobId === null) continue;
      this.seq = seq;
      this.outlet.emit('job.log', { id: this.room.jobId, seq, text });
    }
  }

  /** Passes on that the flow run of the room went on, at most ten times a second; the newest number stands for those before. */
  flow(jobId: string, seq: number): void {
    if (this.room.jobId !== jobId) return;
    this.flowSeq = seq;
    if (this.flowTimer === null) this.sendFlow(jobId);
  }

  /** Passes on that the working copy of the app of the room changed. */
  app({ w, p, q }: AppNotice): void {
    if (w === this.workspaceId && this.room.appPath === p) this.outlet.emit('app.changed', { workspace: w, path: p, seq: q });
  }

  /** Passes on that an evaluation of the agent of the room went on. */
  evaluation({ w, p, i }: EvaluationNotice): void {
    if (w === this.workspaceId && this.room.agentPath === p) this.outlet.emit('evaluation.changed', { workspace: w, agent: p, id: i });
  }

  /** Passes on where another window that edits the app of the room is. */
  presence({ w, p, c, u, n, s }: PresenceNotice): void {
    if (w !== this.workspaceId || this.room.appPath !== p || c === this.client) return;
    this.outlet.emit('app.presence', { workspace: w, path: p, client: c, username: u, name: n, spot: s });
  }

  /** Passes on that the workflow of the room recorded more; workers tell it a few times a second at the most. */
  workflow(jobIds: string): void {
    if (this.room.jobId !== null && jobIds.includes(this.room.jobId)) this.outlet.emit('workflow.changed', { id: this.room.jobId });
  }

  /** Passes on that the inbox changed, to whom it concerns; many changes that come together once. */
  approvals({ w, t }: ApprovalNotice): void {
    if (w !== this.workspaceId || this.timer !== null) return;
    const isMine = t.includes('*') || [...ownTokensOf(this.auth), ...groupTokensOf(this.auth)].some((token) => t.includes(token));
    if (!isMine) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.outlet.emit('approvals.changed', { workspace: w });
    }, sendEveryMs);
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.flowTimer) clearTimeout(this.flowTimer);
  }

  private sendFlow(jobId: string): void {
    this.flowTimer = null;
    if (this.flowSeq === null) return;
    this.outlet.emit('flow.changed', { id: jobId, seq: this.flowSeq });
    this.flowSeq = null;
    this.flowTimer = setTimeout(() => this.sendFlow(jobId), flowEveryMs);
  }

  private send(): void {
    this.timer = null;
    for (const message of this.waiting.values()) this.outlet.emit('job.changed', message);
    this.waiting.clear();
  }

  private maySee(path: string, createdBy: string): boolean {
    if (createdBy === subjectOf(this.auth) || this.auth.role === 'admin') return true;
    return /^[uf]\/[^/]+\/./.test(path) && can(this.auth, 'scripts:read', { kind: 'script', path }).allowed;
  }
}
