import type { AppAction } from '../../../backend/apps/app.contract.ts';
import type { ActionState } from '../../../components/view.ts';

/** How a job ended, in the words of an action. */
export type ActionEnd =
  | { readonly status: 'success'; readonly data: unknown }
  | { readonly status: 'error'; readonly error: { readonly code: string; readonly message: string } }
  | { readonly status: 'cancelled' };

/** How actions reach the server. */
export type ActionPorts = {
  /** Starts a job; rejects with an error that has `code` and `message`. */
  start(action: AppAction, args: Readonly<Record<string, unknown>>): Promise<string>;
  /** Waits for the end of a job. */
  wait(jobId: string, onStatus: (status: 'queued' | 'running') => void, signal: AbortSignal): Promise<ActionEnd>;
  /** Cancels a job whose result nobody wants any more. */
  cancel(jobId: string): void;
  nowMs(): number;
};

/** What an action is before it ran. */
export const idleAction: ActionState = {
  status: 'idle',
  data: null,
  error: null,
  job_id: null,
  is_running: false,
  is_allowed: true,
  is_stale: false,
  started_at: null,
  duration_ms: null,
};

/** Failed or cancelled: what a handler that waits for an action gets. */
export class ActionFailed extends Error {
  override readonly name = 'ActionFailed';

  constructor(
    readonly code: string,
    message: string,
    /** The action itself has told of it. */
    readonly isTold = false,
  ) {
    super(message);
  }
}

/**
 * One action of a page that is open. Runs are numbered: what an older one brings never replaces what a newer one brought. The data of
 * before stays until there is new data, marked as stale, so that a table does not blink.
 */
export class ActionRunner {
  private state: ActionState;
  private newest = 0;
  private readonly running = new Map<number, { jobId: string | null; abort: AbortController }>();

  constructor(
    private readonly action: AppAction,
    private readonly ports: ActionPorts,
    private readonly changed: (state: ActionState) => void,
    private readonly transform: (data: unknown) => Promise<unknown>,
    first: ActionState = idleAction,
  ) {
    this.state = first;
  }

  /** Runs with these arguments; gives the data, or throws {@link ActionFailed}. `isLatestOnly` gives up what runs already: nobody wants its answer. */
  async run(args: Readonly<Record<string, unknown>>, isLatestOnly: boolean): Promise<unknown> {
    const number = ++this.newest;
    if (isLatestOnly) this.giveUpOlder(number);
    const startedMs = this.ports.nowMs();
    const run = { jobId: null as string | null, abort: new AbortController() };
    this.running.set(number, run);
    this.show(number, {
      status: 'queued',
      error: null,
      job_id: null,
      is_running: true,
      is_stale: this.state.data !== null,
      started_at: new Date(startedMs).toISOString(),
      duration_ms: null,
    });
    const end = await this.toEnd(number, run, args).catch((error: unknown): ActionEnd => ({ status: 'error', error: wordsOf(error) }));
    this.running.delete(number);
    return this.finish(number, end, this.ports.nowMs() - startedMs);
  }

  /** Ends what runs, because the page is left. The jobs go on: what was started by a person is theirs. */
  dispose(): void {
    for (const { abort } of this.running.values()) abort.abort();
    this.running.clear();
  }

  private async toEnd(number: number, run: { jobId: string | null; abort: AbortController }, args: Readonly<Record<string, unknown>>): Promise<ActionEnd> {
    run.jobId = await this.ports.start(this.action, args);
    if (run.abort.signal.aborted) this.ports.cancel(run.jobId);
    this.show(number, { job_id: run.jobId });
    return this.ports.wait(run.jobId, (status) => this.show(number, { status }), run.abort.signal);
  }

  private async finish(number: number, end: ActionEnd, durationMs: number): Promise<unknown> {
    const done = { status: end.status, is_running: false, is_stale: false, duration_ms: durationMs };
    if (end.status === 'success') {
      const data = await this.transform(end.data);
      this.show(number, { ...done, data });
      return data;
    }
    if (end.status === 'error') this.show(number, { ...done, error: end.error });
    else this.show(number, done);
    throw end.status === 'error'
      ? new ActionFailed(end.error.code, end.error.message)
      : new ActionFailed('job/cancelled', 'This was cancelled before it was done.');
  }

  private show(number: number, change: Partial<ActionState>): void {
    if (number !== this.newest) return;
    this.state = { ...this.state, ...change };
    this.changed(this.state);
  }

  private giveUpOlder(number: number): void {
    for (const [older, { jobId, abort }] of this.running) {
      if (older === number) continue;
      abort.abort();
      if (jobId !== null) this.ports.cancel(jobId);
    }
  }
}

function wordsOf(error: unknown): { code: string; message: string } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return { code: typeof code === 'string' ? code : 'internal', message: typeof message === 'string' && message !== '' ? message : 'Something went wrong.' };
}
