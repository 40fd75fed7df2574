import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { AppDocument } from '../app.contract.ts';
import { emptyDocument } from '../core/empty.ts';
import type { SavedView } from '../saved-views/saved-views.contract.ts';
import { AppExportsService } from './app-exports.service.ts';
import type { AppExport } from './exports.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;
let stranger: TestUser;

/** SQL that runs in the worker itself: rows enough for three pages. */
const rows = (database: string): string => `-- database ${database}
-- table_query
-- $1 kind (text) = ''
select n as id, 'Order ' || n as name, case when n % 2 = 0 then '=1+1' else $1 end as note from generate_series(1, 4500) as n
`;
const action = (id: string, path: string): AppDocument['actions'][number] => ({
  id,
  run: { kind: 'script', path },
  args: { kind: { expr: 'params.kind' } },
  trigger: 'manual',
  run_as: 'author',
});
const table = (id: string, source: string): object => ({ id, type: 'table', props: { source }, layout: {} });
const document = {
  ...emptyDocument,
  actions: [
    action('listRows', 'f/shop/rows'),
    action('slow', 'f/shop/slow'),
    { ...action('plain', 'f/shop/rows'), args: { kind: { expr: 'params.kind' }, query: {} } },
  ],
  pages: [
    {
      id: 'home',
      title: 'Home',
      params: [{ id: 'kind', type: 'string' }],
      body: { flow: 'grid', children: [table('ordersTable', 'listRows'), table('slowTable', 'slow'), table('plainTable', 'plain')] },
    },
  ],
};

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none' });
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, operator, stranger] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator'), workspace.aMember('developer')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
  const url = new URL(app.platform.config.DATABASE_URL ?? '');
  const value = {
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    dbname: url.pathname.slice(1),
  };
  await ada.client.put(`${workspace.api}/resources/f/shop/db`, { resource_type: 'postgresql', value });
  const put = (path: string, content: string) => ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'postgresql', content });
  expect((await put('f/shop/rows', rows('f/shop/db'))).status).toBe(201);
  await put('f/shop/slow', `-- database f/shop/db\n-- table_query\n-- $1 kind (text) = ''\nselect 1 as id, $1 as kind, pg_sleep(600)::text as waited\n`);
  expect((await ada.client.put(`${workspace.api}/apps/f/shop/orders`, { document })).status).toBe(201);
}, 120_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
}, 60_000);

const columns = [
  { field: 'id', title: 'Number' },
  { field: 'name', title: 'Name' },
  { field: 'note', title: 'Note' },
];
const begin = (body: object = {}, name = 'listRows', by = operator) =>
  by.client.post<AppExport>(`${workspace.api}/app_actions/${name}/export/f/shop/orders`, { version: 1, columns, name: 'All orders', ...body });
const at = (id: string, rest = ''): string => `${workspace.api}/app_exports/${id}${rest}`;

/** Follows an export as its page does, until it ends. */
async function ended(id: string): Promise<AppExport> {
  for (;;) {
    const { body } = await operator.client.get<AppExport>(at(id, '?wait_s=20'));
    if (body.status !== 'running') return body;
  }
}

