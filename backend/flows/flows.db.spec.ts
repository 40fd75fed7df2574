import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { newId } from '../common/ids.ts';
import type { VersionRow } from '../items/versioned-item.contract.ts';
import type { Draft, References } from '../scripts/scripts.contract.ts';
import { FlowSources } from './flow-sources.ts';
import type { Flow, FlowCheck, FlowProblem, FlowRow } from './flows.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  for (const folder of ['shop', 'other', 'hidden']) await workspace.aFolder(folder);
  [ada, operator, stranger] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator'), workspace.aMember('developer')]);
  for (const folder of ['shop', 'other']) await workspace.grant('folder', folder, `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'write');
  await workspace.grant('folder', 'hidden', `u/${stranger.username}`, 'write');
  const order = 'export async function main(order: number, note = "") {\n  return { order, total: 12.5, note: `for ${order}` };\n}\n';
  await ada.client.put(`${workspace.api}/scripts/f/shop/order`, { language: 'bun', content: order });
  await stranger.client.put(`${workspace.api}/scripts/f/hidden/secret`, { language: 'bun', content: order });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string): string => `${workspace.api}/flows/${path}`;
const schema = { type: 'object', properties: { order: { type: 'number' } }, required: ['order'] };
const runs = (id: string, path: string, transforms: Record<string, unknown> = { order: js('flow_input.order') }, kind = 'script') => ({
  id,
  value: { type: kind, path, input_transforms: transforms },
});
const js = (expr: string) => ({ type: 'javascript', expr });
const code = (id: string, content: string, transforms: Record<string, unknown> = {}, language = 'bun') => ({
  id,
  value: { type: 'rawscript', language, content, input_transforms: transforms },
});
const modules = (...steps: object[]) => ({ value: { modules: steps }, schema });
const simple = modules(runs('order', 'f/shop/order'));
const put = (path: string, body: object = simple, by = ada) => by.client.put<Flow>(at(path), body);
const get = (path: string, by = ada) => by.client.get<Flow>(at(path));
const problemsOf = ({ body }: { body: unknown }): FlowProblem[] => (body as { error: { details: { problems?: FlowProblem[] } } }).error.details.problems ?? [];
const check = async (body: object, by = ada) => (await by.client.post<FlowCheck>(`${workspace.api}/flow_check`, body)).body;

describe('deploying a flow', () => {
  test('answers 201 once, then 200 with the next version, and makes no version of an equal body', async () => {
    const created = await put('f/shop/refund', { ...simple, summary: 'Refund', message: 'first' });
    expect(created).toMatchObject({
      status: 201,
      body: { path: 'f/shop/refund', version: 1, summary: 'Refund', is_current: true, my_level: 'write', message: 'first', warnings: [], tag: null },
    });
    expect(created.body.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await put('f/shop/refund', { ...simple, summary: 'Refund', message: 'again' })).toMatchObject({
      status: 200,
      body: { version: 1, message: 'first' },
    });
    expect(await put('f/shop/refund', { ...simple, summary: 'Refund all' })).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await get('f/shop/refund')).body.value).toEqual(simple.value);
  });

  test('refuses a lost update and a second creation, and tells the version that is there', async () => {
    await put('f/shop/guarded');
    const refused = await put('f/shop/guarded', { ...simple, summary: 'x', if_version: 4 });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'item/version_conflict', details: { current_version: 1 } } } });
    expect(codeOf(await put('f/shop/guarded', { ...simple, summary: 'x', if_version: 0 }))).toBe('item/version_conflict');
  });

  test('refuses what cannot work, with every problem at its place, and keeps what was deployed', async () => {
    await put('f/shop/kept');
    const refused = await put(
      'f/shop/kept',
      modules(runs('a', 'f/shop/order', { order: js('results.nothing.x') }), runs('b', 'f/shop/missing', {}), runs('c', 'f/hidden/secret')),
    );
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'flow/invalid' } } });
    expect(problemsOf(refused)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'expression/unknown_step',
          pointer: '/value/modules/0/value/input_transforms/order/expr',
          step: 'a',
          start: 8,
          end: 15,
        }),
        expect.objectContaining({ code: 'flow/unknown_runnable', pointer: '/value/modules/1/value/path', step: 'b' }),
        expect.objectContaining({ code: 'flow/unknown_runnable', pointer: '/value/modules/2/value/path', step: 'c' }),
      ]),
    );
    expect((await get('f/shop/kept')).body.version).toBe(1);
  });

  test('knows the fields that a script and the code of a step give', async () => {
    const first = runs('order', 'f/shop/order');
    const own = code('own', 'export function main(total: number) {\n  return { rounded: Math.round(total), ok: true };\n}\n', {
      total: js('results.order.total'),
    });
    expect((await put('f/shop/typed', modules(first, own, runs('again', 'f/shop/order', { order: js('results.own.rounded') })))).status).toBe(201);
    const wrong = await put('f/shop/typed', modules(first, { ...own, value: { ...own.value, input_transforms: { total: js('results.order.totl') } } }));
    expect(problemsOf(wrong)).toMatchObject([
      { code: 'expression/unknown_field', step: 'own', start: 14, message: expect.stringContaining('`total`') as unknown },
    ]);
    const mistyped = await put('f/shop/typed', modules(first, { ...own, value: { ...own.value, input_transforms: { total: js('results.order.note') } } }));
    expect(problemsOf(mistyped)).toMatchObject([{ code: 'expression/type_mismatch', step: 'own' }]);
  });

  test('tells where the code of a step cannot be parsed, that it has no main, and of a language that is none', async () => {
    const broken = await put(
      'f/shop/broken',
      modules(code('a', 'export function main() {\n  return +;\n}\n'), code('b', 'export const x = 1;\n'), code('c', 'x', {}, 'cobol')),
    );
    expect(problemsOf(broken)).toMatchObject([
      { code: 'script/syntax_error', pointer: '/value/modules/0/value/content', step: 'a', start: 35 },
      { code: 'script/no_main', pointer: '/value/modules/1/value/content', step: 'b' },
      { code: 'language/unknown', pointer: '/value/modules/2/value/language', step: 'c' },
    ]);
  });

  test('refuses an id that is there twice, also below a loop, and an expression without end', async () => {
    const loop = { id: 'each', value: { type: 'forloopflow', iterator: js('[1]'), modules: [runs('order', 'f/shop/order')] } };
    expect(problemsOf(await put('f/shop/twice', modules(runs('order', 'f/shop/order'), loop)))).toMatchObject([{ code: 'flow/duplicate_id', step: 'order' }]);
    const endless = await put('f/shop/long', modules(runs('a', 'f/shop/order', { order: js('1 + '.repeat(250_000) + '1') })));
    expect(endless).toMatchObject({ status: 422, body: { error: { code: 'request/invalid' } } });
  });

  test('refuses flows that would run themselves, directly or through others', async () => {
    const loop = (path: string) => modules(runs('again', path, {}, 'flow'));
    await put('f/shop/one', { ...modules(code('a', 'export function main() {}\n')), schema: {} });
    await put('f/shop/two', { ...loop('f/shop/one'), schema: {} });
    await put('f/shop/three', { ...loop('f/shop/two'), schema: {} });
    const refused = await put('f/shop/one', { ...loop('f/shop/three'), schema: {} });
    expect(problemsOf(refused)).toMatchObject([{ code: 'flow/cycle', step: 'again', pointer: '/value/modules/0/value/path' }]);
    expect((await put('f/shop/four', { ...loop('f/shop/three'), schema: {} })).status).toBe(201);
    expect(codeOf(await put('f/shop/self', { ...loop('f/shop/self'), schema: {} }))).toBe('flow/invalid');
  });

  test('tells nothing of a circle through flows that its author may not see', async () => {
    const body = { ...modules(runs('x', 'f/shop/kept', { order: { type: 'static', value: 1 } }, 'flow')), schema: {} };
    await workspace.admin.client.put(at('f/hidden/circle'), body);
    const problems = (await check({ path: 'f/shop/kept', value: { modules: [runs('x', 'f/hidden/circle', {}, 'flow')] } })).problems;
    expect(problems.map(({ code: problem }) => problem)).toEqual(['flow/unknown_runnable']);
  });

  test('reads scripts that the code of a step imports, from the folder of the flow, and refuses those that are hidden', async () => {
    await ada.client.put(`${workspace.api}/scripts/f/shop/helper`, { language: 'bun', content: 'export const rate = 2;\n' });
    const importing = (from: string) => modules(code('a', `import { rate } from '${from}';\nexport function main() {\n  return { rate };\n}\n`));
    expect((await put('f/shop/importing', importing('../helper.ts'))).status).toBe(201);
    expect(problemsOf(await put('f/shop/importing', importing('/f/hidden/secret.ts')))).toMatchObject([{ code: 'script/import_not_found', step: 'a' }]);
    const { code: read } = await app.get(FlowSources).sourceFor(workspace.id, 'f/shop/importing', null);
    expect(read['a']).toMatchObject({ imports: ['f/shop/helper'], lock: '' });
  });

  test('is not for operators, and only at places that there are', async () => {
    expect(codeOf(await put('f/shop/no', simple, operator))).toBe('access/forbidden');
    expect(codeOf(await put('f/shop/no', simple, stranger))).toBe('flow/not_found');
    expect(codeOf(await put(`u/${stranger.username}/no`, simple))).toBe('flow/not_found');
  });

  test('writes its event and takes the draft away', async () => {
    await ada.client.put(`${workspace.api}/drafts/flow/f/shop/drafted`, { value: { value: { modules: [] } }, based_on: null });
    expect((await ada.client.get<Draft>(`${workspace.api}/drafts/flow/f/shop/drafted`)).body).toMatchObject({ kind: 'flow' });
    await put('f/shop/drafted');
    expect(codeOf(await ada.client.get(`${workspace.api}/drafts/flow/f/shop/drafted`))).toBe('draft/not_found');
    expect(await eventsOf('f/shop/drafted')).toEqual(['flow.deployed']);
  });
});

describe('the check of a flow', () => {
  test('says what goes in and out of each step, and refuses nothing', async () => {
    const own = code('own', 'export function main(total: number) {\n  return { ok: true };\n}\n', { total: js('results.nope') });
    const answer = await check({ schema, value: { modules: [runs('order', 'f/shop/order'), own] } });
    expect(answer.problems).toMatchObject([{ code: 'expression/unknown_step', step: 'own', pointer: '/value/modules/1/value/input_transforms/total/expr' }]);
    expect(Object.keys(answer.inputs['order']?.['properties'] as object)).toEqual(['order', 'note']);
    expect(answer.outputs).toMatchObject({ order: { properties: { total: { type: 'number' } } }, own: { properties: { ok: { type: 'boolean' } } } });
  });

  test('shows nothing of what its caller may not run, and is not for operators', async () => {
    const hidden = await check({ schema, value: { modules: [runs('a', 'f/hidden/secret')] } });
    expect(hidden).toMatchObject({ inputs: {}, problems: [{ code: 'flow/unknown_runnable' }] });
    expect(codeOf(await operator.client.post(`${workspace.api}/flow_check`, { value: { modules: [] } }))).toBe('access/forbidden');
  });
});

describe('the list of flows', () => {
  test('shows what there is to see, newest first, with steps, stars, drafts and runs', async () => {
    await put('f/other/listed', {
      ...modules(runs('a', 'f/shop/order'), { id: 'b', value: { type: 'branchall', branches: [{ modules: [code('c', 'export function main() {}\n')] }] } }),
      summary: 'Listed',
    });
    await put('f/other/second');
    await ada.client.put(`${workspace.api}/favourites`, { kind: 'flow', path: 'f/other/listed', is_favourite: true });
    await ada.client.put(`${workspace.api}/drafts/flow/f/other/listed`, { value: {}, based_on: 1 });
    await app.get(Database).run({
      text: `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, started_at, ended_at)
             values ($1, $2, 'flow', 'f/other/listed', 'succeeded', 'u/ada', 'u/ada', 'flow', 't', now() - interval '2 seconds', now())`,
      values: [newId(), workspace.id],
    });
    const { items } = (await ada.client.get<Page<FlowRow>>(`${workspace.api}/flows?folder=f/other`)).body;
    expect(items.map(({ path }) => path)).toEqual(['f/other/second', 'f/other/listed']);
    expect(items[1]).toMatchObject({
      summary: 'Listed',
      step_count: 3,
      step_kinds: ['script', 'branchall'],
      is_favourite: true,
      has_draft: true,
      runs: [{ status: 'succeeded' }],
    });
    expect(items[1]?.last_run_at).not.toBeNull();
    expect((await ada.client.get<Page<FlowRow>>(`${workspace.api}/flows?search=LISTED`)).body.items).toHaveLength(1);
    expect((await stranger.client.get<Page<FlowRow>>(`${workspace.api}/flows`)).body.items.map(({ path }) => path)).toEqual(['f/hidden/circle']);
  });

  test('goes on where the page before ended', async () => {
    const first = (await ada.client.get<Page<FlowRow>>(`${workspace.api}/flows?folder=f/other&limit=1`)).body;
    const second = (await ada.client.get<Page<FlowRow>>(`${workspace.api}/flows?folder=f/other&limit=1&after=${first.next}`)).body;
    expect([first, second].map(({ items }) => items[0]?.path)).toEqual(['f/other/second', 'f/other/listed']);
    expect(second.next).toBeNull();
  });
});

describe('versions of a flow', () => {
  test('stay as they were, newest first', async () => {
    for (const summary of ['one', 'two', 'three']) await put('f/shop/history', { ...simple, summary, message: summary });
    const { items } = (await ada.client.get<Page<VersionRow>>(`${workspace.api}/flow_versions/f/shop/history`)).body;
    expect(items.map(({ version, message, is_current: isCurrent }) => [version, message, isCurrent])).toEqual([
      [3, 'three', true],
      [2, 'two', false],
      [1, 'one', false],
    ]);
    expect((await ada.client.get<Flow>(`${at('f/shop/history')}?version=1`)).body).toMatchObject({ summary: 'one', is_current: false });
    expect(codeOf(await ada.client.get(`${at('f/shop/history')}?version=9`))).toBe('flow/version_not_found');
  });

  test('are what a run is bound to', async () => {
    const sources = app.get(FlowSources);
    const [first, now] = [await sources.sourceFor(workspace.id, 'f/shop/history', 1), await sources.sourceFor(workspace.id, 'f/shop/history', null)];
    expect([first.version, now.version, now.path]).toEqual([1, 3, 'f/shop/history']);
    expect(await sources.sourceOf(first.versionId)).toBe(await sources.sourceOf(first.versionId));
    await expect(sources.sourceFor(workspace.id, 'f/shop/nowhere', null)).rejects.toMatchObject({ code: 'flow/not_found' });
    await expect(sources.sourceFor(workspace.id, 'f/shop/history', 7)).rejects.toMatchObject({ code: 'flow/version_not_found' });
  });
});

describe('taking a flow away', () => {
  test('archives it, so that it can come back with its history, or deletes it for good', async () => {
    await put('f/shop/gone');
    expect((await ada.client.delete(at('f/shop/gone'))).status).toBe(204);
    expect(codeOf(await get('f/shop/gone'))).toBe('flow/archived');
    expect((await ada.client.post<Flow>(`${workspace.api}/flow_restore/f/shop/gone`, {})).body).toMatchObject({ version: 1 });
    expect((await ada.client.delete(`${at('f/shop/gone')}?purge=true`)).status).toBe(204);
    expect(codeOf(await get('f/shop/gone'))).toBe('flow/not_found');
    expect(await eventsOf('f/shop/gone')).toEqual(['flow.deployed', 'flow.archived', 'flow.restored', 'flow.deleted']);
  });
});

describe('what refers to what', () => {
  test('a script knows the flows that run it, and a flow those that run it and its schedules', async () => {
    await put('f/shop/inner', { ...modules(runs('x', 'f/shop/order', { order: { type: 'static', value: 1 } })), schema: {} });
    await put('f/shop/outer', modules(runs('y', 'f/shop/inner', {}, 'flow')));
    const of = async (route: string) => (await ada.client.get<References>(`${workspace.api}/${route}`)).body.items;
    expect(await of('script_references/f/shop/order')).toContainEqual({ kind: 'flow', path: 'f/shop/inner' });
    expect(await of('script_references/f/shop/helper')).toEqual([{ kind: 'flow', path: 'f/shop/importing' }]);
    expect(await of('flow_references/f/shop/inner')).toEqual([{ kind: 'flow', path: 'f/shop/outer' }]);
  });
});

describe('renaming a flow', () => {
  test('takes its versions, stars, drafts and grants along', async () => {
    await put('f/shop/before');
    await put('f/shop/before', { ...simple, summary: 'two' });
    await ada.client.put(`${workspace.api}/favourites`, { kind: 'flow', path: 'f/shop/before', is_favourite: true });
    const renamed = await ada.client.post<Flow>(`${workspace.api}/flow_rename/f/shop/before`, { to: 'f/other/after' });
    expect(renamed).toMatchObject({ status: 200, body: { path: 'f/other/after', version: 2, is_favourite: true } });
    expect(codeOf(await get('f/shop/before'))).toBe('flow/not_found');
    expect(codeOf(await ada.client.post(`${workspace.api}/flow_rename/f/other/after`, { to: 'f/shop/history' }))).toBe('path/taken');
    expect(codeOf(await ada.client.post(`${workspace.api}/flow_rename/f/other/after`, { to: 'f/hidden/after' }))).toBe('flow/not_found');
  });

  test('deploys it anew where its code imports something else there, and refuses where there is nothing', async () => {
    expect(problemsOf(await ada.client.post(`${workspace.api}/flow_rename/f/shop/importing`, { to: 'f/other/importing' }))).toMatchObject([
      { code: 'script/import_not_found' },
    ]);
    await ada.client.put(`${workspace.api}/scripts/f/other/helper`, { language: 'bun', content: 'export const rate = 3;\n' });
    const renamed = await ada.client.post<Flow>(`${workspace.api}/flow_rename/f/shop/importing`, { to: 'f/other/importing' });
    expect(renamed.body).toMatchObject({ path: 'f/other/importing', version: 2, message: 'Renamed from f/shop/importing' });
    const { code: read } = await app.get(FlowSources).sourceFor(workspace.id, 'f/other/importing', null);
    expect(read['a']?.imports).toEqual(['f/other/helper']);
  });

  test('leaves its schedules running it, with an event for each', async () => {
    await put('f/shop/scheduled', { ...simple, schema: {}, value: { modules: [] } });
    await app.get(Database).run({
      text: `insert into schedule (id, workspace_id, path, runnable_kind, runnable_path, cron, timezone, is_enabled, run_as, run_as_user_id, created_by)
             select $1, workspace_id, 'f/shop/nightly', 'flow', 'f/shop/scheduled', '0 0 * * *', 'UTC', false, 'u/' || username, user_id, 'u/x' from membership where workspace_id = $2 and username = $3`,
      values: [newId(), workspace.id, ada.username],
    });
    await ada.client.post<Flow>(`${workspace.api}/flow_rename/f/shop/scheduled`, { to: 'f/other/scheduled' });
    const [row] = await app
      .get(Database)
      .run<{ runnable_path: string }>({ text: `select runnable_path from schedule where path = 'f/shop/nightly'`, values: [] });
    expect(row?.runnable_path).toBe('f/other/scheduled');
    expect(await eventsOf('f/shop/nightly')).toEqual(['schedule.updated']);
  });
});

describe('a flow among everything else', () => {
  test('is found by the search, kept as a favourite and as used last', async () => {
    await put('f/shop/monthly_statement', { ...simple, summary: 'Statements for everyone' });
    await get('f/shop/monthly_statement');
    const { items } = (await ada.client.get<{ items: object[] }>(`${workspace.api}/search?q=statements`)).body;
    expect(items).toMatchObject([{ kind: 'flow', path: 'f/shop/monthly_statement', title: 'Statements for everyone' }]);
    expect((await stranger.client.get<{ items: object[] }>(`${workspace.api}/search?q=statements`)).body.items).toEqual([]);
    const { recent } = (await ada.client.get<{ recent: object[] }>(`${workspace.api}/home`)).body;
    expect(recent[0]).toMatchObject({ kind: 'flow', path: 'f/shop/monthly_statement', summary: 'Statements for everyone' });
  });
});

async function eventsOf(path: string): Promise<string[]> {
  const rows = await app
    .get(Database)
    .run<{ action: string }>({ text: 'select action from event where workspace_id = $1 and object_path = $2 order by id', values: [workspace.id, path] });
  return rows.map(({ action }) => action);
}
