import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childId, jobId, refusal, rootJobId, ScriptedServer, type Answer } from '../support/scripted-server.ts';
import * as millrace from './millrace.js';

const reporter = Symbol.for('millrace.reportProgress');
const runner = globalThis as unknown as Record<symbol, unknown>;

/** Makes this process look like a job of a server with these answers. */
async function inJob(...answers: Answer[]): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(...answers);
  Object.assign(process.env, server.environment());
  return server;
}

afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('MR_')) delete process.env[name];
  delete runner[reporter];
});

describe('approvals', () => {
  test('are listed as the job, and decided as the person of a token, under a key of their own', async () => {
    await using server = await inJob({ json: { items: [], next: null } }, { json: { id: childId, status: 'approved' } }, refusal(403, 'access/forbidden', 'A job cannot decide.'));
    expect(await millrace.listApprovals({ box: 'groups', limit: 10 })).toEqual({ items: [], next: null });
    const decided = await millrace.decideApproval(childId, 'approve', { comment: 'fine', expectedHash: 'h', token: 'personal' });
    expect(decided.status).toBe('approved');
    await expect(millrace.decideApproval(childId, 'reject')).rejects.toMatchObject({ code: 'access/forbidden' });
    expect(server.seen).toMatchObject([
      { method: 'GET', path: '/api/w/acme/approvals', headers: { authorization: 'Bearer job-token' } },
      {
        method: 'POST',
        path: `/api/w/acme/approvals/${childId}/decide`,
        headers: { authorization: 'Bearer personal' },
        body: { vote: 'approve', comment: 'fine', values: {}, expected_hash: 'h', idempotency_key: expect.any(String) },
      },
      { headers: { authorization: 'Bearer job-token' } },
    ]);
    await expect(millrace.getApproval('../jobs')).rejects.toMatchObject({ code: 'approval/not_found' });
  });
});

describe('files that were given to an app', () => {
  test('are read as bytes, and shared by a link that ends', async () => {
    const id = `file_${childId}`;
    await using server = await inJob({ text: 'ä' }, { json: { url: 'https://millrace.example/f', expires_at: 'x' } });
    expect([...(await millrace.readFile({ id, name: 'a', size: 2, type: 'text/plain' }))]).toEqual([195, 164]);
    expect(await millrace.fileLink(id, { expiresInSeconds: 60 })).toBe('https://millrace.example/f');
    await expect(millrace.readFile('../me')).rejects.toMatchObject({ code: 'file/not_found' });
    expect(server.seen).toMatchObject([{ path: `/api/w/acme/app_files/${id}` }, { path: `/api/w/acme/app_files/${id}/links`, body: { expires_in_s: 60 } }]);
  });
});

describe('variables, resources and state', () => {
  test('a variable is read with the token of the job', async () => {
    await using server = await inJob({ json: { value: 'blue' } });
    expect(await millrace.getVariable('$var:f/crm/colour')).toBe('blue');
    expect(server.seen).toMatchObject([{ method: 'GET', path: '/api/w/acme/variables_value/f/crm/colour', headers: { authorization: 'Bearer job-token' } }]);
  });

  test('the next job of a warm runner is served with its own token and server', async () => {
    await using first = await inJob({ json: { value: '1' } });
    await millrace.getVariable('f/crm/colour');
    await using second = await inJob({ json: { value: '2' } });
    process.env['MR_TOKEN'] = 'second-token';
    process.env['MR_JOB_ID'] = childId;
    expect([await millrace.getVariable('f/crm/colour'), millrace.job.id]).toEqual(['2', childId]);
    expect([first.seen.length, second.seen[0]?.headers.authorization]).toEqual([1, 'Bearer second-token']);
  });

  test('changing a variable keeps that it is a secret and what describes it', async () => {
    await using server = await inJob({ json: { value: null, is_secret: true, description: 'API key', expires_at: null } }, { json: {} });
    await millrace.setVariable('f/crm/key', 'new');
    expect(server.seen[1]).toMatchObject({ method: 'PUT', path: '/api/w/acme/variables/f/crm/key', body: { value: 'new', is_secret: true, description: 'API key', expires_at: null } });
  });

  test('a variable that does not exist is made', async () => {
    await using server = await inJob(refusal(404, 'variable/not_found', 'There is no such variable.'), { json: {} });
    await millrace.setVariable('f/crm/key', 'new', { isSecret: true });
    expect(server.seen[1]?.body).toEqual({ value: 'new', is_secret: true, description: '', expires_at: null });
  });

  test('a resource is read as its type', async () => {
    await using server = await inJob({ json: { host: 'db', port: 5432, dbname: 'acme', user: 'u' } });
    const database = await millrace.getResource<{ host: string }>('$res:f/crm/db');
    expect([database.host, server.seen[0]?.path]).toEqual(['db', '/api/w/acme/resources_value/f/crm/db']);
  });

  test('changing a resource keeps its type, and a new one needs to say its type', async () => {
    await using server = await inJob({ json: { resource_type: 'slack', description: 'Team' } }, { json: {} }, refusal(404, 'resource/not_found', 'There is no such resource.'));
    await millrace.setResource('f/crm/slack', { token: 't' });
    expect(server.seen[1]?.body).toEqual({ resource_type: 'slack', value: { token: 't' }, description: 'Team' });
    await expect(millrace.setResource('f/crm/other', {})).rejects.toMatchObject({ code: 'resource/not_found', message: expect.stringContaining('resourceType') });
  });

  test('state belongs to the path of the script, is null before the first time, and may be any JSON', async () => {
    await using server = await inJob(refusal(404, 'state/not_found', 'Nothing was remembered.'), { status: 204 }, { json: [1, 2] });
    expect(await millrace.getState()).toBeNull();
    await millrace.setState(undefined);
    expect(await millrace.getState('f/crm/other')).toEqual([1, 2]);
    expect(server.seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/api/w/acme/state/f/crm/revenue', undefined],
      ['PUT', '/api/w/acme/state/f/crm/revenue', null],
      ['GET', '/api/w/acme/state/f/crm/other', undefined],
    ]);
  });

  test('a path cannot climb to another route', async () => {
    await using server = await inJob();
    for (const path of ['f/../tokens', 'f/crm/..', '../../x', 'f//x', 'f']) await expect(millrace.getVariable(path)).rejects.toMatchObject({ code: 'path/invalid' });
    expect(server.seen).toEqual([]);
  });
});

