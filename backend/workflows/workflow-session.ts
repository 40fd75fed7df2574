import { randomBytes } from 'node:crypto';
import { AppError, isAppError } from '../common/app-error.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { JsonObject } from '../common/json.ts';
import type { EndedJob } from '../jobs/job-results.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import { checkResult, checkSmallResult, SMALL_RESULT } from '../runner/result-json.ts';
import type { RunConversation, RunError } from '../runner/runner.ts';
import type { Ending } from '../waits/wait.ts';
import { openingText, suspendText, tellText, WorkflowCall, type Delivery, type StepCall, type StepFailure, type StepKind } from './core/conversation.ts';
import { missingChild, outcomeOfChild, outcomeOfWait, type StepOutcome } from './core/outcomes.ts';
import type { LoadedStep } from './load-steps.sql.ts';
import type { NewStep } from './record-steps.sql.ts';
import type { SealedResults } from './sealed-results.ts';
import type { SessionParts } from './session-parts.ts';
import { SessionHeld } from './session-held.ts';
import { nothingKept, openingRecord, SessionRows, type Recorded } from './session-rows.ts';
import { SuspensionTimer } from './suspension-timer.ts';
import { NotOurs, RefusedValue, type OpenedStep } from './workflow-journal.ts';

/** What the code waits for. */
export type OpenOperation = {
  key: string;
  kind: StepKind;
  name: string;
  dueAt: number | null;
  childJobId: string | null;
  waitId: string | null;
  stop: () => void;
};

/** The longest that a timer can wait. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A workflow while it has a process: records what its code does, begins what the code waits for, and tells the code in the order in which it was
 * recorded. When the code waits for longer, asks it to let go of the process.
 *
 * Whatever the code is told was written before. So at any moment the process, this worker or the database may be lost: the next stretch
 * is told the same in the same order, and goes on from there.
 */
export class WorkflowSession implements RunConversation {
  readonly open = new Map<string, OpenOperation>();
  opening = '';
  /** What there is to tell before the code can hear it. */
  private untold: string[] = [];
  private tell = (message: string): void => void this.untold.push(message);
  /** The last ordinal that the code had been told when it let go of its process; what was told later is lost on it. */
  private heardUntil = -1;
  private lastOrdinal = 0;
  private lastAt: number;
  private isStartRecorded: boolean;
  /** The write that brings the start along; nothing is written before it. */
  private started: Promise<unknown> = Promise.resolve();
  /** Writes that open something, by key: its end is written after it. */
  private readonly begins = new Map<string, Promise<void>>();
  private inFlight = 0;
  private isOver = false;
  private told: Promise<void> = Promise.resolve();
  private readonly running = new Set<Promise<void>>();
  private readonly held: SessionHeld;
  private readonly suspension: SuspensionTimer;
  private readonly rows: SessionRows;

  constructor(
    readonly job: StartedJob,
    private readonly recorded: Recorded,
    private readonly results: SealedResults,
    private readonly parts: SessionParts,
    hideInLog: (secrets: readonly string[]) => void,
  ) {
    this.lastAt = recorded.startedAt;
    this.rows = new SessionRows(job, recorded);
    this.held = new SessionHeld(results, hideInLog);
    this.suspension = new SuspensionTimer(parts, () => this.tell(suspendText));
    this.isStartRecorded = recorded.steps.some(({ kind }) => kind === 'start');
  }

  static newSeed(): string {
    return randomBytes(16).toString('base64url');
  }

  hide(secrets: readonly string[]): void {
    this.held.begin(secrets);
  }

  /** Prepares the opening, and takes up what the code waited for when it was last interrupted. */
  async prepare(): Promise<void> {
    const steps = this.recorded.steps.filter((step) => step.kind !== 'start');
    const records = await Promise.all(steps.map((step) => openingRecord(step, this.results)));
    this.held.learn(records.flatMap(({ secrets }) => secrets));
    for (const { record, value } of records) this.held.note(record.kind, value);
    this.opening = openingText(this.recorded.seed, this.recorded.startedAt, records);
    for (const step of steps) {
      this.lastOrdinal = Math.max(this.lastOrdinal, step.ordinal ?? 0);
      if (step.ended_at && step.ordinal !== null) this.lastAt = Math.max(this.lastAt, step.ended_at.getTime());
    }
    for (const step of steps) if (step.status === 'open') this.takeUp(step);
  }

  begin(tell: (message: string) => void): void {
    this.tell = tell;
    for (const message of this.untold.splice(0)) tell(message);
    this.touch();
  }

