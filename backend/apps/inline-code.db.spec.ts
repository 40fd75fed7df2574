import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import type { WorkspaceExport } from '../import-export/import-export.contract.ts';
import type { AppDocument, InlineScript } from './app.contract.ts';
import type { App, AppChanges, AppDraft, AppView, StartedAction } from './apps.contract.ts';
import { emptyDocument } from './core/empty.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;

const path = 'f/shop/prices';
const helper = 'export const factor = 1.19;\n';
const code = (text: string): string =>
  `import { factor } from './taxes.ts';\n\nexport async function main(net: number, by = '') {\n  return { ${text}, by };\n}\n`;

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_WORKER_TAGS: 'bun' });
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, operator] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
  await ada.client.put(`${workspace.api}/scripts/f/shop/taxes`, { language: 'bun', content: helper });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
}, 60_000);

const at = (route: string): string => `${workspace.api}/${route}/${path}`;

/** A page with a button that runs code which stands in the app. */
function document(content: string, more: Partial<AppDocument['actions'][number]> = {}, run: Partial<InlineScript> = {}): AppDocument {
  return {
    ...emptyDocument,
    actions: [
      {
        id: 'gross',
        run: { kind: 'inline', language: 'bun', content, ...run },
        args: { net: { expr: 'vars.net' }, by: { expr: 'user.email' } },
        trigger: 'manual',
        run_as: 'viewer',
        ...more,
      },
    ],
    variables: [{ id: 'net', initial: 100 }],
    pages: [
      {
        id: 'home',
        title: 'Prices',
        params: [],
        is_in_navigation: true,
        body: { flow: 'grid', children: [{ id: 'go', type: 'button', props: { text: 'Go' }, on: { click: [{ do: 'run', action: 'gross' }] }, layout: {} }] },
      },
    ],
  };
}

const release = (body: AppDocument, by = ada) => by.client.put<App>(at('apps'), { document: body });
async function result(version: number, args: object = { net: 100 }): Promise<unknown> {
  const { body } = await operator.client.post<StartedAction>(at('app_actions/gross/run'), { version, args });
  return (await operator.client.get(`${workspace.api}/jobs/${body.job_id}/result?wait_s=30`)).body;
}

describe('code that stands in an app', () => {
  test('runs for viewers as it was released, with what the session tells, and they do not get to see it', async () => {
    expect((await release(document(code('gross: net * factor')))).body).toMatchObject({
      version: 1,
      policy: [
        { action: 'gross', kind: 'inline', path: '', code: { language: 'bun', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }, open: [{ name: 'net' }] },
      ],
    });
    const { body } = await operator.client.get<AppView>(at('app_view'));
    expect(body.callable).toEqual(['gross']);
    expect(JSON.stringify(body)).not.toContain('factor');
    expect(await result(1)).toEqual({ gross: 119, by: operator.email });
    expect(codeOf(await operator.client.post(at('app_actions/gross/run'), { version: 1, args: { net: 1, content: 'x' } }))).toBe('request/invalid');
    expect(codeOf(await operator.client.post(at('app_actions/gross/run'), { version: 1, args: { net: 'much' } }))).toBe('job/args_invalid');
  });

  test('is changed for viewers by a release, which names both states by their hashes, and comes back with an earlier one', async () => {
    await ada.client.post(at('app_drafts'), { document: document(code('gross: net * factor * 2')) });
    expect(await result(1)).toMatchObject({ gross: 119 });
    const changes = (await ada.client.get<AppChanges>(at('app_changes'))).body;
    expect(changes.changes[0]).toMatchObject({ kind: 'rights', subject: 'gross' });
    expect(changes.changes[0]?.text).toMatch(/^Runs its own code bun@[0-9a-f]{8} instead of its own code bun@[0-9a-f]{8}$/);
    await ada.client.post(at('app_release'), { message: '', seq: changes.seq });
    expect(await result(2)).toMatchObject({ gross: 238 });
    await ada.client.post(at('app_rollback'), { version: 1 });
    expect(await result(1)).toMatchObject({ gross: 119 });
    await ada.client.post(at('app_rollback'), { version: 2 });
  });

  test('lies in files of its own, from which the same release comes back', async () => {
    const { files } = (await workspace.admin.client.get<WorkspaceExport>(`${workspace.api}/export`)).body;
    expect(files[`${path}.app/gross.inline_script.ts`]).toBe(code('gross: net * factor * 2'));
    expect(files[`${path}.app/app.yaml`]).toContain('content: "!inline gross.inline_script.ts"');
    await workspace.admin.client.post(`${workspace.api}/import`, { files, message: '' });
    expect((await ada.client.get<App>(at('apps'))).body.version).toBe(2);
  });

  test('with a mistake is not released, and says where it is', async () => {
    const wrong = await ada.client.post<AppDraft>(at('app_drafts'), { document: document('export async function main(net: number {\n') });
    expect(wrong.body.problems[0]).toMatchObject({ part: { kind: 'action', id: 'gross' }, pointer: '/run/content', code: 'script/syntax_error' });
    const codes = async (content: string, run: Partial<InlineScript> = {}, more = {}) =>
      (await ada.client.post<AppDraft>(at('app_drafts'), { document: document(content, more, run) })).body.problems.map((problem) => problem.code);
    expect(await codes('export const x = 1;\n')).toContain('script/no_main');
    expect(await codes(code('net').replace('taxes', 'nothing'))).toContain('script/import_not_found');
    expect(await codes(code('net'), {}, { trigger: 'on_change' })).toContain('app/not_read_only');
    expect(await codes(code('net'), { is_read_only: true }, { trigger: 'on_change' })).toEqual([]);
    expect(codeOf(await release(document('export const x = 1;\n')))).toBe('app/invalid');
  });

  test('is released only by who may run code of their own', async () => {
    const token = await ada.withToken(['apps:write']);
    expect(await token.put(at('apps'), { document: document(code('net: net + 1')) })).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('needs the right to run code that is not deployed') } },
    });
  });

  test('runs as its author only as long as that person may change the app', async () => {
    await release(document(code('net'), { run_as: 'author' }));
    const { version } = (await ada.client.get<App>(at('apps'))).body;
    expect(await result(version)).toEqual({ net: 100, by: operator.email });
    await app
      .get(Database)
      .run({ text: `update grant_ set level = 'read' where workspace_id = $1 and subject = $2`, values: [workspace.id, `u/${ada.username}`] });
    expect(await operator.client.post(at('app_actions/gross/run'), { version, args: { net: 1 } })).toMatchObject({
      body: { error: { message: expect.stringContaining('may not change the app any more') } },
    });
  });
});