describe('all rows of a table', () => {
  test('become a file, page by page, for who asked and for nobody else', async () => {
    const begun = await begin({ args: { kind: 'x' }, query: { sort: [{ field: 'note', dir: 'desc' }] } });
    expect(begun.status).toBe(201);
    const done = await ended(begun.body.id);
    expect(done).toMatchObject({ status: 'done', row_count: 4500, total: 4500, error: null });
    const file = await operator.client.get<string>(at(done.id, '/file'));
    const lines = String(file.body).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4501);
    expect(lines[0]).toBe('Number,Name,Note');
    expect(lines[1]).toBe('1,Order 1,x');
    expect(lines.at(-1)).toBe("4500,Order 4500,'=1+1");
    expect(new Set(lines).size).toBe(4501);
    // The mark of the encoding is taken off by whoever reads the file as a text.
    expect(done.byte_count).toBe(Buffer.byteLength(String(file.body)) + 3);
    for (const other of [ada, stranger]) expect(codeOf(await other.client.get(at(done.id, '/file')))).toBe('app/export_not_found');
    expect(codeOf(await app.anonymous.get(at(done.id, '/file')))).toBe('access/not_signed_in');
  }, 60_000);

  test('are those that the search and the filters leave', async () => {
    const begun = await begin({ query: { search: 'order 44', filter: { and: [{ field: 'id', op: 'lt', value: 100 }] } } });
    expect(await ended(begun.body.id)).toMatchObject({ status: 'done', row_count: 1 });
    const { body } = await operator.client.get<string>(at(begun.body.id, '/file'));
    expect(String(body)).toContain('44,Order 44');
  }, 60_000);

  test.each([
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    ['jsonl', 'application/jsonl; charset=utf-8', '{"id":1,"name":"Order 1"'],
  ])(
    'become a file of the kind %s',
    async (format, type, start) => {
      const { body } = await begin({ format, query: { search: 'order 44' } });
      expect(await ended(body.id)).toMatchObject({ status: 'done', format });
      const file = await operator.client.raw({ method: 'GET', target: at(body.id, '/file') });
      expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
    expect(file.headers.get('content-disposition')).toContain(`All-orders.${format}`);
    expect(file.text.slice(0, 2)).toBe(start.slice(0, 2));
    },
    60_000,
  );

  test('stop where somebody cancels them, with the run that brings the next page', async () => {
    const { body } = await begin({}, 'slow');
    expect(body).toMatchObject({ status: 'running', row_count: 0 });
    expect((await operator.client.post<AppExport>(at(body.id, '/cancel'), {})).body.status).toBe('cancelled');
    for (;;) if ((await operator.client.get<{ status: string }>(`${workspace.api}/jobs/${body.job_id}`)).body.status === 'cancelled') break;
    expect(codeOf(await operator.client.get(at(body.id, '/file')))).toBe('app/export_not_ready');
  }, 60_000);

  test('say why they could not be loaded', async () => {
    const { body } = await begin({ query: { sort: [{ field: 'nothing', dir: 'asc' }] } });
    expect(await ended(body.id)).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('no column') } });
  }, 60_000);

  test.each([
    ['an action whose question is not open', {}, 'plain', 'request/invalid'],
    ['an action that there is not', {}, 'none', 'app/action_not_found'],
    ['an argument that is not open', { args: { database: '$res:f/other/db' } }, 'listRows', 'request/invalid'],
    ['a release that is gone', { version: 9 }, 'listRows', 'app/new_release'],
    ['no column', { columns: [] }, 'listRows', 'request/invalid'],
  ])('are refused for %s', async (_what, body, name, code) => {
    expect(codeOf(await begin(body, name))).toBe(code);
  });

  test('are refused to who may not open the app, and while too many are on their way', async () => {
    expect(codeOf(await begin({}, 'listRows', stranger))).toBe('app/not_found');
    const running = [];
    for (let turn = 0; turn < 3; turn++) running.push((await begin({}, 'slow')).body.id);
    expect(codeOf(await begin({}, 'slow'))).toBe('app/export_too_many');
    for (const id of running) await operator.client.post(at(id, '/cancel'), {});
  }, 60_000);

  test('are deleted after a week', async () => {
    const { body } = await operator.client.get<{ items: AppExport[] }>(`${workspace.api}/app_exports`);
    const count = body.items.length;
    await app.platform.database.manager.query(`update app_export set ended_at = now() - interval '8 days' where workspace_id = $1`, [workspace.id]);
    expect(await app.get(AppExportsService).sweep()).toBe(count);
    expect((await operator.client.get<{ items: AppExport[] }>(`${workspace.api}/app_exports`)).body.items).toEqual([]);
  });
});

describe('views of a table', () => {
  const views = (by = operator) => by.client.get<{ items: SavedView[] }>(`${workspace.api}/app_saved_views/ordersTable/f/shop/orders`);
  const put = (body: object, by = operator) => by.client.put<SavedView>(`${workspace.api}/app_saved_views/ordersTable/f/shop/orders`, body);

  test('are kept for who keeps them, one of them the one that opens', async () => {
    await put({ name: 'Mine', value: { search: 'x' }, is_default: true });
    await put({ name: 'Late', value: { sort: [] }, is_default: true });
    await put({ name: 'Late', value: { sort: [{ field: 'id', dir: 'asc' }] }, is_default: true });
    expect((await views()).body.items.map(({ name, is_default: isDefault }) => [name, isDefault])).toEqual([
      ['Late', true],
      ['Mine', false],
    ]);
    expect((await views(ada)).body.items).toEqual([]);
    expect(codeOf(await views(stranger))).toBe('app/not_found');
    const address = `${workspace.api}/app_saved_views/ordersTable/f/shop/orders?name=Mine`;
    expect((await operator.client.delete(address)).status).toBe(204);
    expect(codeOf(await operator.client.delete(address))).toBe('app/saved_view_not_found');
  });

  test('go with the app to its new path, and are not without end', async () => {
    await ada.client.post(`${workspace.api}/app_rename/f/shop/orders`, { to: 'f/shop/renamed' });
    const { body } = await operator.client.get<{ items: SavedView[] }>(`${workspace.api}/app_saved_views/ordersTable/f/shop/renamed`);
    expect(body.items.map(({ name }) => name)).toEqual(['Late']);
    await ada.client.post(`${workspace.api}/app_rename/f/shop/renamed`, { to: 'f/shop/orders' });
    const answers = [];
    for (let turn = 0; turn < 30; turn++) answers.push(codeOf(await put({ name: `View ${turn}`, value: {} })));
    expect(answers.at(-1)).toBe('app/saved_view_too_many');
    expect(codeOf(await put({ name: 'Late', value: { text: 'x'.repeat(40_000) } }))).toBe('request/too_large');
  });
});
