/** Why an attempt is ended early. `lost`: this worker was declared dead, its report would be refused. */
export type EndReason = 'cancel' | 'drain' | 'lost';

/** An attempt that runs here. */
export type ActiveJob = { abort: AbortController; reason: EndReason | null; startedAt: number; ended: PromiseWithResolvers<void> };

/** The attempts that this worker runs now. A job is in here from before its claim until after its report. */
export class ActiveJobs {
  private readonly jobs = new Map<string, ActiveJob>();
  private whenIdle: (() => void)[] = [];

  /** Adds a job; `null` when it is already here: the queue can hold two rows for one job after a recovery. */
  add(jobId: string): ActiveJob | null {
    if (this.jobs.has(jobId)) return null;
    const job: ActiveJob = { abort: new AbortController(), reason: null, startedAt: Date.now(), ended: Promise.withResolvers() };
    this.jobs.set(jobId, job);
    return job;
  }

  /** The attempt of a job that was added before. */
  of(jobId: string): ActiveJob {
    const job = this.jobs.get(jobId) ?? this.add(jobId);
    if (!job) throw new Error(`The job ${jobId} does not run here`);
    return job;
  }

  remove(jobId: string): void {
    this.jobs.get(jobId)?.ended.resolve();
    this.jobs.delete(jobId);
    if (this.jobs.size > 0) return;
    for (const resolve of this.whenIdle.splice(0)) resolve();
  }

  /** Resolves when an attempt that runs here has been reported; at once when there is none. */
  ended(jobId: string): Promise<void> {
    return this.jobs.get(jobId)?.ended.promise ?? Promise.resolve();
  }

  /** Ends an attempt early; the first reason stands. */
  end(jobId: string, reason: EndReason): void {
    const job = this.jobs.get(jobId);
    if (!job || job.reason !== null) return;
    job.reason = reason;
    job.abort.abort(new Error(reason));
  }

  endAll(reason: EndReason): void {
    for (const jobId of this.jobs.keys()) this.end(jobId, reason);
  }

  get ids(): string[] {
    return [...this.jobs.keys()];
  }

  get size(): number {
    return this.jobs.size;
  }

  /** Resolves when nothing runs. */
  idle(): Promise<void> {
    return this.jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => this.whenIdle.push(resolve));
  }
}
