/**
 * The heart of workflows: runs the body of one, takes what was recorded of it instead of doing it again, and asks for what is new.
 * Free of input and output: the harness gives what was recorded (`opening`), takes what is asked (`send`) and hands in what is told (`receive`).
 * The form of both is in `backend/workflows/core/conversation.ts`.
 *
 * An operation is known by its key: its place within the body, or within a branch of `parallel`. What has ended is delivered one at a time, each in
 * a turn of the event loop of its own, and in the order in which it was delivered the first time: so whatever is decided by who is first is
 * decided the same way again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { MillraceError, MillraceJobError } from './errors.js';

/** The branch of the body that runs now; `undefined` outside of a workflow. */
const scopes = new AsyncLocalStorage();

/** Replaced by nobody: scripts may replace globals, and within a body they are ours. */
const RealDate = Date;
const realRandom = Math.random;
const realSetTimeout = setTimeout;

/** With records left and nothing moving for so long, the code has taken another way than the recorded one. In milliseconds. */
const stallMs = 10_000;

export class WorkflowError extends MillraceError {
  constructor(code, message, details = {}) {
    super(code, message, { details });
    this.name = 'WorkflowError';
  }
}

export class StepError extends MillraceError {
  constructor(step, error) {
    super(error.code ?? 'workflow/step_failed', error.message, { details: { step } });
    this.name = 'StepError';
    this.step = step;
    this.error = error;
    // Where the step failed says more than where its failure was told.
    if (error.stack) this.stack = error.stack;
  }
}

export class TaskError extends MillraceJobError {
  constructor(step, error, jobId) {
    super(error.code ?? 'job/failed', error.message, { jobId, error, details: { step } });
    this.name = 'TaskError';
    this.step = step;
    if (error.stack) this.stack = error.stack;
  }
}

export class TimeoutError extends WorkflowError {
  constructor(step, message) {
    super('workflow/timeout', message, { step });
    this.name = 'TimeoutError';
    this.step = step;
  }
}

/** The branch that calls, where operations are allowed. */
export function currentScope(what) {
  const scope = scopes.getStore();
  if (!scope) throw new WorkflowError('workflow/outside', `${what} works only within a workflow: export const main = workflow(async (…) => { … }).`);
  if (scope.inStep !== null) throw new WorkflowError('workflow/nested', `${what} was called within the step "${scope.inStep}". A step is done as a whole: call it from the body of the workflow.`);
  return scope;
}

/** The branch that calls, or null: within steps and outside of workflows time and chance are the real ones. */
export function recordedScope() {
  const scope = scopes.getStore();
  return scope && scope.inStep === null ? scope : null;
}

class Scope {
  constructor(run, prefix, at, inStep = null) {
    this.run = run;
    this.prefix = prefix;
    this.at = at;
    this.inStep = inStep;
    this.count = 0;
    this.draws = 0;
    this.pool = [];
  }

  nextKey() {
    this.count += 1;
    return `${this.prefix}${this.count}`;
  }

  /** 32 bits that follow from the seed of the run, the branch, and how many were drawn. */
  draw() {
    if (this.pool.length === 0) {
      const block = createHash('sha256').update(`${this.run.seed}\n${this.prefix}\n${this.draws}`).digest();
      this.draws += 1;
      for (let offset = 0; offset < block.length; offset += 4) this.pool.push(block.readUInt32BE(offset));
    }
    return this.pool.shift();
  }
}

/** One stretch of a workflow in this process: from its beginning, or from a replay, to its end or suspension. */
export class WorkflowRun {
  constructor({ opening, send, toJson, describe, defer = (work) => void setImmediate(() => work()), onSuspended = () => undefined }) {
    const { seed, at, history = [] } = opening;
    this.seed = seed;
    this.startedAt = at;
    this.send = send;
    this.toJson = toJson;
    this.describe = describe;
    this.defer = defer;
    this.onSuspended = onSuspended;
    this.records = new Map(history.map((record) => [record.key, record]));
    this.toReplay = history.filter(({ ordinal }) => ordinal !== null && ordinal !== undefined).sort((left, right) => left.ordinal - right.ordinal);
    this.replayed = 0;
    this.pending = new Map();
    this.issued = new Set();
    this.inbox = [];
    /** The last ordinal of which we know. */
    this.told = this.toReplay.at(-1)?.ordinal ?? 0;
    this.executing = 0;
    this.unanswered = 0;
    this.isResting = false;
    this.isClosed = false;
    this.failed = Promise.withResolvers();
    this.failed.promise.catch(() => undefined);
  }

