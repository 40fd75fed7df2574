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
