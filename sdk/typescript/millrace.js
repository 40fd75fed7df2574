/**
 * What a script may ask of the workspace that it runs in. One file of plain JavaScript without dependencies, so that every
 * runner has it without an install; the types and the documentation of each function are in `millrace.d.ts`.
 *
 * The environment is read when a function is called, never at import: a warm runner serves many jobs, one after another,
 * and each brings its own token.
 */

import { MillraceError, MillraceJobError } from './errors.js';

/** How long one request waits for a job before it asks again; below the usual limits of proxies. */
const waitSliceSeconds = 50;
/** Time for everything of a request that is not waiting for a job. */
const requestTimeoutSeconds = 30;
/** For how long a call that met an unavailable server is repeated. */
const retryForSeconds = 60;
const longestRetryDelaySeconds = 10;
/** Time for a file besides. */
const fileWaitSeconds = 270;

export { MillraceError, MillraceJobError };
export { now, parallel, race, random, sleep, sleepUntil, step, StepError, task, TaskError, TimeoutError, uuid, waitForApproval, waitForEvent, workflow, WorkflowError } from './workflow.js';

const environment = (name) => globalThis.process?.env?.[name] ?? '';

export const job = Object.freeze({
  get id() { return environment('MR_JOB_ID'); },
  get rootId() { return environment('MR_ROOT_JOB_ID') || environment('MR_JOB_ID'); },
  get parentId() { return environment('MR_PARENT_JOB_ID'); },
  get attempt() { return Number(environment('MR_ATTEMPT')) || 1; },
  get workspace() { return environment('MR_WORKSPACE'); },
  get runAs() { return environment('MR_RUN_AS'); },
  get path() { return environment('MR_PATH'); },
  get tag() { return environment('MR_TAG'); },
  get traceId() { return environment('MR_TRACE_ID'); },
});

export const getVariable = async (path) => (await call('GET', `variables_value/${itemPath(path, '$var:')}`)).value;

export async function setVariable(path, value, { isSecret, description } = {}) {
  const address = `variables/${itemPath(path, '$var:')}`;
  const stored = await orNull(call('GET', address), 'variable/not_found');
  await call('PUT', address, {
    body: { value, is_secret: isSecret ?? stored?.is_secret ?? false, description: description ?? stored?.description ?? '', expires_at: stored?.expires_at ?? null },
  });
}

export const getResource = (path) => call('GET', `resources_value/${itemPath(path, '$res:')}`);

export async function setResource(path, value, { resourceType, description } = {}) {
  const address = `resources/${itemPath(path, '$res:')}`;
  const stored = await orNull(call('GET', address), 'resource/not_found');
  const type = resourceType ?? stored?.resource_type;
  if (type === undefined) throw new MillraceError('resource/not_found', `There is no resource ${path} yet. To make it, say what it is: setResource(path, value, { resourceType: 'postgresql' }).`, { status: 404 });
  await call('PUT', address, { body: { resource_type: type, value, description: description ?? stored?.description ?? '' } });
}

export async function getState(path = ownPath()) {
  return (await orNull(call('GET', `state/${itemPath(path)}`), 'request/not_found', 'state/not_found')) ?? null;
}

export async function setState(value, path = ownPath()) {
  await call('PUT', `state/${itemPath(path)}`, { body: value ?? null });
}

export async function runScript(path, args = {}, options = {}) {
  // A key makes it safe to ask again, after a lost answer or when the wait takes longer than one request.
  const query = runQuery({ ...options, idempotencyKey: options.idempotencyKey ?? crypto.randomUUID() });
  return waitInSlices(options.waitSeconds, (slice) => call('POST', `jobs/run_wait_result/p/${itemPath(path)}`, { body: args, query: { ...query, wait_s: slice }, waitSeconds: slice }));
}

export async function runScriptAsync(path, args = {}, options = {}) {
  const query = runQuery({ ...options, idempotencyKey: options.idempotencyKey ?? crypto.randomUUID() });
  return call('POST', `jobs/run/p/${itemPath(path)}`, { body: args, query, answersText: true });
}

