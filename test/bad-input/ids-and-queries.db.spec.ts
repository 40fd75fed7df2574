import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestClient, type TestWorkspace } from '../support/app.ts';
import { recordLog } from '../support/recorded-log.ts';
import { refusalOf } from './refusal.ts';

const log = recordLog();
let app: TestApp;
let workspace: TestWorkspace;
let admin: TestClient;

beforeAll(async () => {
  app = await createTestApp({}, { logger: log.logger });
  workspace = await app.make.aWorkspace();
  admin = await workspace.admin.withToken();
  await workspace.aFolder('shop');
  await admin.put(`${workspace.api}/scripts/f/shop/refund`, { language: 'bash', content: 'echo done' });
  await admin.put(`${workspace.api}/variables/f/shop/key`, { value: 'hidden', is_secret: true });
}, 60_000);
afterAll(async () => {
  // Whatever was asked, nothing of it was a surprise to the server.
  expect(log.lines.filter(({ status }) => Number(status) >= 500)).toEqual([]);
  await app[Symbol.asyncDispose]();
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