  onAsk(given: unknown, value: Buffer): void {
    if (this.isOver) return;
    const call = WorkflowCall.safeParse(given);
    if (!call.success) return this.refuse(given, call.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
    if (call.data.op === 'busy') return;
    if (call.data.op === 'resting') {
      this.heardUntil = call.data.told;
      return;
    }
    if (call.data.op === 'cancel') return this.work(this.cancel(call.data.key));
    const answered = this.answer(call.data, value);
    this.begins.set(
      call.data.key,
      answered.catch(() => undefined),
    );
    this.work(answered);
  }

  /** Looks at what has ended of what the code waits for. */
  refresh(steps: readonly LoadedStep[]): void {
    for (const step of steps) {
      const operation = this.open.get(step.key);
      if (operation && step.ending) this.onWaitEnded(operation, step.ending);
      else if (operation && step.child_status && isEnded(step.child_status))
        void this.parts.childResult(operation.childJobId ?? '').then((job) => this.onChildEnded(operation.key, job));
    }
  }

  /** Whether something was told that the code, which has let go of its process, did not hear. */
  get hasUnheard(): boolean {
    return this.open.size === 0 || this.lastOrdinal > this.heardUntil;
  }

  /** Resolves when nothing is being recorded or begun. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** This stretch is over: nothing is told any more. */
  end(): void {
    this.isOver = true;
    this.suspension.stop();
    for (const { stop } of this.open.values()) stop();
  }

  private async answer(call: StepCall, bytes: Buffer): Promise<void> {
    if (this.open.has(call.key)) return;
    try {
      if (call.op === 'step') await this.onStep(call, bytes);
      else if (call.op === 'task') await this.onTask(call, await jsonOf(bytes));
      else if (call.op === 'approval') await this.onApproval(call, await jsonOf(bytes));
      else await this.onTimer(call);
    } catch (error) {
      if (error instanceof NotOurs) throw error;
      await this.recordEnded(call, { status: 'failed', error: this.failureOf(error) });
    }
  }

  private failureOf(error: unknown): RunError {
    if (isAppError(error)) return { code: error.code, name: 'Error', message: error.message };
    if (error instanceof RefusedValue) return { code: 'job/result_invalid', name: 'Error', message: error.message };
    this.parts.unexpected(this.job, error);
    return {
      code: 'internal',
      name: 'InternalError',
      message: 'Millrace itself failed at this step. The log of the worker has the details under the id of the job.',
    };
  }

  /** A step was done in the process: one insert, and the code goes on. */
  private async onStep(call: Extract<StepCall, { op: 'step' }>, bytes: Buffer): Promise<void> {
    if (call.status === 'failed') return this.recordEnded(call, { status: 'failed', error: this.results.redactError(call.error ?? unknownFailure) });
    if (bytes.length > this.parts.maximumResultBytes)
      throw new AppError('job/failed', `The result of the step "${call.name}" is too large. Return less, or where it is.`);
    const checked = bytes.length <= SMALL_RESULT ? checkSmallResult(bytes) : await checkResult(bytes);
    if ('reason' in checked) throw new RefusedValue(`The result of the step "${call.name}" is not JSON: ${checked.reason}`);
    await this.recordEnded(call, { status: 'succeeded', json: checked.json });
  }

  /** Records something that has ended at once, and tells it. The value of a step stays with the code, which has it. */
  private async recordEnded(call: StepCall, outcome: StepOutcome): Promise<void> {
    const kept = outcome.status === 'succeeded' ? await this.results.keep(call.key, outcome.json) : nothingKept;
    const delivery = this.delivery(call.key, outcome, (this.lastOrdinal += 1));
    const step: NewStep = {
      ...this.rows.step(call),
      status: outcome.status,
      ordinal: delivery.ordinal,
      ...kept,
      error: outcome.status === 'failed' ? JSON.stringify(outcome.error) : null,
      endedAt: new Date(delivery.at),
    };
    await this.inOrder(
      this.write(step, (steps) => this.parts.journal.done(steps)),
      tellText(delivery, null),
    );
  }

  private async onTask(call: Extract<StepCall, { op: 'task' }>, args: unknown): Promise<void> {
    const child = await this.parts.tasks.prepare(this.job, call, args, this.held);
    const step = { ...this.rows.step(call), childJobId: child.id, inputHash: sha256(canonicalJson(args)).slice(0, 32) };
    this.waitForChild(call.key, call.name, child.id);
    await this.beginOpen({ step, job: child, wait: null, also: null });
  }

  private async onTimer(call: Extract<StepCall, { op: 'sleep' | 'event' }>): Promise<void> {
    const dueAt = call.until === null ? null : Math.max(Date.now(), call.until);
    const waitId = newId();
    const step = { ...this.rows.step(call), waitId, dueAt: dueAt === null ? null : new Date(dueAt) };
    this.wait({ key: call.key, kind: call.op, name: call.name, dueAt, childJobId: null, waitId });
    // A sleep gets its timer in the database only when the process is let go.
    const wait = call.op === 'sleep' ? null : { ...this.rows.wait(waitId, call.key, 'event' as const), dueAt: step.dueAt, eventKey: call.name };
    await this.beginOpen({ step, job: null, wait, also: null });
  }

  private async onApproval(call: Extract<StepCall, { op: 'approval' }>, given: unknown): Promise<void> {
    const spec = JsonObject.safeParse(given);
    if (!spec.success) throw new AppError('request/invalid', 'waitForApproval takes an object that says what to ask.');
    const open = await this.parts.approvals.prepare(this.job, spec.data);
    const waitId = newId();
    const step = { ...this.rows.step(call), waitId };
    this.wait({ key: call.key, kind: 'approval', name: call.name, dueAt: null, childJobId: null, waitId });
    const wait = { ...this.rows.wait(waitId, call.key, 'approval' as const), dueAt: null, eventKey: null };
    await this.beginOpen({ step, job: null, wait, also: (transaction) => open(transaction, { waitId, key: call.key }) });
  }

  private async beginOpen(opened: Omit<OpenedStep, 'first'>): Promise<void> {
    try {
      await this.write(opened.step, (steps) => this.parts.journal.begin({ ...opened, first: steps.slice(0, -1) }));
    } catch (error) {
      this.forget(opened.step.key);
      throw error;
    }
  }

  /** It lost a race: what it waits for is given up, and the code is never told. */
  private async cancel(key: string): Promise<void> {
    await this.begins.get(key);
    const operation = this.open.get(key);
    if (!operation) return;
    this.forget(key);
    await this.parts.giveUp(this.job, operation);
    await this.parts.journal.ended({ ...this.rows.fence, key, status: 'cancelled', ordinal: null, ...nothingKept, error: null, endedAt: new Date() });
  }

  private takeUp(step: LoadedStep): void {
    const { key, name, child_job_id: childJobId, wait_id: waitId, due_at: dueAt } = step;
    const kind = step.kind as StepKind;
    if (kind === 'task') this.waitForChild(key, name, childJobId ?? '').check();
    else this.wait({ key, kind, name, dueAt: dueAt?.getTime() ?? null, childJobId: null, waitId });
    const operation = this.open.get(key);
    if (operation && step.ending) this.onWaitEnded(operation, step.ending);
  }

  private waitForChild(key: string, name: string, childJobId: string): { check: () => void } {
    const waiting = this.parts.waiter.begin(childJobId, longestTimerMs);
    waiting.ended.then(
      (job) => this.onChildEnded(key, job),
      (error: unknown) => {
        if (isAppError(error) && error.code === 'job/not_found') this.onChildEnded(key, null);
      },
    );
    this.open.set(key, { key, kind: 'task', name, dueAt: null, childJobId, waitId: null, stop: waiting.stop });
    return waiting;
  }

  private wait(operation: Omit<OpenOperation, 'stop'>): void {
    const timer = operation.kind === 'sleep' && operation.dueAt !== null ? this.timerUntil(operation.dueAt, operation.key) : null;
    this.open.set(operation.key, { ...operation, stop: () => timer && clearTimeout(timer) });
  }

  private timerUntil(dueAt: number, key: string): NodeJS.Timeout {
    return setTimeout(
      () => {
        const operation = this.open.get(key);
        if (operation) this.onWaitEnded(operation, { by: 'time' });
      },
      Math.min(longestTimerMs, Math.max(0, dueAt - Date.now())),
    );
  }

  private onChildEnded(key: string, job: EndedJob | null): void {
    if (!this.isOver && this.open.has(key)) this.work(this.deliver(key, job ? outcomeOfChild(job) : missingChild()));
  }

  private onWaitEnded(operation: OpenOperation, ending: Ending): void {
    const { key, kind, name } = operation;
    if (ending.by === 'approval') return this.work(this.onDecided(operation, ending));
    const outcome = outcomeOfWait(kind, name, ending);
    if (outcome && !this.isOver && this.open.has(key)) this.work(this.deliver(key, outcome));
  }

  /** The code reads what people filled in as it was typed; nobody else does. */
  private async onDecided({ key, kind, name }: OpenOperation, ending: Extract<Ending, { by: 'approval' }>): Promise<void> {
    const { votes, secrets } = await this.parts.approvals.reveal(this.job.workspace_id, ending.votes);
    const outcome = outcomeOfWait(kind, name, { ...ending, votes });
    if (!outcome || this.isOver || !this.open.has(key)) return;
    this.held.learn(secrets);
    await this.deliver(key, outcome, secrets);
  }

  /** Writes the end of something that was waited for, then tells it. */
  private async deliver(key: string, outcome: StepOutcome, brought: readonly string[] = []): Promise<void> {
    const { childJobId, kind } = this.open.get(key) as OpenOperation;
    this.held.note(kind, outcome.status === 'succeeded' ? outcome.json : null);
    this.forget(key);
    // It may have ended before it was on record that it began.
    await this.begins.get(key);
    const kept = outcome.status === 'succeeded' ? await this.results.keep(key, outcome.json, brought) : nothingKept;
    const delivery = { ...this.delivery(key, outcome, (this.lastOrdinal += 1)), ...(childJobId === null ? {} : { child_job_id: childJobId }) };
    const error = outcome.status === 'failed' ? JSON.stringify(this.results.redactError(outcome.error)) : null;
    const ended = { ...this.rows.fence, key, status: outcome.status, ordinal: delivery.ordinal, ...kept, error, endedAt: new Date(delivery.at) };
    await this.inOrder(this.parts.journal.ended(ended), tellText(delivery, outcome.status === 'succeeded' ? outcome.json : null));
  }

  /** The code is told in the order of the ordinals, whichever statement is answered first. */
  private inOrder(written: Promise<void>, text: string): Promise<void> {
    const told = Promise.all([this.told, written]).then(() => {
      if (!this.isOver) this.tell(text);
      this.parts.changed(this.job.id);
    });
    this.told = told.catch(() => undefined);
    return told;
  }

  private work(task: Promise<void>): void {
    this.inFlight += 1;
    const settled: Promise<void> = task
      .catch((error: unknown) => {
        if (error instanceof NotOurs) this.parts.lost(this.job.id);
        else {
          this.parts.unexpected(this.job, error);
          this.parts.again(this.job.id);
        }
      })
      .finally(() => {
        this.inFlight -= 1;
        this.running.delete(settled);
        this.touch();
      });
    this.running.add(settled);
  }

  private touch(): void {
    this.suspension.plan({ open: [...this.open.values()], inFlight: this.inFlight, isOver: this.isOver });
  }

  private forget(key: string): void {
    this.open.get(key)?.stop();
    this.open.delete(key);
  }

  private refuse(given: unknown, problem: string): void {
    const key = (given as { key?: unknown } | null)?.key;
    if (typeof key !== 'string') return;
    // Not recorded: the same code is refused in the same way again.
    this.tell(
      tellText(
        { key, status: 'failed', ordinal: 0, at: this.lastAt, error: { code: 'request/invalid', name: 'Error', message: `This cannot be done: ${problem}` } },
        null,
      ),
    );
  }

  private delivery(key: string, outcome: StepOutcome, ordinal: number): Delivery {
    this.lastAt = Math.max(this.lastAt, Date.now());
    const error: RunError | StepFailure | null = outcome.status === 'failed' ? this.results.redactError(outcome.error) : null;
    return { key, status: outcome.status, ordinal, at: this.lastAt, ...(error ? { error } : {}) };
  }

  /** The seed and the time of the beginning are written with the first checkpoint: before it, there is nothing to repeat. */
  private async write(step: NewStep, journal: (steps: NewStep[]) => Promise<void>): Promise<void> {
    await this.started;
    if (this.isStartRecorded) return journal([step]);
    this.isStartRecorded = true;
    const writing = journal([this.rows.start(), step]);
    this.started = writing.catch(() => {
      this.isStartRecorded = false;
    });
    return writing;
  }
}

const unknownFailure: StepFailure = { name: 'Error', message: 'The step failed.' };

const isEnded = (status: string): boolean => ['succeeded', 'failed', 'cancelled', 'skipped'].includes(status);

/** The value beside a call. Rejects with {@link RefusedValue} for what is not JSON. */
async function jsonOf(bytes: Buffer): Promise<unknown> {
  const checked = await checkResult(bytes);
  if ('reason' in checked) throw new RefusedValue(`What the code asks for is not JSON: ${checked.reason}`);
  return JSON.parse(checked.json) as unknown;
}