export async function waitJob(id, { waitSeconds } = {}) {
  return waitInSlices(waitSeconds, (slice) => call('GET', `jobs/${jobId(id)}/result`, { query: { wait_s: slice }, waitSeconds: slice }));
}

export const getJob = async (id) => call('GET', `jobs/${jobId(id)}`);

export async function cancelJob(id, reason = '') {
  await call('POST', `jobs/${jobId(id)}/cancel`, { body: { reason } });
}

export async function listApprovals({ token, ...filter } = {}) {
  return call('GET', 'approvals', { query: filter, token });
}

export const getApproval = async (id, { token } = {}) => call('GET', `approvals/${approvalId(id)}`, { token });

export async function decideApproval(id, vote, { comment = '', values = {}, expectedHash, onBehalfOf, idempotencyKey, token } = {}) {
  // A key makes it safe to ask again after a lost answer.
  const body = { vote, comment, values, expected_hash: expectedHash, on_behalf_of: onBehalfOf, idempotency_key: idempotencyKey ?? crypto.randomUUID() };
  return call('POST', `approvals/${approvalId(id)}/decide`, { body, token });
}

export const readFile = async (file) => call('GET', `app_files/${fileId(file)}`, { answersBytes: true, waitSeconds: fileWaitSeconds });

export async function fileLink(file, { expiresInSeconds } = {}) {
  return (await call('POST', `app_files/${fileId(file)}/links`, { body: { expires_in_s: expiresInSeconds } })).url;
}

export async function setProgress(percent) {
  if (typeof percent !== 'number' || Number.isNaN(percent)) throw new MillraceError('request/invalid', 'Progress is a number from 0 to 100.');
  const whole = Math.round(Math.min(100, Math.max(0, percent)));
  const report = globalThis[Symbol.for('millrace.reportProgress')];
  if (typeof report === 'function') report(whole);
  else await call('POST', `jobs/${jobId(job.id)}/progress`, { body: { percent: whole } });
}

export function log(...values) {
  console.log(values.map((value) => (typeof value === 'string' ? value : asText(value))).join(' '));
}

export const currentUser = () => call('GET', 'me');

function asText(value) {
  if (value instanceof Error) return value.stack ?? String(value);
  try {
    return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)) ?? String(value);
  } catch {
    return String(value);
  }
}

function runQuery({ tag, scheduledFor, scheduledInSeconds, timeoutSeconds, priority, version, idempotencyKey }) {
  return {
    tag, priority, version,
    scheduled_for: scheduledFor instanceof Date ? scheduledFor.toISOString() : scheduledFor,
    scheduled_in_s: scheduledInSeconds,
    timeout_s: timeoutSeconds,
    idempotency_key: idempotencyKey,
    parent_job: job.id || undefined,
  };
}

/** Waits for a job by as many requests as it takes: the server holds each of them until the job ends or the slice is over. */
async function waitInSlices(waitSeconds, ask) {
  const deadline = waitSeconds === undefined ? Infinity : Date.now() + waitSeconds * 1000;
  for (;;) {
    const left = (deadline - Date.now()) / 1000;
    try {
      return await ask(Math.max(1, Math.min(waitSliceSeconds, Math.ceil(left))));
    } catch (error) {
      if (!(error instanceof MillraceError) || error.code !== 'job/wait_timeout' || Date.now() >= deadline) throw error;
    }
  }
}

