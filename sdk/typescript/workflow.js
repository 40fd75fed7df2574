/** Workflows: what their bodies may call. The types and the documentation of each function are in `millrace.d.ts`. */
import { currentScope, dateAt, drawFraction, drawUuid, recordedScope, recordTimeAndChance, StepError, TaskError, TimeoutError, WorkflowError, WorkflowRun } from './replay.js';

export { StepError, TaskError, TimeoutError, WorkflowError };

/** Under this name the harness finds how to run a workflow, and the functions that are its tasks. */
const workflowMark = Symbol.for('millrace.workflow');
const tasks = new Map();

const noRetry = { attempts: 0, delaySeconds: 1, backoff: 'exponential', maxDelaySeconds: 600 };
const plain = { value: (value) => value, error: (error) => new WorkflowError(error.code ?? 'workflow/failed', error.message) };

export function workflow(body) {
  if (typeof body !== 'function') throw new WorkflowError('workflow/invalid', 'workflow(…) takes the function that is the workflow.');
  recordTimeAndChance();
  const main = () => {
    throw new WorkflowError('workflow/outside', 'A workflow is run by Millrace: as a job, or from another one by task(path, args).');
  };
  main[workflowMark] = {
    tasks,
    begin: (options) => {
      const run = new WorkflowRun(options);
      return { receive: (message) => run.receive(message), start: (args) => run.start(() => body(...args)) };
    },
  };
  return main;
}

export function step(nameOrWork, workOrOptions, maybeOptions) {
  const hasName = typeof nameOrWork === 'string';
  const work = hasName ? workOrOptions : nameOrWork;
  const options = (hasName ? maybeOptions : workOrOptions) ?? {};
  const name = hasName ? nameOrWork : (work?.name ?? '');
  if (typeof work !== 'function') throw new WorkflowError('workflow/invalid', 'step(name, work) takes a function: what the step does.');
  if (name === '') throw new WorkflowError('workflow/invalid', 'Give the step a name: step("charge card", () => …).');
  const scope = currentScope('step');
  const decode = { value: (value) => value, error: (error) => new StepError(name, error) };
  return scope.run.begin(scope, { kind: 'step', name }, (key) => void scope.run.execute(scope, key, name, work, { ...noRetry, ...options.retry }), decode);
}

export function task(target, second, third) {
  if (typeof target === 'function') return declareTask(target.name, target, second);
  if (typeof second === 'function') return declareTask(target, second, third);
  return startTask(String(target), { path: String(target) }, second ?? {}, third);
}

/** A function of this file that runs as a job of its own. */
function declareTask(name, work, options) {
  if (!name) throw new WorkflowError('workflow/invalid', 'Give the task a name: task("charge", async (order) => …).');
  if (tasks.has(name) && tasks.get(name) !== work) throw new WorkflowError('workflow/invalid', `Two tasks of this file are called "${name}". Give each a name of its own.`);
  tasks.set(name, work);
  return (...args) => startTask(name, { entry: name }, { args }, options);
}

function startTask(name, target, args, options = {}) {
  const scope = currentScope('task');
  const { tag, timeoutSeconds, priority, retry, kind = 'script' } = options;
  const asked = { ...target, kind, tag, timeout_s: timeoutSeconds, priority, retry: retry && retryOf(retry) };
  const text = scope.run.toJson(args);
  const decode = { value: (value) => value, error: (error, { child_job_id: jobId = null }) => new TaskError(name, error, jobId) };
  return scope.run.begin(scope, { kind: 'task', name }, (key) => scope.run.send({ op: 'task', key, name, ...asked }, text), decode);
}

const retryOf = ({ attempts, delaySeconds, backoff, maxDelaySeconds }) => ({ attempts, delay_s: delaySeconds, backoff, max_delay_s: maxDelaySeconds });

export function sleep(duration) {
  const scope = currentScope('sleep');
  const ms = durationMs(duration);
  return scope.run.begin(scope, { kind: 'sleep', name: '' }, (key) => scope.run.send({ op: 'sleep', key, name: '', until: scope.at + ms }, 'null'), { ...plain, value: () => undefined });
}

export function sleepUntil(moment) {
  const scope = currentScope('sleepUntil');
  const until = new Date(moment).getTime();
  if (!Number.isFinite(until)) throw new WorkflowError('workflow/invalid', `sleepUntil takes a moment, not ${String(moment).slice(0, 60)}.`);
  return scope.run.begin(scope, { kind: 'sleep', name: '' }, (key) => scope.run.send({ op: 'sleep', key, name: '', until }, 'null'), { ...plain, value: () => undefined });
}

