import { randomBytes } from 'node:crypto';
import type { JsonText } from '../common/json-text.ts';
import { RunnerLog } from './runner-log.ts';
import { decodeMessage, encodeRun, encodeTell, LineReader, type HarnessError, type RunnerMessage } from './protocol.ts';
import { checkForStorage, type CheckedResult } from './result-json.ts';
import { fromExit, fromHarness, notStarted, outOfMemory, resultInvalid, resultTooLarge } from './run-errors.ts';
import type { RunEnding, RunOutcome, RunRequest } from './runner.ts';
import { SandboxedProcess, type ProcessOptions } from './sandboxed-process.ts';
import { Supervision } from './supervision.ts';

/** A process that does not get ready in this time has a broken interpreter or a starved machine. */
const START_MS = 30_000;
const EMPTYING_MS = 1_000;
/** A message is a little longer than the result in it. */
const ENVELOPE_BYTES = 4_096;

type Job = {
  id: string;
  request: RunRequest;
  supervision: Supervision;
  answer: { result: Buffer } | { error: HarnessError } | 'suspended' | null;
  /** The process is not to serve another one. */
  isLast: boolean;
  resolve(outcome: RunEnding): void;
};

/** To whom a runner belongs, and whether for one job only. */
export type RunnerOwner = Pick<RunRequest, 'key' | 'isolation'>;

/** What becomes of a runner after a job; told before the job's outcome, so that the next job of the same caller finds it. */
export type WarmRunnerEvents = { onIdle(runner: WarmRunner): void; onRetired(runner: WarmRunner): void };

/**
 * One process that serves jobs of one key, one at a time. Ready for the next job only when nothing of the last one is left: no process, no
 * file, no unread log. Where that is in doubt it is ended.
 */
export class WarmRunner {
  readonly process: SandboxedProcess;
  jobsServed = 0;
  /** Ended, or about to be: never to be given a job. */
  isRetired = false;
  private readonly log: RunnerLog;
  private readonly lines: LineReader;
  private readonly startTimer: NodeJS.Timeout;
  private readonly idPrefix = randomBytes(8).toString('hex');
  private isReady = false;
  private job: Job | null = null;
  private emptyingTimer: NodeJS.Timeout | null = null;

  constructor(
    private owner: RunnerOwner | null,
    options: ProcessOptions,
    private readonly events: WarmRunnerEvents,
  ) {
    this.process = new SandboxedProcess(options);
    this.lines = new LineReader(
      ENVELOPE_BYTES,
      (line) => this.onLine(line),
      () => this.onTooLong(),
    );
    this.log = new RunnerLog(this.process, this.process.errorTail);
    this.process.fromRunner.on('data', (chunk: Buffer) => this.lines.push(chunk));
    this.process.fromRunner.on('error', () => this.retire());
    this.startTimer = setTimeout(() => this.retire(), START_MS);
    void this.process.ended.then(({ exitCode }) => this.onEnded(exitCode));
  }

  /** Whom its jobs are for; `null` as long as it has never been given to anybody. */
  get key(): string | null {
    return this.owner?.key ?? null;
  }

  /** Gives a runner without an owner to one, for good. */
  bind(key: string, isolation: RunRequest['isolation']): void {
    if (this.owner !== null) throw new Error('A runner that belongs to somebody cannot be given to somebody else');
    this.owner = { key, isolation };
  }

  /** The one that watches the job that runs now. */
  get supervision(): Supervision | null {
    return this.job?.supervision ?? null;
  }

  /** Runs a job. Never rejects. The runner must be idle. */
  run(request: RunRequest): Promise<RunEnding> {
    return new Promise((resolve) => {
      const supervision = new Supervision(request, this.process, () => this.conclude());
      this.job = { id: this.nextId(), request, supervision, answer: null, isLast: false, resolve };
      this.process.errorTail.clear();
      this.log.begin((text) => request.onLog(text));
      if (this.isReady) this.send(this.job);
    });
  }

  /** Ends the process; one that serves a job is to be stopped by its supervision instead. */
  retire(): void {
    if (!this.isRetired) {
      this.isRetired = true;
      this.events.onRetired(this);
    }
    this.process.kill();
  }

  /** A script does not know it, so it cannot answer for a job by writing to the descriptor itself. */
  private nextId(): string {
    return `${this.idPrefix}${this.jobsServed.toString(16)}`;
  }

  private send(job: Job): void {
    this.jobsServed += 1;
    job.request.onBegin?.();
    this.lines.longest = job.request.limits.resultBytes + ENVELOPE_BYTES;
    const { args, environment, entry, conversation } = job.request;
    this.process.write(encodeRun({ id: job.id, args, environment, entry: entry ?? null, opening: conversation?.opening ?? null }));
    conversation?.begin((message) => {
      if (this.job === job) this.process.write(encodeTell(job.id, message));
    });
  }

