import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import type { Draft, References, Script, ScriptRow, ScriptVersionRow } from './scripts.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  for (const folder of ['shop', 'other', 'lists', 'tokens']) await workspace.aFolder(folder);
  [ada, operator, stranger] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator'), workspace.aMember('developer')]);
  for (const folder of ['shop', 'other', 'lists', 'tokens']) await workspace.grant('folder', folder, `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'write');
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string): string => `${workspace.api}/scripts/${path}`;
const source = (result: string, parameters = 'order: number, note = "none"'): string => `export async function main(${parameters}) {\n  return ${result};\n}\n`;
const put = (path: string, body: object = {}, by = ada) => by.client.put<Script>(at(path), { language: 'bun', content: source('order'), ...body });
const get = (path: string, by = ada) => by.client.get<Script>(at(path));

describe('deploying a script', () => {
  test('reads the schema from the source, in the order of the parameters, and answers 201 once', async () => {
    const created = await put('f/shop/refund', { summary: 'Refund an order', message: 'first' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      path: 'f/shop/refund',
      version: 1,
      has_main: true,
      lock: '',
      is_current: true,
      my_level: 'write',
      message: 'first',
      created_by: `u/${ada.username}`,
    });
    const changed = await put('f/shop/refund', { content: source('order * 2', 'zebra: string, order: number, apple = true') });
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    const { schema } = (await get('f/shop/refund')).body;
    expect(Object.keys(schema['properties'] as object)).toEqual(['zebra', 'order', 'apple']);
    expect(schema['required']).toEqual(['zebra', 'order']);
  });

  test('makes no version of an equal body, whatever its message says', async () => {
    await put('f/shop/same', { settings: { timeout_s: 10, retry: { attempts: 2 } } });
    const again = await put('f/shop/same', { settings: { retry: { attempts: 2 }, timeout_s: 10 }, message: 'again' });
    expect(again).toMatchObject({ status: 200, body: { version: 1, message: '' } });
    expect((await put('f/shop/same', { settings: { timeout_s: 11 } })).body.version).toBe(2);
  });

  test('gives equal sources with equal settings the same hash, and others another one', async () => {
    const [one, two, three] = [
      await put('f/shop/hash1'),
      await put('f/shop/hash2', { summary: 'A summary changes nothing that runs' }),
      await put('f/shop/hash3', { settings: { timeout_s: 5 } }),
    ];
    expect(one.body.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(two.body.hash).toBe(one.body.hash);
    expect(three.body.hash).not.toBe(one.body.hash);
  });

  test('refuses a source that cannot be parsed, with the place, and keeps what was deployed', async () => {
    await put('f/shop/broken');
    const refused = await put('f/shop/broken', { content: 'export async function main(order: number) {\n  return order +;\n}\n' });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'script/syntax_error', details: { line: 2, problems: [{ line: 2 }] } } } });
    expect((await get('f/shop/broken')).body.version).toBe(1);
  });

  test('refuses a lost update and a second creation, and tells the version that is there', async () => {
    await put('f/shop/guarded');
    const refused = await put('f/shop/guarded', { content: source('1'), if_version: 4 });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'item/version_conflict', details: { current_version: 1 } } } });
    expect(codeOf(await put('f/shop/guarded', { content: source('1'), if_version: 0 }))).toBe('item/version_conflict');
    const race = await Promise.all(['1', '2', '3'].map((result) => put('f/shop/race', { content: source(result), if_version: 0 })));
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test('needs a folder that exists and a path that is one', async () => {
    expect(codeOf(await put('f/nowhere/x', {}, workspace.admin))).toBe('folder/not_found');
    expect(codeOf(await put('u/nobody/x', {}, workspace.admin))).toBe('member/not_found');
    for (const path of ['f/shop/..', 'f/shop/a b', 'f/shop', 'x/shop/a', `f/shop/${'a'.repeat(300)}`, 'f/shop/rеfund']) {
      expect((await put(encodeURI(path), {}, workspace.admin)).status).toBeGreaterThanOrEqual(400);
    }
  });

  test('is for whoever may write there, and never for operators', async () => {
    expect(codeOf(await put('f/shop/mine', {}, operator))).toBe('access/forbidden');
    expect(codeOf(await put('f/shop/mine', {}, stranger))).toBe('script/not_found');
    expect((await put(`u/${stranger.username}/mine`, {}, stranger)).status).toBe(201);
  });

  test('writes an event and takes the draft of its author away', async () => {
    const draft = `${workspace.api}/drafts/script/f/shop/drafted`;
    expect((await ada.client.put<Draft>(draft, { value: { content: 'half' }, based_on: null })).body).toMatchObject({ value: { content: 'half' } });
    expect(codeOf(await stranger.client.get(draft))).toBe('draft/not_found');
    await put('f/shop/drafted');
    expect(codeOf(await ada.client.get(draft))).toBe('draft/not_found');
    const events = await app
      .get(Database)
      .run({ text: "select actor, details->>'version' as version from event where action = 'script.deployed' and object_path = 'f/shop/drafted'", values: [] });
    expect(events).toEqual([{ actor: `u/${ada.username}`, version: '1' }]);
  });
});

describe('versions of a script', () => {
  test('stay readable one by one and are listed newest first, page by page', async () => {
    for (const result of ['1', '2', '3']) await put('f/shop/history', { content: source(result), message: `result ${result}` });
    const first = await ada.client.get<{ items: ScriptVersionRow[]; next: string }>(`${workspace.api}/script_versions/f/shop/history?limit=2`);
    expect(first.body.items.map(({ version, message, is_current: isCurrent }) => [version, message, isCurrent])).toEqual([
      [3, 'result 3', true],
      [2, 'result 2', false],
    ]);
    const second = await ada.client.get<{ items: ScriptVersionRow[]; next: string | null }>(
      `${workspace.api}/script_versions/f/shop/history?limit=2&after=${first.body.next}`,
    );
    expect(second.body).toMatchObject({ items: [{ version: 1 }], next: null });
    expect((await ada.client.get<Script>(`${at('f/shop/history')}?version=1`)).body).toMatchObject({ content: source('1'), is_current: false });
    expect(codeOf(await ada.client.get(`${at('f/shop/history')}?version=9`))).toBe('script/version_not_found');
  });
});

describe('archiving', () => {
  test('hides a script until it is restored, and says so only to those who may read it', async () => {
    await put('f/shop/archived');
    expect((await ada.client.delete(at('f/shop/archived'))).status).toBe(204);
    expect(codeOf(await get('f/shop/archived'))).toBe('script/archived');
    expect(codeOf(await get('f/shop/archived', stranger))).toBe('script/not_found');
    expect((await ada.client.get<{ items: ScriptRow[] }>(`${workspace.api}/scripts?search=archived&archived=true`)).body.items).toHaveLength(1);
    expect((await ada.client.get<{ items: ScriptRow[] }>(`${workspace.api}/scripts?search=archived&archived=false`)).body.items).toHaveLength(0);
    expect((await ada.client.post<Script>(`${workspace.api}/script_restore/f/shop/archived`)).body).toMatchObject({ version: 1 });
    expect((await get('f/shop/archived')).status).toBe(200);
  });

  test('leaves room for a new script at the path, which goes on with the history', async () => {
    await put('f/shop/again');
    await ada.client.delete(at('f/shop/again'));
    expect(await put('f/shop/again', { content: source('2') })).toMatchObject({ status: 201, body: { version: 2 } });
    expect(codeOf(await ada.client.post(`${workspace.api}/script_restore/f/shop/again`))).toBe('path/taken');
  });

  test('is not purging, which deletes the versions, the grants and the state for good', async () => {
    await put('f/shop/purged');
    await workspace.grant('script', 'f/shop/purged', `u/${stranger.username}`, 'read');
    await ada.client.put(`${workspace.api}/state/f/shop/purged`, { seen: 7 });
    expect((await ada.client.delete(`${at('f/shop/purged')}?purge=true`)).status).toBe(204);
    expect(codeOf(await get('f/shop/purged'))).toBe('script/not_found');
    expect((await put('f/shop/purged')).body.version).toBe(1);
    expect(codeOf(await get('f/shop/purged', stranger))).toBe('script/not_found');
    expect((await ada.client.get(`${workspace.api}/state/f/shop/purged`)).body).toBeNull();
  });
});

describe('renaming', () => {
  const rename = (from: string, to: string, by = ada) => by.client.post<Script>(`${workspace.api}/script_rename/${from}`, { to });

  test('moves the versions, grants, stars, drafts and state along', async () => {
    await put('f/shop/old_name');
    await put('f/shop/old_name', { content: source('2') });
    await workspace.grant('script', 'f/shop/old_name', `u/${stranger.username}`, 'read');
    await stranger.client.put(`${workspace.api}/favourites`, { kind: 'script', path: 'f/shop/old_name', is_favourite: true });
    await ada.client.put(`${workspace.api}/drafts/script/f/shop/old_name`, { value: { content: 'half' } });
    await ada.client.put(`${workspace.api}/state/f/shop/old_name`, [1, 2]);
    expect(await rename('f/shop/old_name', 'f/other/new_name')).toMatchObject({ status: 200, body: { path: 'f/other/new_name', version: 2 } });
    expect(codeOf(await get('f/shop/old_name'))).toBe('script/not_found');
    expect((await get('f/other/new_name', stranger)).body).toMatchObject({ my_level: 'read', is_favourite: true });
    expect((await ada.client.get<Draft>(`${workspace.api}/drafts/script/f/other/new_name`)).status).toBe(200);
    expect((await ada.client.get(`${workspace.api}/state/f/other/new_name`)).body).toEqual([1, 2]);
  });

  test('needs write at both ends and a free path', async () => {
    await put('f/shop/mover');
    await put('f/shop/taken');
    expect(codeOf(await rename('f/shop/mover', 'f/shop/taken'))).toBe('path/taken');
    expect(codeOf(await rename('f/shop/mover', `u/${stranger.username}/mover`))).toBe('script/not_found');
    expect(codeOf(await rename('f/shop/mover', 'f/nowhere/mover', workspace.admin))).toBe('folder/not_found');
  });

  test('of a script with relative imports makes them mean the same, or refuses', async () => {
    await put('f/shop/helper', { content: 'export const rate = 2;\n' });
    await put('f/shop/importing', { content: `import { rate } from "./helper";\n${source('order * rate')}` });
    expect(codeOf(await rename('f/shop/importing', 'f/other/importing'))).toBe('script/import_not_found');
    await put('f/other/helper', { content: 'export const rate = 3;\n' });
    expect((await rename('f/shop/importing', 'f/other/importing')).body).toMatchObject({ version: 2, message: 'Renamed from f/shop/importing' });
  });

  test('is warned of by what refers to the path: imports, and mentions as a whole word', async () => {
    await put('f/shop/lib', { content: 'export const tax = 0.19;\n' });
    await put('f/shop/importer', { content: `import { tax } from "./lib";\n${source('order * tax')}` });
    await put('f/shop/mentioner', { content: `// runs f/shop/lib, then waits\n${source('1')}` });
    await put('f/shop/unrelated', { content: `// runs f/shop/library and f/shop/lib/x\n${source('1')}` });
    expect((await ada.client.get<References>(`${workspace.api}/script_references/f/shop/lib`)).body.items).toEqual([
      { kind: 'import', path: 'f/shop/importer' },
      { kind: 'mention', path: 'f/shop/mentioner' },
    ]);
  });
});

