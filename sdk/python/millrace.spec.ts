import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childId, jobId, refusal, rootJobId, ScriptedServer, type Answer } from '../support/scripted-server.ts';

const run = promisify(execFile);
const unavailable = refusal(503, 'server/unavailable', 'No database.', {}, { 'retry-after': '0' });

/** Runs Python lines as a job of a server with these answers; gives what `show` printed, as JSON values. */
async function python(
  lines: string[],
  answers: Answer[],
  environment: Record<string, string> = {},
): Promise<{ shown: unknown[]; seen: ScriptedServer['seen'] }> {
  await using server = await ScriptedServer.start(...answers);
  const program = ['import json, sys, millrace', 'def show(value): print(json.dumps(value))', ...lines].join('\n');
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await run('python3', ['-W', 'error', '-c', program], {
    env: { PATH, HOME, PYTHONPATH: import.meta.dirname, PYTHONDONTWRITEBYTECODE: '1', ...server.environment(), ...environment },
  });
  return {
    shown: stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown),
    seen: server.seen,
  };
}

/** Python lines that show the error of a call. */
const showError = (callText: string): string[] => [
  'try:',
  `  ${callText}`,
  'except millrace.MillraceError as e:',
  '  show({"type": type(e).__name__, "code": e.code, "message": str(e), "status": e.status, "details": e.details, "request_id": e.request_id, "job_id": getattr(e, "job_id", None), "error": getattr(e, "error", None)})',
];

describe('approvals', () => {
  test('are listed as the job, and decided as the person of a token, under a key of their own', async () => {
    const { shown, seen } = await python(
      [
        'show(millrace.list_approvals("groups", limit=10)["items"])',
        `show(millrace.decide_approval("${childId}", "approve", comment="fine", expected_hash="h", token="personal")["status"])`,
        ...showError(`millrace.decide_approval("${childId}", "reject")`),
      ],
      [{ json: { items: [], next: null } }, { json: { id: childId, status: 'approved' } }, refusal(403, 'access/forbidden', 'A job cannot decide.')],
    );
    expect(shown).toMatchObject([[], 'approved', { code: 'access/forbidden' }]);
    expect(seen).toMatchObject([
      { method: 'GET', path: '/api/w/acme/approvals' },
      {
        path: `/api/w/acme/approvals/${childId}/decide`,
        headers: { authorization: 'Bearer personal' },
        body: { vote: 'approve', comment: 'fine', values: {}, expected_hash: 'h', idempotency_key: expect.any(String) },
      },
      { headers: { authorization: 'Bearer job-token' } },
    ]);
  });
});

describe('variables, resources and state', () => {
  test('variables and resources are read and changed with the token of the job', async () => {
    const { shown, seen } = await python(
      [
        'show(millrace.get_variable("$var:f/crm/colour"))',
        'millrace.set_variable("f/crm/key", "new")',
        'show(millrace.get_resource("f/crm/db")["host"])',
        'millrace.set_resource("f/crm/slack", {"token": "t"}, resource_type="slack")',
      ],
      [
        { json: { value: 'blue' } },
        { json: { is_secret: true, description: 'API key', expires_at: null } },
        { json: {} },
        { json: { host: 'db' } },
        refusal(404, 'resource/not_found', 'No.'),
        { json: {} },
      ],
    );
    expect(shown).toEqual(['blue', 'db']);
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/api/w/acme/variables_value/f/crm/colour', undefined],
      ['GET', '/api/w/acme/variables/f/crm/key', undefined],
      ['PUT', '/api/w/acme/variables/f/crm/key', { value: 'new', is_secret: true, description: 'API key', expires_at: null }],
      ['GET', '/api/w/acme/resources_value/f/crm/db', undefined],
      ['GET', '/api/w/acme/resources/f/crm/slack', undefined],
      ['PUT', '/api/w/acme/resources/f/crm/slack', { resource_type: 'slack', value: { token: 't' }, description: '' }],
    ]);
    expect(new Set(seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer job-token']));
  });

  test('state belongs to the path of the script, is None before the first time, and may be any JSON', async () => {
    const { shown, seen } = await python(
      ['show(millrace.get_state())', 'millrace.set_state(None)', 'show(millrace.get_state("f/crm/other"))'],
      [refusal(404, 'state/not_found', 'Nothing was remembered.'), { status: 204 }, { json: [1, 2] }],
    );
    expect(shown).toEqual([null, [1, 2]]);
    expect(seen.map(({ path, body }) => [path, body])).toEqual([
      ['/api/w/acme/state/f/crm/revenue', undefined],
      ['/api/w/acme/state/f/crm/revenue', null],
      ['/api/w/acme/state/f/crm/other', undefined],
    ]);
  });

  test('the environment is read at each call, so that the next job of a warm runner has its own token', async () => {
    const { shown, seen } = await python(
      [
        'import os',
        'millrace.get_variable("f/crm/a")',
        'os.environ["MR_TOKEN"] = "second-token"',
        'os.environ["MR_JOB_ID"] = "other"',
        'millrace.get_variable("f/crm/a")',
        'show(millrace.job.id)',
      ],
      [{ json: { value: '' } }, { json: { value: '' } }],
    );
    expect([shown, seen.map(({ headers }) => headers.authorization)]).toEqual([['other'], ['Bearer job-token', 'Bearer second-token']]);
  });

  test('a path cannot climb to another route', async () => {
    const { shown, seen } = await python(
      ['f/../tokens', '../../x', 'f//x'].flatMap((path) => showError(`millrace.get_variable("${path}")`)),
      [],
    );
    expect([shown, seen]).toEqual([Array(3).fill(expect.objectContaining({ code: 'path/invalid' })), []]);
  });
});