describe('running scripts', () => {
  test('a child runs under this job and gives its result', async () => {
    await using server = await inJob({ json: { total: 42 } });
    const result = await millrace.runScript<{ total: number }>('f/crm/sum', { day: 'today' }, { tag: 'heavy', timeoutSeconds: 5, scheduledFor: new Date(0) });
    expect(result.total).toBe(42);
    expect(server.seen[0]).toMatchObject({
      method: 'POST', path: '/api/w/acme/jobs/run_wait_result/p/f/crm/sum', body: { day: 'today' },
      query: { parent_job: jobId, tag: 'heavy', timeout_s: '5', scheduled_for: '1970-01-01T00:00:00.000Z', wait_s: '50', idempotency_key: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('a wait that outlives one request goes on with the same job', async () => {
    const stillRunning = refusal(504, 'job/wait_timeout', 'The job has not ended yet.');
    await using server = await inJob(stillRunning, stillRunning, { json: 'done' });
    expect(await millrace.runScript('f/crm/sum')).toBe('done');
    expect(new Set(server.seen.map(({ query }) => query['idempotency_key'])).size).toBe(1);
  });

  test('a wait with a limit ends as job/wait_timeout', async () => {
    await using server = await inJob({ ...refusal(504, 'job/wait_timeout', 'The job has not ended yet.') });
    await expect(millrace.waitJob(childId, { waitSeconds: 0 })).rejects.toMatchObject({ code: 'job/wait_timeout', status: 504 });
    expect(server.seen).toMatchObject([{ path: `/api/w/acme/jobs/${childId}/result`, query: { wait_s: '1' } }]);
  });

  test('a failed child throws the error of the job', async () => {
    const error = { code: 'job/script_error', name: 'RangeError', message: 'no such day', line: 3 };
    await using _server = await inJob(refusal(422, 'job/failed', 'The job failed: no such day', { job_id: childId, error }));
    const thrown = await millrace.runScript('f/crm/sum').catch((problem: unknown) => problem);
    expect(thrown).toBeInstanceOf(millrace.MillraceJobError);
    expect(thrown).toBeInstanceOf(millrace.MillraceError);
    expect(thrown).toMatchObject({ name: 'MillraceJobError', code: 'job/script_error', message: 'no such day', jobId: childId, error, status: 422, requestId: 'request-1' });
  });

  test('a job started without waiting gives its id', async () => {
    await using server = await inJob({ status: 201, text: childId });
    expect(await millrace.runScriptAsync('f/crm/sum', {}, { idempotencyKey: 'once', scheduledInSeconds: 60 })).toBe(childId);
    expect(server.seen[0]).toMatchObject({ path: '/api/w/acme/jobs/run/p/f/crm/sum', query: { idempotency_key: 'once', scheduled_in_s: '60', parent_job: jobId } });
  });

  test('a job can be read and cancelled', async () => {
    await using server = await inJob({ json: { id: childId, status: 'running' } }, { json: {} });
    expect((await millrace.getJob(childId)).status).toBe('running');
    await millrace.cancelJob(childId, 'not needed');
    expect(server.seen[1]).toMatchObject({ method: 'POST', path: `/api/w/acme/jobs/${childId}/cancel`, body: { reason: 'not needed' } });
    await expect(millrace.getJob('../tokens')).rejects.toMatchObject({ code: 'job/not_found' });
  });
});

describe('refusals and outages', () => {
  test('a refusal carries code, message, status, details and request id', async () => {
    await using _server = await inJob(refusal(404, 'variable/not_found', 'There is no variable f/crm/x.', { path: 'f/crm/x' }));
    const thrown = await millrace.getVariable('f/crm/x').catch((problem: unknown) => problem);
    expect(thrown).toMatchObject({ name: 'MillraceError', code: 'variable/not_found', message: 'There is no variable f/crm/x.', status: 404, details: { path: 'f/crm/x' }, requestId: 'request-1' });
  });

  test('an unavailable server is asked again when it says so, and a run keeps its key', async () => {
    const unavailable = refusal(503, 'server/unavailable', 'No database.', {}, { 'retry-after': '0' });
    await using server = await inJob(unavailable, { drop: true }, unavailable, { status: 201, text: childId });
    expect(await millrace.runScriptAsync('f/crm/sum')).toBe(childId);
    expect(server.seen.length).toBe(4);
    expect(new Set(server.seen.map(({ query }) => query['idempotency_key'])).size).toBe(1);
  });

  test('what asking again cannot help is thrown at once', async () => {
    await using server = await inJob(refusal(403, 'access/forbidden', 'You may not.'), refusal(429, 'job/queue_full', 'The queue is full.'), { status: 502, text: '<html>' });
    await expect(millrace.currentUser()).rejects.toMatchObject({ code: 'access/forbidden' });
    await expect(millrace.currentUser()).rejects.toMatchObject({ code: 'job/queue_full' });
    await expect(millrace.currentUser()).rejects.toMatchObject({ code: 'server/unexpected_answer', status: 502 });
    expect(server.seen.length).toBe(3);
  });

  test('the token does not follow a redirect', async () => {
    await using elsewhere = await ScriptedServer.start({ json: { value: 'stolen' } });
    await using server = await inJob({ status: 302, headers: { location: `${elsewhere.url}/api` } }, refusal(404, 'variable/not_found', 'No.'));
    await expect(millrace.getVariable('f/crm/x')).rejects.toMatchObject({ code: 'variable/not_found' });
    expect([server.seen.length, elsewhere.seen.length]).toEqual([2, 0]);
  });

  test('outside of a job it says which setting is missing', async () => {
    await expect(millrace.currentUser()).rejects.toMatchObject({ code: 'sdk/not_configured', message: expect.stringContaining('MR_BASE_URL') });
    expect(millrace.job.id).toBe('');
  });

  test('arguments that are not JSON are the mistake of the caller', async () => {
    await using server = await inJob();
    await expect(millrace.runScript('f/crm/sum', { amount: 1n })).rejects.toThrow(TypeError);
    expect(server.seen).toEqual([]);
  });
});

describe('this job', () => {
  test('progress goes to the runner where there is one, else to the server', async () => {
    await using server = await inJob({ status: 204 });
    await millrace.setProgress(140.2);
    const reported: number[] = [];
    runner[reporter] = (percent: number) => reported.push(percent);
    await millrace.setProgress(49.6);
    expect(server.seen).toMatchObject([{ method: 'POST', path: `/api/w/acme/jobs/${jobId}/progress`, body: { percent: 100 } }]);
    expect(reported).toEqual([50]);
    await expect(millrace.setProgress(NaN)).rejects.toMatchObject({ code: 'request/invalid' });
  });

  test('it knows its own place', async () => {
    await using _server = await inJob();
    expect({ ...millrace.job }).toEqual({ id: jobId, rootId: rootJobId, parentId: '', attempt: 2, workspace: 'acme', runAs: 'u/ada', path: 'f/crm/revenue', tag: 'bun', traceId: 'trace-1' });
  });

  test.each([['bun', join('node_modules', '.bin', 'bun')], ['node', process.execPath]])('%s imports it as the package millrace', async (_name, program) => {
    await using server = await ScriptedServer.start({ json: { username: 'ada' } });
    const folder = await mkdtemp(join(tmpdir(), 'millrace-sdk-'));
    try {
      await mkdir(join(folder, 'node_modules'));
      await symlink(import.meta.dirname, join(folder, 'node_modules', 'millrace'));
      await writeFile(join(folder, 'script.mjs'), "import { currentUser, log } from 'millrace';\nlog('hello', (await currentUser()).username, { big: 1n }, undefined);\n");
      const { stdout } = await promisify(execFile)(join(program.startsWith('/') ? '' : process.cwd(), program), [join(folder, 'script.mjs')], { env: { ...process.env, ...server.environment() } });
      expect(stdout).toBe('hello ada {"big":"1"} undefined\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
