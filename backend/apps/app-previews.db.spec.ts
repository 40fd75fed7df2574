import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { Job } from '../jobs/jobs.contract.ts';
import type { AppDocument, AppNode } from './app.contract.ts';
import type { App, AppDraft, AppView, StartedAction } from './apps.contract.ts';
import { emptyDocument } from './core/empty.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  for (const group of ['support', 'finance']) await workspace.aGroup(group);
  [ada, operator, stranger] = await Promise.all([
    workspace.aMember('developer'),
    workspace.aMember('operator', { groups: ['support'] }),
    workspace.aMember('developer'),
  ]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
  const refund = 'export async function main(order: number, reason: string) {\n  return { order, reason };\n}\n';
  await ada.client.put(`${workspace.api}/scripts/f/shop/refund`, { language: 'bun', content: refund });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
}, 60_000);

const at = (route: string, path: string): string => `${workspace.api}/${route}/${path}`;
const button: AppNode = { id: 'refundButton', type: 'button', props: { text: 'Refund' }, on: { click: [{ do: 'run', action: 'refund' }] }, layout: {} };

/** A page with a button that refunds the order in its address. */
const document = (changes: Partial<AppDocument> = {}, args: AppDocument['actions'][number]['args'] = {}): AppDocument => ({
  ...emptyDocument,
  actions: [
    {
      id: 'refund',
      run: { kind: 'script', path: 'f/shop/refund' },
      args: { order: { expr: 'Number(params.order)' }, reason: 'by hand', ...args },
      trigger: 'manual',
      run_as: 'viewer',
    },
  ],
  pages: [{ id: 'home', title: 'Refunds', params: [{ id: 'order', type: 'number' }], is_in_navigation: true, body: { flow: 'grid', children: [button] } }],
  ...changes,
});

const put = (path: string, body: object) => ada.client.put<App>(at('apps', path), body);
const begin = (path: string, by = ada, body: object = {}) => by.client.post<AppDraft>(at('app_drafts', path), body);
const jobOf = async (id: string, by = operator): Promise<Job> => (await by.client.get<Job>(`${workspace.api}/jobs/${id}`)).body;

describe('a preview', () => {
  const preview = (path: string, query: string, by = ada) => by.client.get<AppView>(`${at('app_preview', path)}${query}`);
  const tryOut = (path: string, body: object, by = ada) => by.client.post<StartedAction>(at('app_preview_actions/refund/run', path), body);
  beforeAll(async () => {
    await put('f/shop/previewed', { document: document() });
    const second = document({ audience: { kind: 'groups', groups: ['support'] } });
    second.pages.push({ ...second.pages[0]!, id: 'inner', visible_to: ['finance'], body: { flow: 'grid', children: [{ ...button, id: 'another' }] } });
    await begin('f/shop/previewed', ada, { document: second });
  });

  test('shows the working copy to who may edit it, as somebody else would get it, and nothing of it to others', async () => {
    const pages = async (query: string) => (await preview('f/shop/previewed', query)).body.document.pages.map(({ id }) => id);
    expect(await pages('?release=draft')).toEqual(['home', 'inner']);
    expect(await pages(`?as=u/${operator.username}`)).toEqual(['home']);
    expect((await preview('f/shop/previewed', `?as=u/${operator.username}`)).body).toMatchObject({ callable: ['refund'], my_level: 'read' });
    expect(codeOf(await preview('f/shop/previewed', `?as=u/${stranger.username}`))).toBe('access/forbidden');
    expect(codeOf(await preview('f/shop/previewed', '?as=u/nobody'))).toBe('request/invalid');
    expect((await preview('f/shop/previewed', '?as=anonymous')).body).toMatchObject({ callable: [], user: { is_signed_in: false } });
    expect((await preview('f/shop/previewed', '?release=draft', operator)).status).toBe(403);
  });

  test('as a group shows what the group holds', async () => {
    await workspace.grant('folder', 'shop', 'g/support', 'read');
    expect((await preview('f/shop/previewed', '?as=g/support')).body).toMatchObject({ callable: ['refund'], user: { groups: ['support'] } });
  });

  test('runs an action as who tries it, whatever it is looked at as', async () => {
    const { body } = await tryOut('f/shop/previewed', { release: 'draft', args: { order: 7 } });
    expect(await jobOf(body.job_id, ada)).toMatchObject({
      created_by: `u/${ada.username}`,
      run_as: `u/${ada.username}`,
      args: { order: 7, reason: 'by hand' },
    });
  });

  test('of an earlier release only looks: what may change something does not run', async () => {
    await put('f/shop/previewed', { document: document({}, { reason: 'otherwise' }) });
    expect((await preview('f/shop/previewed', '?release=1')).body).toMatchObject({ version: 1 });
    expect(codeOf(await tryOut('f/shop/previewed', { release: 1, args: { order: 7 } }))).toBe('app/preview_read_only');
    expect((await tryOut('f/shop/previewed', { release: 2, args: { order: 7 } })).status).toBe(201);
    expect(codeOf(await preview('f/shop/previewed', '?release=9'))).toBe('app/version_not_found');
  });
});
