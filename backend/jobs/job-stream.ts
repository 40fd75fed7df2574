import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import type { Target } from '../access/core/can.ts';
import { StandingAccess } from '../access/standing-access.ts';
import { isAppError, type AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Notifications } from '../events/notifications.ts';
import { isTerminal } from './core/job-status.ts';
import { readNotices } from './job-notice.ts';
import { JobResults } from './job-results.ts';
import { StepLogs } from './step-logs.ts';

/** Comments keep proxies from closing a stream on which nothing happens. */
const keepAliveMs = 15_000;

/**
 * Follows one job as server-sent events: `status` `{id, status}`, `log` `{seq, text}`, of a flow also `log` `{job_id, step, seq, text}` of its
 * steps, and at the end `result` with the raw value or `error` with the job's error. Woken by NOTIFY; logs are read from where they were, so nothing
 * is lost or repeated. Who may not run it any more is told so by `error`, and reads no further; the job goes on.
 */
@Injectable()
export class JobStream {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly results: JobResults,
    private readonly standing: StandingAccess,
  ) {}

  /** @param target what they ran: they read on for as long as they may run it */
  async send(auth: Auth, target: Target, jobId: string, response: Response): Promise<void> {
    response
      .status(201)
      .setHeader('content-type', 'text/event-stream; charset=utf-8')
      .setHeader('cache-control', 'no-store')
      .setHeader('x-accel-buffering', 'no')
      .setHeader('x-millrace-job-id', jobId);
    response.flushHeaders();
    const write = (event: string, data: string) => response.write(`event: ${event}\ndata: ${data}\n\n`);
    write('status', JSON.stringify({ id: jobId, status: 'queued' }));
    const steps = target.kind === 'flow' ? new StepLogs(jobId, subjectOf(auth), this.database) : null;
    const follower = new Follower(jobId, this.database, this.results, steps, write);
    const stops = [
      this.notifications.on('millrace_job', (payload) => {
        if (readNotices(payload).some(({ i }) => i === jobId)) follower.look();
      }),
      this.notifications.on('millrace_log', (payload) => {
        if (payload.includes(jobId) || steps?.heard(payload)) follower.look();
      }),
      this.notifications.on('reconnected', () => follower.lookAtAll()),
      this.standing.watch({
        identity: auth,
        workspaceId: auth.workspaceId,
        require: (now) => requireAccess(now, 'jobs:run', target),
        end: (error) => follower.refuse(error),
      }),
    ];
    const timer = setInterval(() => response.write(': still here\n\n'), keepAliveMs);
    response.on('close', () => follower.stop());
    follower.look();
    await follower.done;
    clearInterval(timer);
    for (const stop of stops) stop();
    response.end();
  }
}

/** Looks at a job whenever told, one look at a time, until it has ended. */
class Follower {
  readonly done: Promise<void>;
  private finish: () => void = () => undefined;
  private seq = 0;
  private status = 'queued';
  private isLooking = false;
  private hasMore = false;
  private mayHaveMissed = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly jobId: string,
    private readonly database: Database,
    private readonly results: JobResults,
    private readonly steps: StepLogs | null,
    private readonly write: (event: string, data: string) => void,
  ) {
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  look(): void {
    this.hasMore = true;
    if (!this.isLooking) void this.run();
  }

  /** Looks also for what nobody told of. */
  lookAtAll(): void {
    this.mayHaveMissed = true;
    this.look();
  }

  stop(): void {
    this.stopping.abort();
    this.finish();
  }

  refuse({ code, message }: AppError): void {
    this.write('error', JSON.stringify({ code, message }));
    this.stop();
  }

  private async run(): Promise<void> {
    this.isLooking = true;
    while (this.hasMore && !this.stopping.signal.aborted) {
      this.hasMore = false;
      // Nobody may ever notify of this job again: a look that a lost database refused is repeated until it is answered.
      await untilAnswered(() => this.step(), this.stopping.signal).catch((error: unknown) => {
        if (isAppError(error)) this.stop();
      });
    }
    this.isLooking = false;
  }

  private async step(): Promise<void> {
    // The status first: a log that is read after the end was seen is complete.
    const job = await this.results.read(this.jobId);
    if (this.stopping.signal.aborted) return;
    if (!job) return this.stop();
    if (job.status !== this.status && !isTerminal(job.status)) this.write('status', JSON.stringify({ id: job.id, status: job.status }));
    this.status = job.status;
    const rows = await this.database.run<{ seq: number; text: string }>({
      name: 'follow_log',
      text: 'select seq, text from job_log where job_id = $1 and seq > $2 order by seq',
      values: [this.jobId, this.seq],
    });
    if (this.stopping.signal.aborted) return;
    for (const row of rows) this.write('log', JSON.stringify(row));
    this.seq = rows.at(-1)?.seq ?? this.seq;
    await this.writeStepLogs(isTerminal(job.status));
    if (!isTerminal(job.status) || this.stopping.signal.aborted) return;
    this.write('status', JSON.stringify({ id: job.id, status: job.status }));
    if (job.status === 'succeeded') this.write('result', job.resultJson ?? 'null');
    else this.write('error', JSON.stringify(job.error ?? { code: `job/${job.status}`, message: `The job was ${job.status}.` }));
    this.stop();
  }

  private async writeStepLogs(isEnd: boolean): Promise<void> {
    if (this.steps === null) return;
    const pieces = await (isEnd || this.mayHaveMissed ? this.steps.all() : this.steps.grew());
    this.mayHaveMissed = false;
    if (this.stopping.signal.aborted) return;
    for (const piece of pieces) this.write('log', JSON.stringify(piece));
  }
}