  /** Runs the body. Settles with its result; never, once the run is suspended. */
  async start(body) {
    const scope = new Scope(this, '', this.startedAt);
    const value = await Promise.race([scopes.run(scope, async () => body()), this.failed.promise]);
    const missed = this.toReplay.find(({ key }) => !this.issued.has(key));
    if (missed) throw nondeterministic(missed, 'the code has ended without it');
    this.isClosed = true;
    return value;
  }

  /**
   * Begins an operation. `perform` asks for it, and is left out when it was asked for before. The promise settles when the outcome is
   * delivered; it never does once the run is closed.
   */
  begin(scope, { kind, name }, perform, decode) {
    const key = scope.nextKey();
    this.issued.add(key);
    const { promise, resolve, reject } = Promise.withResolvers();
    operations.set(promise, { run: this, key, kind });
    // Not everyone awaits everything: a loser of a race fails unseen.
    promise.catch(() => undefined);
    if (this.isClosed) return promise;
    const record = this.records.get(key);
    if (record && (record.kind !== kind || record.name !== name)) {
      this.fail(nondeterministic(record, `the code now has ${describeOperation(kind, name)} in its place`));
      return promise;
    }
    this.pending.set(key, { scope, decode, resolve, reject });
    if (!record) perform(key);
    // Never in the turn that began it: what else this turn does comes first, as it did when the end came from outside.
    if (this.replayed < this.toReplay.length || this.inbox.length > 0) this.rest();
    return promise;
  }

  /** Does a step of this process and records it. */
  async execute(scope, key, name, work, retry) {
    this.executing += 1;
    const startedAt = RealDate.now();
    let attempts = 0;
    let outcome;
    for (;;) {
      attempts += 1;
      try {
        const value = await scopes.run(new Scope(this, '', scope.at, name), async () => work());
        outcome = { status: 'succeeded', text: this.toJson(value === undefined ? null : value) };
        break;
      } catch (error) {
        outcome = { status: 'failed', error: this.describe(error) };
        if (attempts > retry.attempts || this.isClosed) break;
        await new Promise((resolve) => realSetTimeout(resolve, retryDelayMs(retry, attempts)));
      }
    }
    this.executing -= 1;
    if (this.isClosed) return;
    this.unanswered += 1;
    const { status, error, text = 'null' } = outcome;
    const pending = this.pending.get(key);
    pending.local = status === 'succeeded' ? { value: JSON.parse(text) } : { error };
    this.send({ op: 'step', key, name, status, started_at: startedAt, attempts, ...(error ? { error } : {}) }, text);
  }

  /** What the worker tells: an operation has ended, or: suspend if you can. */
  receive(message) {
    if (this.isClosed) return;
    if (message.suspend) return this.suspend();
    this.told = Math.max(this.told, message.ordinal ?? 0);
    this.inbox.push(message);
    this.deliverSoon();
  }

  fail(error) {
    this.isClosed = true;
    this.failed.reject(error);
  }

  suspend() {
    // At rest is a body that waits for something and for nothing else; one that has not begun to wait is at work.
    if (this.pending.size === 0 || this.executing > 0 || this.unanswered > 0 || this.inbox.length > 0 || this.replayed < this.toReplay.length) return this.send({ op: 'busy' }, 'null');
    this.isClosed = true;
    this.pending.clear();
    this.send({ op: 'resting', told: this.told }, 'null');
    this.onSuspended();
  }

  /** One delivery in each turn of the event loop: what follows from it has been asked for before the next one. */
  deliverSoon() {
    if (this.isResting || this.isClosed) return;
    if (this.deliverNext()) this.rest();
  }

  rest() {
    if (this.isResting) return;
    this.isResting = true;
    this.defer(() => {
      this.isResting = false;
      this.deliverSoon();
    });
  }

