import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import type { Variable } from './variables.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let reader: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, reader, stranger] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator'), workspace.aMember('developer')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${reader.username}`, 'read');
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string): string => `${workspace.api}/variables/${path}`;
const valueAt = (path: string): string => `${workspace.api}/variables_value/${path}`;
const put = (path: string, body: object) => ada.client.put<Variable>(at(path), body);

describe('a variable', () => {
  test('is created, read, changed by whoever may write there, and counts its versions', async () => {
    const created = await put('f/shop/currency', { value: 'EUR', description: 'What prices are in' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ path: 'f/shop/currency', value: 'EUR', is_secret: false, version: 1, my_level: 'write', created_by: `u/${ada.username}` });
    const changed = await put('f/shop/currency', { value: 'CHF', if_version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { value: 'CHF', version: 2 } });
    expect((await reader.client.get<Variable>(at('f/shop/currency'))).body).toMatchObject({ value: 'CHF', my_level: 'read' });
  });

  test('keeps its version when the body is equal', async () => {
    await put('f/shop/equal', { value: 's3cret-value', is_secret: true, expires_at: '2099-01-01T00:00:00Z' });
    expect((await put('f/shop/equal', { value: 's3cret-value', is_secret: true, expires_at: '2099-01-01T00:00:00.000Z' })).body.version).toBe(1);
    expect((await put('f/shop/equal', { value: null, is_secret: true, expires_at: '2099-01-01T00:00:00Z' })).body.version).toBe(1);
  });

  test('refuses a lost update and tells the version that is there', async () => {
    await put('f/shop/guarded', { value: '1' });
    const refused = await put('f/shop/guarded', { value: '2', if_version: 7 });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ error: { code: 'item/version_conflict', details: { current_version: 1 } } });
    expect(codeOf(await put('f/shop/guarded', { value: '2', if_version: 0 }))).toBe('item/version_conflict');
  });

  test('that two people make at once is made once', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((value) => put('f/shop/race', { value, if_version: 0 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('cannot lie in a folder or a space that is not there', async () => {
    expect(codeOf(await workspace.admin.client.put(at('f/nowhere/key'), { value: '1' }))).toBe('folder/not_found');
    expect(codeOf(await workspace.admin.client.put(at('u/nobody/key'), { value: '1' }))).toBe('member/not_found');
  });

  test('is gone after it was deleted, with its grants', async () => {
    await put('f/shop/old', { value: '1' });
    await workspace.grant('variable', 'f/shop/old', `u/${stranger.username}`, 'read');
    expect((await stranger.client.get(at('f/shop/old'))).status).toBe(200);
    expect((await ada.client.delete(at('f/shop/old'))).status).toBe(204);
    await put('f/shop/old', { value: '2' });
    expect(codeOf(await stranger.client.get(at('f/shop/old')))).toBe('variable/not_found');
  });
});

describe('a secret variable', () => {
  test('is stored as cipher text and never part of what is read or listed', async () => {
    await put('f/shop/api_key', { value: 'sk-live-12345', is_secret: true });
    const [row] = await app.get(Database).run<{ value: string }>({ text: 'select value from variable where workspace_id = $1 and path = $2', values: [workspace.id, 'f/shop/api_key'] });
    expect(row?.value).not.toContain('sk-live');
    expect((await ada.client.get<Variable>(at('f/shop/api_key'))).body.value).toBeNull();
    expect((await ada.client.get(`${workspace.api}/variables`)).text).not.toContain('sk-live');
  });

  test('is shown to who may change it, and that is on record', async () => {
    await put('f/shop/shown', { value: 'sk-live-12345', is_secret: true });
    expect((await ada.client.get(valueAt('f/shop/shown'))).body).toEqual({ value: 'sk-live-12345' });
    const events = await app.get(Database).run({ text: "select actor from event where action = 'variable.revealed' and object_path = 'f/shop/shown'", values: [] });
    expect(events).toEqual([{ actor: `u/${ada.username}` }]);
  });

  test('is not shown to a person who may only use it', async () => {
    await put('f/shop/hidden', { value: 'sk-live-12345', is_secret: true });
    expect(codeOf(await reader.client.get(valueAt('f/shop/hidden')))).toBe('access/forbidden');
    expect(codeOf(await stranger.client.get(valueAt('f/shop/hidden')))).toBe('variable/not_found');
  });

  test('does not become public without its value being typed', async () => {
    await put('f/shop/stays', { value: 'sk-live-12345', is_secret: true });
    expect(codeOf(await put('f/shop/stays', { value: null, is_secret: false }))).toBe('variable/value_missing');
    expect((await put('f/shop/stays', { value: 'now public', is_secret: false })).body.value).toBe('now public');
  });

  test('that has expired is refused with the time', async () => {
    await put('f/shop/short', { value: 'sk', is_secret: true, expires_at: '2020-01-01T00:00:00Z' });
    const refused = await ada.client.get(valueAt('f/shop/short'));
    expect(refused).toMatchObject({ status: 410, body: { error: { code: 'variable/expired' } } });
  });
});

describe('the list of variables', () => {
  test('gives pages in the order of the paths, without a hole, of what the caller may read', async () => {
    await Promise.all(['a', 'B', 'c', 'd', 'e'].map((name) => put(`u/${ada.username}/list/${name}`, { value: name })));
    const paths: string[] = [];
    let after = '';
    do {
      const page = await ada.client.get<{ items: Variable[]; next: string | null }>(`${workspace.api}/variables?folder=u/${ada.username}&limit=2${after}`);
      paths.push(...page.body.items.map(({ path }) => path.split('/').at(-1) ?? ''));
      after = page.body.next === null ? '' : `&after=${page.body.next}`;
    } while (after !== '');
    expect(paths).toEqual(['B', 'a', 'c', 'd', 'e']);
    expect((await stranger.client.get<{ items: Variable[] }>(`${workspace.api}/variables`)).body.items).toEqual([]);
  });

  test('searches for text as it is, also for what a pattern would read otherwise', async () => {
    await put(`u/${ada.username}/search/one`, { value: '1', description: '100% of it' });
    await put(`u/${ada.username}/search/two`, { value: '2', description: '100 of them' });
    const found = await ada.client.get<{ items: Variable[] }>(`${workspace.api}/variables?folder=u/${ada.username}/search&search=${encodeURIComponent('100%')}`);
    expect(found.body.items.map(({ path }) => path.split('/').at(-1))).toEqual(['one']);
  });

  test('shows a token only the paths of its scopes', async () => {
    await put('f/shop/scoped/in', { value: '1' });
    await put('f/shop/outside', { value: '1' });
    const token = await ada.withToken(['variables:read:f/shop/scoped/*']);
    const listed = await token.get<{ items: Variable[] }>(`${workspace.api}/variables`);
    expect(listed.body.items.map(({ path }) => path)).toEqual(['f/shop/scoped/in']);
  });
});
