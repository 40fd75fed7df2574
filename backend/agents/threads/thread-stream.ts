import { Injectable } from '@nestjs/common';
import type { UIMessageChunk } from 'ai';
import type { Response } from 'express';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import type { Target } from '../../access/core/can.ts';
import { StandingAccess, type Standing } from '../../access/standing-access.ts';
import { AppError } from '../../common/app-error.ts';
import { Database } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { Notifications } from '../../events/notifications.ts';
import { Batcher } from '../../queue/batcher.ts';

/** Comments keep proxies from closing a stream on which nothing happens. */
const keepAliveMs = 15_000;

/** Pieces of one read: a stream that begins late catches up in a few. */
const pageSize = 2_000;

type Piece = { seq: number; chunk: string };
type Wanted = { threadId: string; after: number };
/** What a reader sees of a piece; `null` for one of which they see nothing. */
type Show = (chunk: UIMessageChunk) => UIMessageChunk | null;
type Look = { pieces: Piece[]; isLive: boolean };

/**
 * Sends the pieces of a thread as server-sent events, each with its number, in the protocol of UI messages; `[DONE]` when nothing is being
 * written any more. Who comes back with the last number that they saw loses and repeats nothing. Many watchers of one moment share a statement.
 */
@Injectable()
export class ThreadStream {
  private readonly looks: Batcher<Wanted, Look>;

  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly standing: StandingAccess,
  ) {
    this.looks = new Batcher((wanted) => this.look(wanted), { maximumSize: 200, lanes: 2 });
  }

  /** The stream of a run that was just begun, for as long as its reader may run what they ran. */
  async sendRun(auth: Auth, target: Target, jobId: string, response: Response): Promise<void> {
    const [run] = await this.database.run<{ thread_id: string; first_seq: number }>({
      text: `select r.thread_id, coalesce((select min(seq) - 1 from agent_chunk c where c.thread_id = r.thread_id and c.job_id = $1), t.next_seq - 1) as first_seq
             from agent_run r join thread t on t.id = r.thread_id where r.job_id = $1`,
      values: [jobId],
    });
    if (!run) throw new AppError('job/not_found', 'What this run was about has been deleted.', { job_id: jobId });
    response.setHeader('x-millrace-job-id', jobId);
    const wanted = { threadId: run.thread_id, after: run.first_seq };
    await this.send(auth, wanted, response, { status: 201, require: (now) => requireAccess(now, 'jobs:run', target) });
  }

  /** Sends what comes after a piece until the thread is at rest, or the reader has gone or may not read it any more. */
  async send(auth: Auth, wanted: Wanted, response: Response, { status, require }: { status: number; require: Standing['require'] }): Promise<void> {
    await this.follow(wanted, response, status, null, (follower) =>
      this.standing.watch({ identity: auth, workspaceId: auth.workspaceId, require, end: (error) => follower.refuse(error) }),
    );
  }

  /** The same for who has no account, for so long at a time: then they come back, and whether they may is looked at again. */
  async sendFor(lengthMs: number, wanted: Wanted, response: Response, show: Show): Promise<void> {
    await this.follow(wanted, response, 200, show, (follower) => {
      const timer = setTimeout(() => follower.stop(), lengthMs);
      return () => clearTimeout(timer);
    });
  }

  private async follow(
    { threadId, after }: Wanted,
    response: Response,
    status: number,
    show: Show | null,
    watch: (follower: Follower) => () => void,
  ): Promise<void> {
    response
      .status(status)
      .setHeader('content-type', 'text/event-stream; charset=utf-8')
      .setHeader('cache-control', 'no-store')
      .setHeader('x-accel-buffering', 'no')
      .setHeader('x-vercel-ai-ui-message-stream', 'v1')
      .setHeader('x-millrace-thread-id', threadId);
    response.flushHeaders();
    const follower = new Follower(threadId, after, (wanted) => this.looks.add(wanted), response, show);
    const stops = [
      this.notifications.on('millrace_thread', (payload) => {
        if (payload.includes(threadId)) follower.look();
      }),
      this.notifications.on('reconnected', () => follower.look()),
      watch(follower),
    ];
    const timer = setInterval(() => response.write(': still here\n\n'), keepAliveMs);
    response.on('close', () => follower.stop());
    follower.look();
    await follower.done;
    clearInterval(timer);
    for (const stop of stops) stop();
    response.end();
  }

  private async look(wanted: readonly Wanted[]): Promise<Look[]> {
    const rows = await this.database.run<{ place: number; is_live: boolean; seq: number | null; chunk: string | null }>({
      name: 'look_at_threads',
      text: `
select wanted.place::integer as place, t.status in ('running', 'waiting') as is_live, c.seq, c.chunk::text as chunk
from unnest($1::uuid[], $2::integer[]) with ordinality as wanted (thread_id, after, place)
join thread t on t.id = wanted.thread_id
left join lateral (select seq, chunk from agent_chunk where thread_id = wanted.thread_id and seq > wanted.after order by seq limit ${pageSize}) as c on true
order by wanted.place, c.seq`,
      values: [wanted.map(({ threadId }) => threadId), wanted.map(({ after }) => after)],
    });
    const byPlace = Map.groupBy(rows, ({ place }) => place);
    return wanted.map((_, index) => {
      const own = byPlace.get(index + 1) ?? [];
      return { isLive: own[0]?.is_live ?? false, pieces: own.flatMap(({ seq, chunk }) => (seq === null || chunk === null ? [] : [{ seq, chunk }])) };
    });
  }
}

/** Looks at a thread whenever told, one look at a time, until nothing is written any more. */
class Follower {
  private readonly finished = Promise.withResolvers<void>();
  readonly done = this.finished.promise;
  private isLooking = false;
  private hasMore = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly threadId: string,
    private seq: number,
    private readonly read: (wanted: Wanted) => Promise<Look>,
    private readonly response: Response,
    private readonly show: Show | null,
  ) {}

  look(): void {
    this.hasMore = true;
    if (!this.isLooking) void this.run();
  }

  stop(): void {
    this.stopping.abort();
    this.finished.resolve();
  }

  refuse({ message }: AppError): void {
    this.response.write(`data: ${JSON.stringify({ type: 'error', errorText: message })}\n\n`);
    this.stop();
  }

  private write(seq: number, chunk: string): void {
    const shown = this.show === null ? chunk : this.show(JSON.parse(chunk) as UIMessageChunk);
    if (shown !== null) this.response.write(`id: ${seq}\ndata: ${typeof shown === 'string' ? shown : JSON.stringify(shown)}\n\n`);
  }

  private async run(): Promise<void> {
    this.isLooking = true;
    while (this.hasMore && !this.stopping.signal.aborted) {
      this.hasMore = false;
      // Nobody may ever notify of this thread again: a look that a lost database refused is repeated until it is answered.
      await untilAnswered(() => this.step(), this.stopping.signal).catch(() => this.stop());
    }
    this.isLooking = false;
  }

  private async step(): Promise<void> {
    const { pieces, isLive } = await this.read({ threadId: this.threadId, after: this.seq });
    if (this.stopping.signal.aborted) return;
    for (const { seq, chunk } of pieces) this.write(seq, chunk);
    this.seq = pieces.at(-1)?.seq ?? this.seq;
    if (pieces.length === pageSize) this.hasMore = true;
    else if (!isLive) {
      this.response.write('data: [DONE]\n\n');
      this.stop();
    }
  }
}