  deliverNext() {
    for (let record = this.toReplay[this.replayed]; record; record = this.toReplay[this.replayed]) {
      if (!this.issued.has(record.key)) {
        this.watchStall();
        return false;
      }
      this.replayed += 1;
      // One that lost a race just as it ended was not waited for any more.
      if (!this.pending.has(record.key)) continue;
      this.deliver(record);
      return true;
    }
    const position = this.inbox.findIndex(({ key }) => this.issued.has(key));
    if (position < 0) return false;
    const [message] = this.inbox.splice(position, 1);
    this.deliver(message);
    return true;
  }

  deliver(message) {
    const pending = this.pending.get(message.key);
    if (!pending) return;
    this.pending.delete(message.key);
    pending.scope.at = Math.max(pending.scope.at, message.at);
    const local = pending.local;
    if (local) this.unanswered -= 1;
    const outcome = local ?? (message.status === 'failed' ? { error: message.error } : { value: message.value ?? null });
    if (outcome.error) pending.reject(pending.decode.error(outcome.error, message));
    else {
      try {
        pending.resolve(pending.decode.value(outcome.value, message));
      } catch (error) {
        pending.reject(error);
      }
    }
  }

  /** Records are left, but the code does not come to the next one. */
  watchStall() {
    if (this.stall) return;
    const at = this.replayed;
    this.stall = realSetTimeout(() => {
      this.stall = null;
      if (this.isClosed || this.executing > 0 || this.replayed !== at || this.pending.size === 0) return;
      const record = this.toReplay[at];
      if (record && !this.issued.has(record.key)) this.fail(nondeterministic(record, 'the code waits without coming to it'));
    }, stallMs);
    this.stall.unref?.();
  }

  /** Ends operations that lost a race. */
  cancel(promises) {
    for (const promise of promises) {
      const operation = operations.get(promise);
      if (!operation || operation.kind === 'step' || !this.pending.has(operation.key)) continue;
      this.pending.delete(operation.key);
      const record = this.records.get(operation.key);
      if (record?.status === 'cancelled') continue;
      this.send({ op: 'cancel', key: operation.key }, 'null');
    }
  }

  /** Runs a branch with keys, time and chance of its own. */
  branch(parent, key, index, work) {
    const scope = new Scope(this, `${key}[${index}]/`, parent.at);
    return scopes.run(scope, async () => work()).finally(() => {
      parent.at = Math.max(parent.at, scope.at);
    });
  }
}

/** The operation behind a promise, for races. */
const operations = new WeakMap();

function nondeterministic(record, instead) {
  return new WorkflowError(
    'workflow/nondeterministic',
    `The run recorded ${describeOperation(record.kind, record.name)} as its step ${record.key}, but ${instead}. The body of a workflow must do the same each time it is run: read the clock, random numbers and other systems in a step.`,
    { step: record.key, recorded: { kind: record.kind, name: record.name } },
  );
}

const describeOperation = (kind, name) => (kind === 'sleep' ? 'a sleep' : `the ${kind} "${name}"`);

function retryDelayMs({ delaySeconds, backoff, maxDelaySeconds }, attempt) {
  const factor = backoff === 'exponential' ? 2 ** (attempt - 1) : 1;
  return Math.min(maxDelaySeconds, delaySeconds * factor) * 1000;
}

let isPatched = false;

/** Within the body of a workflow `Date` and `Math.random` give what is recorded, so that they give the same again. */
export function recordTimeAndChance() {
  if (isPatched) return;
  isPatched = true;
  const now = () => recordedScope()?.at ?? RealDate.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  Math.random = () => {
    const scope = recordedScope();
    return scope ? drawFraction(scope) : realRandom();
  };
}

/** A number from 0 up to 1 with 53 bits. */
export function drawFraction(scope) {
  return ((scope.draw() >>> 5) * 67_108_864 + (scope.draw() >>> 6)) / 9_007_199_254_740_992;
}

/** A version 4 UUID. */
export function drawUuid(scope) {
  const words = [scope.draw(), ((scope.draw() & 0xffff0fff) | 0x00004000) >>> 0, ((scope.draw() & 0x3fffffff) | 0x80000000) >>> 0, scope.draw()];
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const dateAt = (milliseconds) => new RealDate(milliseconds);
