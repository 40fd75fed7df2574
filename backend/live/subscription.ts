import { can } from '../access/core/can.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import type { JobNotice } from '../jobs/job-notice.ts';
import type { JobChanged, JobLogged } from '../jobs/live.contract.ts';
import type { Room } from './rooms.ts';

/** Where a subscription sends to. */
export type Outlet = { emit(event: 'job.changed', message: JobChanged): void; emit(event: 'job.log', message: JobLogged): void; emit(event: 'workers.changed', message: { workspace: string }): void };

/** Changes that wait to be sent together: the newest per job, at most so many. A list that sees more asks anew. */
const mostWaiting = 200;
const sendEveryMs = 150;

/** Someone who follows a room, with what they may see. */
export class Subscription {
  private readonly waiting = new Map<string, JobChanged>();
  private timer: NodeJS.Timeout | null = null;

  /** @param seq number of the last piece of the log that they have */
  constructor(readonly room: Room, readonly workspaceId: string, public auth: Auth, readonly outlet: Outlet, public seq: number) {}

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

  end(): void {
    if (this.timer) clearTimeout(this.timer);
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
