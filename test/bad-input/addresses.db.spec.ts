import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestAnswer, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../support/app.ts';
import { recordLog } from '../support/recorded-log.ts';
import { refusalOf } from './refusal.ts';

const log = recordLog();
let app: TestApp;
let workspace: TestWorkspace;
let admin: TestClient;
let outsider: TestUser;

beforeAll(async () => {
  app = await createTestApp({}, { logger: log.logger });
  workspace = await app.make.aWorkspace();
  admin = await workspace.admin.withToken();
  outsider = await workspace.aMember('developer');
  await workspace.aFolder('shop');
  for (const name of ['refund', 'old']) await deploy(`f/shop/${name}`);
  await admin.delete(`${workspace.api}/scripts/f/shop/old`);
  await admin.put(`${workspace.api}/variables/f/shop/key`, { value: 'hidden', is_secret: true });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const deploy = (path: string) =>
  admin.raw({
    method: 'PUT',
    target: `${workspace.api}/scripts/${path}`,
    headers: { 'content-type': 'application/json' },
    body: '{"language":"bash","content":"echo done"}',
  });
const paths = async () =>
  (await app.platform.database.run<{ path: string }>({ text: 'select path from script where workspace_id = $1 order by path', values: [workspace.id] })).map(
    ({ path }) => path,
  );
/** What an error says besides what differs in every one. */
const said = (answer: TestAnswer, path: string) => JSON.stringify({ ...refusalOf(answer), request_id: '' }).replaceAll(path, '…');

describe("what is not there, or is not for one's eyes", () => {
  const routes: [string, (path: string) => [string, string, object?]][] = [
    ['a script', (path) => ['GET', `/scripts/${path}`]],
    ['a deploy', (path) => ['PUT', `/scripts/${path}`, { language: 'bash', content: 'echo' }]],
    ['a run', (path) => ['POST', `/jobs/run/p/${path}`, {}]],
    ['a run that is waited for', (path) => ['POST', `/jobs/run_wait_result/p/${path}`, {}]],
    ['a run that is followed', (path) => ['POST', `/jobs/run_and_stream/p/${path}`, {}]],
    ['a batch', (path) => ['POST', `/jobs/run_batch/p/${path}`, { args: [{}] }]],
    ['the versions', (path) => ['GET', `/script_versions/${path}`]],
    ['the references', (path) => ['GET', `/script_references/${path}`]],
    ['a rename', (path) => ['POST', `/script_rename/${path}`, { to: 'f/shop/other' }]],
    ['a restore', (path) => ['POST', `/script_restore/${path}`]],
    ['an archiving', (path) => ['DELETE', `/scripts/${path}`]],
  ];
  test.each(routes)('answers in the same words: %s', async (_what, route) => {
    const [there, archived, nowhere, otherFolder] = await Promise.all(
      ['f/shop/refund', 'f/shop/old', 'f/shop/nothing', 'f/nowhere/nothing'].map(async (path) => {
        const [method, target, body] = route(path);
        return said(await outsider.client.send(method, workspace.api + target, body), path);
      }),
    );
    expect(there).toContain('"script/not_found"');
    expect([archived, nowhere, otherFolder]).toEqual([there, there, there]);
  });

  test('is named to those who may know: archived with what to do, unknown with its path', async () => {
    expect(refusalOf(await admin.get(`${workspace.api}/scripts/f/shop/old`))).toMatchObject({
      code: 'script/archived',
      message: expect.stringContaining('Restore it'),
    });
    expect(refusalOf(await admin.post(`${workspace.api}/jobs/run/p/f/shop/nothing`, {}))).toMatchObject({
      code: 'script/not_found',
      details: { path: 'f/shop/nothing' },
    });
    expect(['script/not_found', 'script/archived']).toContain(refusalOf(await admin.post(`${workspace.api}/jobs/run/p/f/shop/old`, {})).code);
    expect(refusalOf(await admin.get(`${workspace.api}/scripts/f/shop/refund?version=7`))).toMatchObject({ code: 'script/version_not_found' });
  });

  test('is a workspace, whatever one asks it for', async () => {
    const stranger = await app.make.aUser();
    for (const target of ['', '/scripts', '/scripts/f/shop/refund', '/jobs', '/workers', '/members']) {
      const [existing, invented] = await Promise.all([workspace.api, '/api/w/no-such-place'].map((api) => stranger.client.get(api + target)));
      expect(said(existing as TestAnswer, workspace.id)).toBe(said(invented as TestAnswer, 'no-such-place'));
    }
  });

  test('is a secret variable or a resource, by its value and by its name', async () => {
    for (const target of ['/variables/f/shop/key', '/variables_value/f/shop/key'])
      expect(refusalOf(await outsider.client.get(workspace.api + target)).code).toBe('variable/not_found');
    expect(refusalOf(await outsider.client.get(`${workspace.api}/resources_value/f/shop/db`)).code).toBe('resource/not_found');
  });
});

describe('a hostile path', () => {
  const hostile = [
    'f/shop/../refund',
    'f/shop/./refund',
    'f/../../etc/passwd',
    '../../../etc/passwd',
    'f/shop/..',
    'f/shop/.',
    'f/..',
    'f/shop/%2e%2e/refund',
    'f/shop/%2e%2e%2frefund',
    'f/shop%2Frefund',
    'f%2Fshop%2Frefund',
    'f/shop/%252e%252e/refund',
    'f/shop/re%5Cfund',
    'f/shop/re\\fund',
    'f/shop/re%20fund',
    'f/shop/%20',
    'f/shop/re+fund',
    'f/shop/refund%00',
    'f/shop/%00',
    'f/shop/re%0afund',
    'f/shop/re%1bfund',
    'f/shop/%7f',
    'f/shop/refund%E2%80%8B',
    'f/shop/r%D0%B5fund',
    'f/shop/%EF%BD%92efund',
    'f/shop/refund%E2%80%AE',
    'f/shop/%F0%9F%92%B8',
    'f/shop//refund',
    'f//shop/refund',
    '/f/shop/refund',
    'f/shop/refund;version=1',
    'f;a=b/shop/refund',
    'F/shop/refund',
    'g/shop/refund',
    'x',
    'f',
    'f/shop',
    'f/shop/-rf',
    'f/shop/.hidden',
    'f/.shop/refund',
    'f/shop/refund:x',
    'f/shop/refund*',
    'f/shop/$(id)',
    "f/shop/'or'1'='1",
    'f/shop/refund%2',
    'f/shop/%ff',
    'f/shop/%c0%ae%c0%ae/refund',
    `f/shop/${'x'.repeat(300)}`,
    `f/${'y'.repeat(300)}/x`,
    `f/shop${'/x'.repeat(200)}`,
  ];

  test.each(hostile)('reaches nothing when it is read: %j', async (path) => {
    for (const route of ['scripts', 'script_versions', 'variables', 'resources', 'state', 'drafts/script', 'jobs/run/p', 'jobs/run_wait_result/p']) {
      const answer = await admin.raw({ target: `${workspace.api}/${route}/${path}` });
      expect([route, refusalOf(answer).code]).toEqual([route, expect.stringMatching(/^(path\/invalid|request\/not_found|request\/malformed)$/)]);
    }
  });

  test.each(hostile)('makes nothing when it is written: %j', async (path) => {
    expect(refusalOf(await deploy(path)).code).toMatch(/^(path\/invalid|request\/not_found|request\/malformed)$/);
    expect(await paths()).toEqual(['f/shop/old', 'f/shop/refund']);
  });

  test('of control characters or spaces as they are is no HTTP, and says so in the usual form', async () => {
    for (const path of ['f/shop/re fund', 'f/shop/re\u0001fund', 'f/shop/re\nfund'])
      expect(refusalOf(await admin.raw({ target: `${workspace.api}/scripts/${path}` })).code).toBe('request/malformed');
    expect(refusalOf(await admin.raw({ target: `${workspace.api}/scripts/f/shop/${'x'.repeat(20_000)}` })).code).toBe('request/malformed');
  });

  test('is refused where it stands in a body', async () => {
    for (const path of ['../../../../tmp/evil', 'f/shop/../x', '/etc/passwd', 'f/shop/a b', 'f/shop/x\u200b']) {
      expect(refusalOf(await admin.post(`${workspace.api}/jobs/preview`, { language: 'bun', content: 'export function main() {}', path }))).toMatchObject({
        code: 'request/invalid',
        details: { problems: [{ pointer: '/path' }] },
      });
      expect(refusalOf(await admin.post(`${workspace.api}/script_rename/f/shop/refund`, { to: path }))).toMatchObject({
        code: 'request/invalid',
        details: { problems: [{ pointer: '/to' }] },
      });
    }
  });

  test('is told apart from another only by its exact letters', async () => {
    expect(refusalOf(await admin.get(`${workspace.api}/scripts/f/shop/Refund`)).code).toBe('script/not_found');
    expect(refusalOf(await admin.get(`${workspace.api}/scripts/f/Shop/refund`)).code).toBe('script/not_found');
    expect(refusalOf(await admin.get(`/api/w/${workspace.id.toUpperCase()}/scripts`)).code).toBe('workspace/not_found');
  });

  test('opens no route without credentials, however it is written', async () => {
    const api = workspace.api.slice('/api'.length);
    const tricks = [
      `/API${api}/scripts`,
      `/api/W${api.slice(2)}/Scripts/f/shop/refund`,
      `/api${api}/scripts/`,
      `/api//${api}/scripts`,
      `//api${api}/scripts`,
      `/api${api}/scripts;a=b`,
      `/api${api}/scripts/f/shop/refund/.`,
      `/api${api}/scripts/f/shop/refund/..%2f..`,
      `/api/auth/login/../..${api}/scripts`,
      `/api/health/..${api}/scripts`,
      `/api/health%2f..${api}/scripts`,
      `/api${api}/scripts%23`,
      `/api${api}/scripts?x=/api/health`,
      `/api/health?/../..${api}/scripts`,
      `http://other.example/api${api}/scripts`,
    ];
    for (const target of tricks) {
      const answer = await app.anonymous.raw({ target });
      expect([target, answer.status, answer.text.includes('refund')]).toEqual([target, target.startsWith('/api/health?') ? 200 : expect.any(Number), false]);
      expect([200, 401, 404, 422]).toContain(answer.status);
    }
  });
});

describe('hostile ids, cursors and limits', () => {
  test.each(['x', '1', '..', '%2e%2e', "'", '00000000-0000-0000-0000-00000000000g', '%00', '{}', 'null', 'a'.repeat(5000)])(
    'are refused as an id: %j',
    async (id) => {
      for (const route of ['', '/result', '/logs', '/logs.txt'])
        expect(refusalOf(await admin.raw({ target: `${workspace.api}/jobs/${id}${route}` })).code).toMatch(/^request\/(invalid|not_found)$/);
    },
  );

  test('that look right and belong to nothing are not found', async () => {
    const id = '01890000-0000-7000-8000-000000000000';
    for (const route of ['', '/result', '/logs', '/logs.txt'])
      expect(refusalOf(await admin.get(`${workspace.api}/jobs/${id}${route}`)).code).toBe('job/not_found');
    expect(refusalOf(await admin.post(`${workspace.api}/jobs/${id}/cancel`, {})).code).toBe('job/not_found');
    expect(refusalOf(await admin.post(`${workspace.api}/jobs/run/p/f/shop/refund?parent_job=${id}`, {})).code).toBe('job/not_found');
  });

  const cursors = [
    'x',
    '%00',
    'W10',
    'e30',
    Buffer.from('["2020-01-01","x"]').toString('base64url'),
    Buffer.from('["infinity","01890000-0000-7000-8000-000000000000"]').toString('base64url'),
    Buffer.from('["2020-13-77 99:99:99Z","01890000-0000-7000-8000-000000000000"]').toString('base64url'),
    Buffer.from('[{"a":1},2]').toString('base64url'),
    Buffer.from('["\' or 1=1 --","x"]').toString('base64url'),
    'a'.repeat(501),
  ];
  test.each(cursors)('are refused as a cursor: %j', async (cursor) => {
    for (const list of ['jobs', 'events', 'scripts', 'script_versions/f/shop/refund']) {
      const refusal = refusalOf(await admin.get(`${workspace.api}/${list}?after=${cursor}`));
      expect([list, refusal.code]).toEqual([list, 'request/invalid']);
    }
  });

  test('of another list are refused too', async () => {
    await admin.put(`${workspace.api}/variables/f/shop/second`, { value: 'x' });
    const { next } = (await admin.get<{ next: string }>(`${workspace.api}/variables?limit=1`)).body;
    expect((await admin.get(`${workspace.api}/variables?limit=1&after=${next}`)).status).toBe(200);
    for (const list of ['jobs', 'events', 'scripts'])
      expect(refusalOf(await admin.get(`${workspace.api}/${list}?after=${next}`)).details.problems).toMatchObject([{ pointer: '/after' }]);
  });

  test.each(['0', '-1', '201', '1e9', '99999999999999999999', '1.5', 'NaN', 'Infinity', 'all', '%20', '0x10000'])(
    'are refused as a limit: %s',
    async (limit) => {
      expect(refusalOf(await admin.get(`${workspace.api}/jobs?limit=${limit}`)).details.problems?.[0]).toMatchObject({ pointer: '/limit' });
    },
  );

  test.each(['version=99999999999', 'version=-1', 'version=x'])('are refused as a number: %s', async (query) => {
    expect(refusalOf(await admin.get(`${workspace.api}/scripts/f/shop/refund?${query}`)).code).toMatch(/^(request\/invalid|script\/version_not_found)$/);
    expect(refusalOf(await admin.post(`${workspace.api}/jobs/run/p/f/shop/refund?${query}`, {})).code).toMatch(
      /^(request\/invalid|script\/version_not_found)$/,
    );
  });

  test('beyond what a column holds are refused wherever they stand', async () => {
    const { text: id } = await admin.post(`${workspace.api}/jobs/run/p/f/shop/refund`, {});
    expect(refusalOf(await admin.get(`${workspace.api}/jobs/${id}/logs?after_seq=9007199254740991`)).code).toBe('request/invalid');
    expect(refusalOf(await admin.put(`${workspace.api}/drafts/script/f/shop/refund`, { value: {}, based_on: 9_007_199_254_740_991 })).code).toBe(
      'request/invalid',
    );
  });

  test.each([
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-01-01',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00+23:59',
    '+010000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-10:00',
    '1',
  ])('are refused as a time: %s', async (time) => {
    for (const target of [`/jobs?from=${encodeURIComponent(time)}`, `/events?to=${encodeURIComponent(time)}`])
      expect([target, refusalOf(await admin.get(workspace.api + target)).code]).toEqual([target, 'request/invalid']);
    expect(
      refusalOf(await admin.post(`${workspace.api}/jobs/run/p/f/shop/refund?scheduled_for=${encodeURIComponent(time)}`, {})).details.problems,
    ).toMatchObject([{ pointer: '/scheduled_for' }]);
  });
});

describe('a query that says something twice', () => {
  test('carries no token', async () => {
    const webhook = await workspace.admin.withToken(['jobs:run:f/shop/refund']);
    expect((await webhook.get(`${workspace.api}/jobs/run/p/f/shop/refund`)).status).toBe(201);
    const token = 'mr_'.padEnd(46, 'A');
    for (const query of [`token=${token}&token=${token}`, `token[]=${token}`, 'token=', 'token=mr_', `token=${token}`]) {
      expect([query, refusalOf(await app.anonymous.get(`${workspace.api}/jobs/run/p/f/shop/refund?${query}`)).code]).toEqual([query, 'access/not_signed_in']);
    }
    expect(log.text()).not.toContain(token);
  });

  test('is refused where one value is wanted', async () => {
    for (const target of [
      '/jobs?limit=1&limit=2',
      '/jobs?path=a&path=b',
      '/jobs?after=a&after=b',
      '/scripts?search=a&search=b',
      '/scripts/f/shop/refund?version=1&version=1',
    ])
      expect([target, refusalOf(await admin.get(workspace.api + target)).code]).toEqual([target, 'request/invalid']);
    expect(refusalOf(await admin.post(`${workspace.api}/jobs/run/p/f/shop/refund?tag=a&tag=b`, {})).code).toBe('request/invalid');
  });
});

describe('the log', () => {
  test('has a line for every refusal, with its request id, and no stack and no secret', async () => {
    const refusal = refusalOf(await admin.with({ 'x-request-id': 'a-proxy-said-so-1' }).get(`${workspace.api}/scripts/f/shop/nothing`));
    expect(refusal.request_id).toBe('a-proxy-said-so-1');
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        request_id: 'a-proxy-said-so-1',
        method: 'GET',
        code: 'script/not_found',
        status: 404,
        url: `${workspace.api}/scripts/f/shop/nothing`,
      }),
    );
    expect(log.lines.filter(({ status }) => Number(status) >= 500)).toEqual([]);
    expect(log.text()).not.toMatch(/mr_[A-Za-z0-9_-]{43}|mrs_[A-Za-z0-9_-]{43}|Bearer /);
  });

  test('takes no id from outside that is not one', async () => {
    for (const id of ['x', 'a b c d e f g h', '"},"admin":true,{"', 'y'.repeat(65)])
      expect(refusalOf(await app.anonymous.raw({ target: '/api/nothing', headers: { 'x-request-id': id } })).request_id).not.toBe(id);
  });
});
