import type { StartedJob } from '../../backend/jobs/start-jobs.sql.ts';
import type { RunOutcome } from '../../backend/runner/runner.ts';
import type { AttemptSink } from '../../backend/workers/job-executor.ts';

/** Runs the behaviours in this process, counts their executions, and keeps the promises of a runner: time limit, cancellation, log. */
export class BehaviourExecutor {
  private readonly executions = new Map<string, number>();
  private readonly watchers = new Map<string, () => void>();

  /** Resolves when a key is executed for the first time. */
  begun(key: string): Promise<void> {
    if (this.count(key) > 0) return Promise.resolve();
    return new Promise((resolve) => this.watchers.set(key, resolve));
  }

  /** How often a key was executed. */
  count(key: string): number {
    return this.executions.get(key) ?? 0;
  }

  async execute(job: StartedJob, sink: AttemptSink): Promise<RunOutcome> {
    const { key, behaviour } = job.args as { key: string; behaviour: string };
    const count = this.count(key) + 1;
    this.executions.set(key, count);
    this.watchers.get(key)?.();
    sink.hide([]);
    sink.log(`execution ${count}\n`);
    switch (behaviour) {
      case 'slow':
        return (await this.pause(40, sink.signal)) ? succeeded(key, count) : { kind: 'cancelled' };
      case 'once':
      case 'keyed':
        return (await this.pause(10, sink.signal)) ? succeeded(key, count) : { kind: 'cancelled' };
      case 'fails':
      case 'gives_up':
        return failed;
      case 'recovers':
        return count <= 2 ? failed : succeeded(key, count);
      case 'times_out':
        return (await this.pause(100, sink.signal)) ? { kind: 'timed_out', error: { code: 'job/timeout', name: 'Timeout', message: 'It did not end in time.' } } : { kind: 'cancelled' };
      case 'cancelled':
      case 'hangs':
        await this.pause(600_000, sink.signal);
        return { kind: 'cancelled' };
      default:
        return succeeded(key, count);
    }
  }

  /** True when the time is over, false when it was ended early. */
  private pause(ms: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(false);
      const timer = setTimeout(() => resolve(true), ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(false);
      }, { once: true });
    });
  }
}

const failed: RunOutcome = { kind: 'failed', error: { code: 'job/script_error', name: 'Error', message: 'declared to fail' } };

const succeeded = (key: string, count: number): RunOutcome => ({ kind: 'succeeded', resultJson: JSON.stringify({ key, count }) });