describe('the list of scripts', () => {
  test('shows the newest change first, page by page, with stars and drafts', async () => {
    for (const name of ['one', 'two', 'three']) await put(`f/lists/${name}`, { summary: `Number ${name}` });
    await put('f/lists/one', { content: source('changed'), summary: 'Number one' });
    await ada.client.put(`${workspace.api}/favourites`, { kind: 'script', path: 'f/lists/two', is_favourite: true });
    await ada.client.put(`${workspace.api}/drafts/script/f/lists/three`, { value: {} });
    const first = await ada.client.get<{ items: ScriptRow[]; next: string }>(`${workspace.api}/scripts?folder=f/lists&limit=2`);
    expect(first.body.items).toMatchObject([
      { path: 'f/lists/one', version: 2, runs: [], last_run_at: null },
      { path: 'f/lists/three', has_draft: true },
    ]);
    const second = await ada.client.get<{ items: ScriptRow[]; next: null }>(`${workspace.api}/scripts?folder=f/lists&limit=2&after=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ path: 'f/lists/two', is_favourite: true, my_level: 'write' }], next: null });
    expect((await ada.client.get<{ items: ScriptRow[] }>(`${workspace.api}/scripts?search=number%20TW`)).body.items.map(({ path }) => path)).toEqual([
      'f/lists/two',
    ]);
  });

  test('shows nobody what they may not read, and a token only its paths', async () => {
    await put('f/tokens/in/a');
    await put('f/tokens/out');
    const token = await ada.withToken(['scripts:read:f/tokens/in/*']);
    expect((await token.get<{ items: ScriptRow[] }>(`${workspace.api}/scripts`)).body.items.map(({ path }) => path)).toEqual(['f/tokens/in/a']);
    const seen = (await stranger.client.get<{ items: ScriptRow[] }>(`${workspace.api}/scripts?limit=200`)).body.items.map(({ path }) => path);
    expect(seen.every((path) => path.startsWith(`u/${stranger.username}/`) || path === 'f/other/new_name')).toBe(true);
  });

  test('draws the bars of the last runs of each script, newest last', async () => {
    await put('f/lists/with_runs');
    await app.get(Database).run({
      text: `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, created_at, started_at, ended_at)
             select gen_random_uuid(), $1, 'script', 'f/lists/with_runs', case when n % 5 = 0 then 'failed' else 'succeeded' end, 'u/x', 'u/x', 'bun', 't', now() - n * interval '1 minute', now() - n * interval '1 minute', now() - n * interval '1 minute' + n * interval '1 second'
             from generate_series(1, 30) as n`,
      values: [workspace.id],
    });
    const [row] = (await ada.client.get<{ items: ScriptRow[] }>(`${workspace.api}/scripts?search=with_runs`)).body.items;
    expect(row?.runs.map(({ status, duration_ms: duration }) => [status, duration])).toEqual(
      Array.from({ length: 20 }, (_, index) => [(20 - index) % 5 === 0 ? 'failed' : 'succeeded', (20 - index) * 1000]),
    );
    expect(row?.last_run_at).not.toBeNull();
  });
});
