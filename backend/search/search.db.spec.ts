import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import type { Home, SearchResult } from './search.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  for (const folder of ['support', 'refunds']) await workspace.aFolder(folder);
  await workspace.aGroup('support');
  ada = await workspace.aMember('developer', { username: 'ada' });
  stranger = await workspace.aMember('operator');
  await workspace.grant('folder', 'support', 'u/ada', 'write');
  await script('f/support/refund', 'Give money back');
  await script('f/support/refund_all', 'Refund every open order');
  await script('f/support/lookup', 'Find an order before a refund');
  await ada.client.put(`${workspace.api}/resources/f/support/refund_db`, {
    resource_type: 'postgresql',
    value: { host: 'db', dbname: 'd', user: 'u', password: 'hunter2-secret' },
  });
  await ada.client.put(`${workspace.api}/variables/f/support/limit_percent`, { value: '10', description: 'At most 100% of a refund' });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const content = 'export async function main() { return 1; }\n';
const script = (path: string, summary: string) => ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'bun', content, summary });
const search = async (text: string, by = ada) => (await by.client.get<SearchResult>(`${workspace.api}/search?q=${encodeURIComponent(text)}`)).body.items;
const home = async (by = ada) => (await by.client.get<Home>(`${workspace.api}/home`)).body;

/** A run as it stands in the table, `minutes` ago. */
async function aRun(path: string, status: string, minutes: number, error: string | null = null): Promise<string> {
  const id = newId();
  await app.get(Database).run({
    text: `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id, created_at, ended_at, error)
           values ($1, $2, 'script', $3, $4, 'u/ada', 'u/ada', 'bun', 't', now() - $5 * interval '1 minute', case when $4 <> 'running' then now() - $5 * interval '1 minute' end, $6::jsonb)`,
    values: [id, workspace.id, path, status, minutes, error === null ? null : JSON.stringify({ code: 'job/script_error', name: 'Error', message: error })],
  });
  return id;
}

describe('the search', () => {
  test('puts the exact name first, then names that begin so, then paths, then summaries', async () => {
    expect((await search('refund')).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'script f/support/refund',
      'script f/support/refund_all',
      'resource f/support/refund_db',
      'folder refunds',
      'script f/support/lookup',
      'variable f/support/limit_percent',
    ]);
  });

  test('wants every word, in any order, and takes signs as they are', async () => {
    expect((await search('order refund every')).map(({ path }) => path)).toEqual(['f/support/refund_all']);
    expect((await search('100%')).map(({ path }) => path)).toEqual(['f/support/limit_percent']);
    expect(await search('_____')).toEqual([]);
  });

  test('finds people, groups and folders by name', async () => {
    expect((await search('support')).map(({ kind, path }) => `${kind} ${path}`)).toEqual(expect.arrayContaining(['folder support', 'group support']));
    expect(await search(ada.email)).toMatchObject([{ kind: 'member', path: 'ada' }]);
  });

  test('finds a run by its id or the begin of it', async () => {
    const id = await aRun('f/support/refund', 'succeeded', 1);
    expect(await search(id)).toEqual([{ kind: 'job', path: id, title: 'f/support/refund', subtitle: 'succeeded' }]);
    expect((await search(id.slice(0, 13))).map(({ path }) => path)).toContain(id);
    expect(await search(id, stranger)).toEqual([]);
  });

  test('shows nobody what they may not read, and never a value', async () => {
    expect((await search('refund', stranger)).map(({ kind }) => kind)).toEqual(['folder']);
    expect(await search('hunter2')).toEqual([]);
    const token = await ada.withToken(['search:read', 'scripts:read:f/support/lookup']);
    expect((await token.get<SearchResult>(`${workspace.api}/search?q=refund`)).body.items.map(({ path }) => path)).toEqual(['f/support/lookup']);
  });
});

describe('the home page', () => {
  test('lists what was opened last and what was starred, without what is gone', async () => {
    await script('f/support/short_lived', 'Soon archived');
    for (const path of ['f/support/lookup', 'f/support/short_lived', 'f/support/refund']) await ada.client.get(`${workspace.api}/scripts/${path}`);
    for (const path of ['f/support/lookup', 'f/support/short_lived'])
      await ada.client.put(`${workspace.api}/favourites`, { kind: 'script', path, is_favourite: true });
    await ada.client.delete(`${workspace.api}/scripts/f/support/short_lived`);
    const { recent, favourites } = await home();
    expect(recent.map(({ path }) => path)).toEqual(['f/support/refund', 'f/support/lookup']);
    expect(favourites).toMatchObject([{ kind: 'script', path: 'f/support/lookup', summary: 'Find an order before a refund', language: 'bun' }]);
    expect((await home(stranger)).recent).toEqual([]);
  });

  test('shows what keeps failing since it last succeeded, and counts what runs', async () => {
    await aRun('f/support/lookup', 'failed', 50, 'old');
    await aRun('f/support/lookup', 'succeeded', 40);
    await aRun('f/support/lookup', 'failed', 30, 'first');
    const last = await aRun('f/support/lookup', 'failed', 20, 'second');
    await aRun('f/support/refund_all', 'failed', 10, 'then fine');
    await aRun('f/support/refund_all', 'succeeded', 5);
    await aRun('f/support/refund_all', 'running', 1);
    const { failed, running } = await home();
    expect(failed).toMatchObject([{ path: 'f/support/lookup', count: 2, last_job_id: last, error: 'second' }]);
    expect(running).toBe(1);
    expect(await home(stranger)).toMatchObject({ failed: [], running: 0 });
  });

  test('gives who is new the flow and the script that others rely on, without what they opened, and nobody what they may not see', async () => {
    const newcomer = await workspace.aMember('operator', { username: 'new' });
    await workspace.grant('folder', 'support', 'u/new', 'read');
    const modules = [{ id: 'a', value: { type: 'script', path: 'f/support/lookup', input_transforms: {} } }];
    await ada.client.put(`${workspace.api}/flows/f/support/close_case`, {
      summary: 'Close a case',
      value: { modules },
      schema: { type: 'object', properties: {} },
    });
    const points = (await home(newcomer)).starting_points.map(({ kind, path }) => `${kind} ${path}`);
    expect(points).toEqual(['flow f/support/close_case', 'script f/support/lookup', 'script f/support/refund']);
    expect((await home(stranger)).starting_points).toEqual([]);
    await newcomer.client.get(`${workspace.api}/scripts/f/support/lookup`);
    expect((await home(newcomer)).starting_points.map(({ path }) => path)).toEqual(['f/support/close_case', 'f/support/refund']);
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await script(`f/support/open_${name}`, name);
      await newcomer.client.get(`${workspace.api}/scripts/f/support/open_${name}`);
    }
    expect((await home(newcomer)).starting_points).toEqual([]);
  });

  test('ticks off what a newcomer has done', async () => {
    const stepsOf = ({ checklist }: Home) => Object.fromEntries(checklist.map(({ id, is_done: isDone }) => [id, isDone]));
    expect(stepsOf(await home())).toEqual({ run_script: true, deploy_script: true, make_app: false, add_resource: true, invite_member: true });
    expect(stepsOf(await home(stranger))).toEqual({ run_script: false, deploy_script: false, make_app: false, add_resource: false, invite_member: true });
  });
});