describe('files that were given to an app', () => {
  test('are read as bytes, and shared by a link that ends', async () => {
    const id = `file_${childId}`;
    const { shown, seen } = await python(
      [`show(list(millrace.read_file({"id": "${id}", "name": "a"})))`, `show(millrace.file_link("${id}", expires_in_s=60))`, ...showError('millrace.read_file("../me")')],
      [{ text: 'ä' }, { json: { url: 'https://millrace.example/f', expires_at: 'x' } }],
    );
    expect(shown).toMatchObject([[195, 164], 'https://millrace.example/f', { code: 'file/not_found' }]);
    expect(seen).toMatchObject([{ path: `/api/w/acme/app_files/${id}` }, { path: `/api/w/acme/app_files/${id}/links`, body: { expires_in_s: 60 } }]);
  });
});

describe('running scripts', () => {
  test('a child runs under this job and gives its result', async () => {
    const { shown, seen } = await python(
      [
        'from datetime import datetime, timezone',
        'show(millrace.run_script("f/crm/sum", {"day": "today"}, tag="heavy", timeout_s=5, scheduled_for=datetime.fromtimestamp(0, timezone.utc)))',
      ],
      [{ json: { total: 42 } }],
      { TZ: 'UTC' },
    );
    expect(shown).toEqual([{ total: 42 }]);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/api/w/acme/jobs/run_wait_result/p/f/crm/sum',
      body: { day: 'today' },
      query: {
        parent_job: jobId,
        tag: 'heavy',
        timeout_s: '5',
        scheduled_for: '1970-01-01T00:00:00+00:00',
        wait_s: '50',
        idempotency_key: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
  });

  test('a wait that outlives one request goes on with the same job, and one with a limit ends', async () => {
    const stillRunning = refusal(504, 'job/wait_timeout', 'The job has not ended yet.');
    const { shown, seen } = await python(
      ['show(millrace.run_script("f/crm/sum"))', ...showError(`millrace.wait_job("${childId}", wait_s=0)`)],
      [stillRunning, { json: 'done' }, stillRunning],
    );
    expect(shown).toEqual(['done', expect.objectContaining({ code: 'job/wait_timeout', status: 504 })]);
    expect(seen[0]?.query['idempotency_key']).toBe(seen[1]?.query['idempotency_key']);
    expect(seen[2]).toMatchObject({ path: `/api/w/acme/jobs/${childId}/result`, query: { wait_s: '1' } });
  });

  test('a failed child raises the error of the job', async () => {
    const error = { code: 'job/script_error', name: 'ValueError', message: 'no such day', line: 3 };
    const { shown } = await python(showError('millrace.run_script("f/crm/sum")'), [refusal(422, 'job/failed', 'The job failed.', { job_id: childId, error })]);
    expect(shown).toEqual([
      {
        type: 'MillraceJobError',
        code: 'job/script_error',
        message: 'no such day',
        status: 422,
        details: { job_id: childId, error },
        request_id: 'request-1',
        job_id: childId,
        error,
      },
    ]);
  });

  test('a job can be started without waiting, read and cancelled', async () => {
    const { shown, seen } = await python(
      [
        `show(millrace.run_script_async("f/crm/sum", idempotency_key="once"))`,
        `show(millrace.get_job("${childId}")["status"])`,
        `millrace.cancel_job("${childId}", "not needed")`,
      ],
      [{ status: 201, text: childId }, { json: { status: 'running' } }, { json: {} }],
    );
    expect(shown).toEqual([childId, 'running']);
    expect(seen).toMatchObject([
      { query: { idempotency_key: 'once' }, body: {} },
      {},
      { path: `/api/w/acme/jobs/${childId}/cancel`, body: { reason: 'not needed' } },
    ]);
  });
});

describe('refusals and outages', () => {
  test('an unavailable server is asked again when it says so, and a run keeps its key', async () => {
    const { shown, seen } = await python(
      ['show(millrace.run_script_async("f/crm/sum"))'],
      [unavailable, { drop: true }, unavailable, { status: 201, text: childId }],
    );
    expect([shown, seen.length, new Set(seen.map(({ query }) => query['idempotency_key'])).size]).toEqual([[childId], 4, 1]);
  });

  test('a refusal is raised at once with all that the server said, and a redirect is not followed', async () => {
    const { shown } = await python(
      [...showError('millrace.current_user()'), ...showError('millrace.current_user()')],
      [refusal(403, 'access/forbidden', 'You may not.', { need: 'read' }), { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    );
    expect(shown).toMatchObject([
      { type: 'MillraceError', code: 'access/forbidden', message: 'You may not.', status: 403, details: { need: 'read' }, request_id: 'request-1' },
      { code: 'server/unexpected_answer', status: 302 },
    ]);
  });

  test('outside of a job it says which setting is missing', async () => {
    const { shown } = await python(showError('millrace.current_user()'), [], { MR_TOKEN: '' });
    expect(shown).toMatchObject([{ code: 'sdk/not_configured', message: expect.stringContaining('MR_TOKEN') }]);
  });

  test('arguments that are not JSON are the mistake of the caller', async () => {
    const { shown, seen } = await python(
      [
        'for bad in (float("nan"), object()):',
        '  try: millrace.run_script("f/crm/sum", {"amount": bad})',
        '  except (TypeError, ValueError) as e: show(type(e).__name__)',
      ],
      [],
    );
    expect([shown, seen]).toEqual([['ValueError', 'TypeError'], []]);
  });
});

describe('this job', () => {
  test('progress goes to the runner where there is one, else to the server', async () => {
    const { shown, seen } = await python(
      [
        'millrace.set_progress(140.2)',
        'import types',
        'runner = types.ModuleType("millrace_runner"); runner.report_progress = show',
        'sys.modules["millrace_runner"] = runner',
        'millrace.set_progress(49.6)',
      ],
      [{ status: 204 }],
    );
    expect(seen).toMatchObject([{ method: 'POST', path: `/api/w/acme/jobs/${jobId}/progress`, body: { percent: 100 } }]);
    expect(shown).toEqual([50]);
  });

  test('it knows its own place, and log writes text as it is and the rest as JSON', async () => {
    const { shown } = await python(
      [
        'j = millrace.job',
        'show([j.id, j.root_id, j.parent_id, j.attempt, j.workspace, j.run_as, j.path, j.tag, j.trace_id])',
        "millrace.log('[1,', {'é': None}, ']')",
      ],
      [],
    );
    expect(shown).toEqual([
      [jobId, rootJobId, '', 2, 'acme', 'u/ada', 'f/crm/revenue', 'bun', 'trace-1'],
      [1, { é: null }],
    ]);
  });

  test('the types of parameters can be imported', async () => {
    const { shown } = await python(
      ['from millrace import Secret, Email, Sql, Base64', 'from millrace.resource_types import Postgresql', 'show([Secret("x"), Email.__name__])'],
      [],
    );
    expect(shown).toEqual([['x', 'str']]);
  });

  test('importing it loads no HTTP library: a script that never calls does not pay for it', async () => {
    const { shown } = await python(['show([name for name in ("http.client", "urllib.request", "ssl") if name in sys.modules])'], []);
    expect(shown).toEqual([[]]);
  });
});