/** Every call may be repeated: reads and writes of a whole value by nature, runs by their idempotency key. */
async function call(method, route, options = {}) {
  const deadline = Date.now() + retryForSeconds * 1000;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await send(method, route, options);
    if (!('error' in outcome)) return outcome.value;
    const delay = retryDelay(outcome, attempt);
    if (delay === null || Date.now() + delay >= deadline) throw outcome.error;
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

/** Milliseconds until the call is repeated, or null when repeating cannot help. */
function retryDelay({ error, retryAfter }, attempt) {
  const isUnavailable = error.code === 'server/unreachable' || error.status === 503 || (error.status === 429 && retryAfter !== null);
  if (!isUnavailable) return null;
  const asked = retryAfter === null || retryAfter === '' ? NaN : Number(retryAfter);
  if (asked >= 0) return Math.min(longestRetryDelaySeconds, asked) * 1000;
  return Math.min(longestRetryDelaySeconds, 0.2 * 2 ** attempt) * 1000 * (0.5 + Math.random() / 2);
}

async function send(method, route, { body, query = {}, waitSeconds = 0, answersText = false, answersBytes = false, token: given }) {
  const { address, token } = target(route, query, given);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const request = {
    method, headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    // A redirect could carry the token to another host.
    redirect: 'error',
    signal: AbortSignal.timeout((requestTimeoutSeconds + waitSeconds) * 1000),
  };
  let response;
  let text;
  try {
    response = await fetch(address, request);
    if (answersBytes && response.ok) return { value: new Uint8Array(await response.arrayBuffer()) };
    text = await response.text();
  } catch (cause) {
    return { error: new MillraceError('server/unreachable', `Millrace does not answer at ${environment('MR_BASE_URL')}: ${cause?.cause?.message || cause?.message || cause}.`, { cause }), retryAfter: null };
  }
  if (!response.ok) return { error: failure(response.status, text), retryAfter: response.headers.get('retry-after') };
  if (answersText) return { value: text.trim() };
  return { value: text === '' ? null : parse(text, response.status) };
}

function target(route, query, given) {
  const [base, token, workspace] = ['MR_BASE_URL', 'MR_TOKEN', 'MR_WORKSPACE'].map((name) => {
    const value = (name === 'MR_TOKEN' && given) || environment(name);
    if (value === '') throw new MillraceError('sdk/not_configured', `${name} is not set. Inside a job Millrace sets it; elsewhere set MR_BASE_URL, MR_WORKSPACE and MR_TOKEN (a token of yours).`);
    return value;
  });
  const address = new URL(`${base.replace(/\/+$/, '')}/api/w/${encodeURIComponent(workspace)}/${route}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
  return { address, token };
}

function failure(status, text) {
  const body = parse(text, status, true)?.error;
  if (typeof body?.code !== 'string') return new MillraceError('server/unexpected_answer', `Millrace answered with status ${status} and no error that can be read.`, { status });
  const { code, message, details = {}, request_id: requestId = null } = body;
  if (code !== 'job/failed' && code !== 'job/cancelled') return new MillraceError(code, message, { status, details, requestId });
  const error = details.error ?? null;
  return new MillraceJobError(error?.code ?? code, error?.message ?? message, { status, details, requestId, jobId: details.job_id ?? null, error });
}

function parse(text, status, isLenient = false) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (isLenient) return null;
    throw new MillraceError('server/unexpected_answer', `Millrace answered with status ${status} and a body that is not JSON.`, { status, cause });
  }
}

async function orNull(answer, ...codes) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof MillraceError && codes.includes(error.code)) return null;
    throw error;
  }
}

/** A path as it stands in a URL. Dots alone would be taken for a way up by the URL and reach another route. */
function itemPath(path, prefix = '') {
  const plain = String(path).startsWith(prefix) ? String(path).slice(prefix.length) : String(path);
  const parts = plain.split('/');
  if (parts.length < 3 || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new MillraceError('path/invalid', `"${plain.slice(0, 80)}" is not a path. A path is u/<user>/<name> or f/<folder>/<name>.`);
  }
  return parts.map(encodeURIComponent).join('/');
}

/** A file is named by its id, or by what an app hands over. */
function fileId(file) {
  const id = typeof file === 'string' ? file : file?.id;
  if (typeof id !== 'string' || !/^file_[0-9a-f-]{36}$/.test(id)) throw new MillraceError('file/not_found', 'This is no file that was given to an app. Hand over the file itself, or its id.');
  return id;
}

function ownPath() {
  if (job.path === '') throw new MillraceError('path/invalid', 'This job has no path of its own (a preview that was not saved): name the path of the state.');
  return job.path;
}

function approvalId(id) {
  if (!/^[0-9a-f-]{36}$/i.test(String(id))) throw new MillraceError('approval/not_found', `"${String(id).slice(0, 80)}" is not the id of an approval.`);
  return id;
}

function jobId(id) {
  if (!/^[0-9a-f-]{36}$/i.test(String(id))) throw new MillraceError('job/not_found', `"${String(id).slice(0, 80)}" is not the id of a job.`);
  return id;
}