export function waitForEvent(name, { timeout } = {}) {
  const scope = currentScope('waitForEvent');
  const until = timeout === undefined ? null : scope.at + durationMs(timeout);
  const decode = { value: (value) => value, error: (error) => (error.code === 'workflow/timeout' ? new TimeoutError(name, error.message) : plain.error(error)) };
  return scope.run.begin(scope, { kind: 'event', name }, (key) => scope.run.send({ op: 'event', key, name, until }, 'null'), decode);
}

const approvalFields = {
  isSelfApprovalForbidden: 'is_self_approval_forbidden', isCommentRequiredOnReject: 'is_comment_required_on_reject', isRejectHidden: 'is_reject_hidden',
  isExternalAllowed: 'is_external_allowed', onExpiry: 'on_expiry', escalateTo: 'escalate_to',
};
const approvalTimes = { due: 'due_s', remindEvery: 'remind_every_s', escalateAfter: 'escalate_after_s', expires: 'expires_s' };

export function waitForApproval(given = {}) {
  const scope = currentScope('waitForApproval');
  const name = String(given.title ?? '');
  const text = scope.run.toJson(approvalSpec(given));
  return scope.run.begin(scope, { kind: 'approval', name }, (key) => scope.run.send({ op: 'approval', key, name }, text), plain);
}

function approvalSpec({ candidates, quorum, form, stages, ...given }) {
  const spec = {};
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (field in approvalTimes) spec[approvalTimes[field]] = Math.max(1, Math.round(durationMs(value) / 1000));
    else spec[approvalFields[field] ?? field] = value;
  }
  if (form) spec.form = 'approve' in form || 'reject' in form ? form : { approve: form };
  const rounds = stages ?? (candidates || quorum !== undefined ? [{ candidates, quorum }] : undefined);
  if (rounds) spec.stages = rounds.map(({ isDistinct, ...stage }) => ({ ...stage, ...(isDistinct === undefined ? {} : { is_distinct: isDistinct }) }));
  return spec;
}

export async function parallel(items, work, { concurrency = Infinity } = {}) {
  const scope = currentScope('parallel');
  if (!(concurrency >= 1)) throw new WorkflowError('workflow/invalid', 'The concurrency of parallel is 1 or more.');
  const key = scope.nextKey();
  const list = [...items];
  const results = new Array(list.length);
  let next = 0;
  let failure = null;
  const lane = async () => {
    while (next < list.length && failure === null) {
      const index = next;
      next += 1;
      try {
        results[index] = await scope.run.branch(scope, key, index, () => work(list[index], index));
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, list.length) }, lane));
  if (failure) throw failure.error;
  return results;
}

export async function race(contenders) {
  const scope = currentScope('race');
  const entries = Object.entries(contenders);
  if (entries.length === 0) throw new WorkflowError('workflow/invalid', 'race takes at least one thing to wait for.');
  try {
    return await Promise.race(entries.map(async ([winner, promise]) => ({ winner, value: await promise })));
  } finally {
    scope.run.cancel(entries.map(([, promise]) => promise));
  }
}

export const now = () => dateAt(recordedScope()?.at ?? Date.now());

export function random() {
  const scope = recordedScope();
  return scope ? drawFraction(scope) : Math.random();
}

export function uuid() {
  const scope = recordedScope();
  return scope ? drawUuid(scope) : crypto.randomUUID();
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const unitNames = { millisecond: 'ms', sec: 's', second: 's', min: 'm', minute: 'm', hour: 'h', hr: 'h', day: 'd', week: 'w' };

/** `90` (seconds), `"1 day"`, `"2h 30m"`, `{ days: 1, hours: 2 }`. */
function durationMs(duration) {
  const ms = readDuration(duration);
  if (!(ms >= 0) || ms > 366 * 10 * units.d) throw new WorkflowError('workflow/invalid', `"${String(duration).slice(0, 60)}" is not a duration. Write seconds as a number, or a text such as "30s", "2h 30m" or "1 day".`);
  return Math.round(ms);
}

function readDuration(duration) {
  if (typeof duration === 'number') return duration * 1000;
  if (typeof duration === 'string') return readDurationText(duration.trim());
  if (typeof duration !== 'object' || duration === null) return Number.NaN;
  return Object.entries(duration).reduce((sum, [unit, count]) => sum + unitMs(unit) * count, 0);
}

function readDurationText(text) {
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/i.test(text)) return Number.NaN;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)) sum += Number(count) * unitMs(unit.toLowerCase());
  return sum;
}

const unitMs = (unit) => units[unit] ?? units[unitNames[unit] ?? unitNames[unit.replace(/s$/, '')]] ?? Number.NaN;