  private onLine(line: Buffer): void {
    const message = line.length === 0 ? null : decodeMessage(line);
    if (message !== null) this.onMessage(message);
  }

  private onMessage(message: RunnerMessage): void {
    if (message.type === 'ready') return this.onReady();
    if (message.type === 'emptied') return this.onEmptied();
    const job = this.job;
    if (job === null || message.id !== job.id || job.answer !== null) return;
    if (message.type === 'progress') return job.request.onProgress(message.percent);
    if (message.type === 'last') {
      job.isLast = true;
      return;
    }
    if (message.type === 'ask') return job.request.conversation?.onAsk(message.call, message.value);
    if (message.type === 'suspended') {
      if (!job.request.conversation) return;
      job.answer = 'suspended';
    } else job.answer = message.type === 'result' ? { result: message.result } : { error: message.error };
    this.log.whenRead(() => {
      if (this.job === job) this.conclude();
    });
  }

  private onReady(): void {
    if (this.isReady) return;
    this.isReady = true;
    clearTimeout(this.startTimer);
    this.process.settle();
    if (this.job === null) this.events.onIdle(this);
    else this.send(this.job);
  }

  private onTooLong(): void {
    if (this.job !== null) this.job.supervision.stop(resultTooLarge(this.job.request.limits), 0);
    else this.retire();
  }

  /** Reports the outcome of the job and decides what becomes of the process. */
  private conclude(exitCode?: number): void {
    const job = this.job;
    if (job === null) return;
    this.job = null;
    job.supervision.end();
    this.log.end();
    const outcome = this.outcomeOf(job, exitCode);
    if (!(outcome instanceof Promise)) {
      this.settleAfterJob(job);
      return job.resolve(outcome);
    }
    void outcome.then((checked) => {
      this.settleAfterJob(job);
      job.resolve(checked);
    });
  }

  private outcomeOf(job: Job, exitCode: number | undefined): RunEnding | Promise<RunOutcome> {
    const { limits } = job.request;
    if (job.supervision.verdict !== null) return job.supervision.verdict;
    if (job.answer === 'suspended') return { kind: 'suspended' };
    if (job.answer !== null)
      return 'error' in job.answer ? fromHarness(job.answer.error, limits) : succeeded(job.answer.result, limits.resultBytes, job.request);
    if (!this.isReady)
      return notStarted(
        this.process.startProblem ??
          (exitCode === undefined ? 'it was not ready in time' : this.process.errorTail.lastLine || `it ended with exit code ${exitCode}`),
      );
    // Killed by the system at a moment when it held nearly all that it may: the kernel was faster than our own look.
    if (exitCode === 137 && this.process.memoryBytes > limits.memoryBytes * 0.8) return outOfMemory(limits);
    return fromExit(exitCode ?? 1, this.process.errorTail, 'warm', limits);
  }

  private settleAfterJob(job: Job): void {
    const isSound = !this.isRetired && !this.process.hasEnded && job.supervision.verdict === null && !job.isLast && this.log.isWhole;
    if (this.isRetired) return;
    if (!isSound || this.owner?.isolation === 'fresh' || this.process.hasStrays()) return this.retireAfter(job);
    if (!this.process.hasFiles()) return this.events.onIdle(this);
    this.emptyingTimer = setTimeout(() => this.retire(), EMPTYING_MS);
    this.process.requestEmptying();
  }

  /** A stopped job keeps its grace time; its supervision has seen to the end of the process. */
  private retireAfter(job: Job): void {
    if (job.supervision.verdict === null) return this.retire();
    this.isRetired = true;
    this.events.onRetired(this);
  }

  private onEmptied(): void {
    if (this.emptyingTimer === null) return;
    clearTimeout(this.emptyingTimer);
    this.emptyingTimer = null;
    if (this.isRetired || this.process.hasFiles()) this.retire();
    else this.events.onIdle(this);
  }

  private onEnded(exitCode: number): void {
    clearTimeout(this.startTimer);
    if (this.emptyingTimer !== null) clearTimeout(this.emptyingTimer);
    this.log.close();
    this.conclude(exitCode);
    this.retire();
  }
}

function succeeded(result: Buffer, limit: number, request: RunRequest): RunOutcome | Promise<RunOutcome> {
  if (result.length > limit) return resultTooLarge(request.limits);
  const checked = checkForStorage(result);
  return checked instanceof Promise ? checked.then(outcomeOfCheck) : outcomeOfCheck(checked);
}

function outcomeOfCheck(checked: CheckedResult<JsonText>): RunOutcome {
  return 'json' in checked ? { kind: 'succeeded', resultJson: checked.json } : resultInvalid(checked.reason);
}
