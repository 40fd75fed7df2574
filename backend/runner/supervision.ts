import { folderBytes } from './folder-size.ts';
import { diskFull, outOfMemory, timedOut } from './run-errors.ts';
import type { RunOutcome, RunRequest } from './runner.ts';
import type { SandboxedProcess } from './sandboxed-process.ts';

/** A stopped job is reported by then, even while its process still uses its grace time. */
const REPORT_AFTER_MS = 800;
/** The longest that a timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Ends one job when it is cancelled, late, or takes more than it may. The first reason counts. */
export class Supervision {
  /** Why the job was stopped; `null` while it was not. */
  verdict: RunOutcome | null = null;
  private timer: NodeJS.Timeout;

  constructor(private readonly request: RunRequest, private readonly process: SandboxedProcess, private readonly onOverdue: () => void) {
    this.timer = setTimeout(this.onTimeout, Math.min(request.limits.timeoutMs, LONGEST_TIMER_MS));
    request.signal.addEventListener('abort', this.onAbort);
    if (request.signal.aborted) this.onAbort();
  }

  /** Stops the job; with a grace time of 0 it cannot resist. */
  stop(verdict: RunOutcome, graceMs: number): void {
    if (this.verdict !== null) return;
    this.verdict = verdict;
    this.end();
    if (graceMs > 0) this.process.terminate(graceMs);
    else this.process.kill();
    this.timer = setTimeout(this.onOverdue, REPORT_AFTER_MS);
  }

  /** Compares what the job takes with what it may; called a few times a second. */
  look(): void {
    const { limits } = this.request;
    if (this.process.measureMemory(limits.memoryBytes) > limits.memoryBytes) return this.stop(outOfMemory(limits), 0);
    const isFull = this.process.unlimitedFolders.some((folder) => folderBytes(folder, limits.diskBytes) > limits.diskBytes);
    if (isFull) this.stop(diskFull(limits), 0);
  }

  /** The job is over, nothing is to be watched any more. */
  end(): void {
    clearTimeout(this.timer);
    this.request.signal.removeEventListener('abort', this.onAbort);
  }

  private readonly onTimeout = (): void => this.stop(timedOut(this.request.limits), this.request.limits.graceMs);
  private readonly onAbort = (): void => this.stop({ kind: 'cancelled' }, this.request.limits.graceMs);
}
