import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import type { InvitationInfo } from '../auth/auth.contract.ts';
import { testPassword } from '../../test/support/builders.ts';
import { Database } from '../database/database.ts';
import type { CreatedInvitation, Member } from '../workspaces/workspaces.contract.ts';
import type { Files } from './core/items.ts';
import type { ImportResult } from './import-export.contract.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const exportOf = async (workspace: TestWorkspace, query = ''): Promise<Files> =>
  (await workspace.admin.client.get<{ files: Files }>(`${workspace.api}/export${query}`)).body.files;
const importInto = (workspace: TestWorkspace, files: Files) => workspace.admin.client.post<ImportResult>(`${workspace.api}/import`, { files });
const outcomes = (result: ImportResult) => Object.fromEntries(result.items.map(({ kind, path, outcome }) => [`${kind} ${path}`, outcome]));

/** Two workspaces have the same people, as two stages of one team would. */
async function withPeople(): Promise<TestWorkspace> {
  const workspace = await app.make.aWorkspace();
  await workspace.aMember('developer', { username: 'ada' });
  await workspace.aMember('operator', { username: 'bob' });
  return workspace;
}

/** A workspace with one of everything. */
async function aFullWorkspace(): Promise<TestWorkspace> {
  const workspace = await withPeople();
  const { client } = workspace.admin;
  const put = async (path: string, body: object) => expect((await client.put(`${workspace.api}/${path}`, body)).status).toBeLessThan(300);
  await put('groups/support', { summary: 'Helpers', members: ['ada', 'bob'], managers: ['ada'] });
  await put('folders/shop', { summary: 'The shop' });
  await put('grants', { object_kind: 'folder', object_path: 'shop', subject: 'g/support', level: 'write' });
  await put('resource_types/crm', {
    schema: { type: 'object', properties: { url: { type: 'string' }, api_key: { type: 'string', 'x-ui': { secret: true } } }, required: ['url', 'api_key'] },
    description: 'Our CRM',
  });
  await put('variables/f/shop/currency', { value: 'EUR', description: 'Of all prices' });
  await put('variables/f/shop/key', { value: 'sk-secret-key', is_secret: true, expires_at: '2099-01-01T00:00:00Z' });
  await put('grants', { object_kind: 'variable', object_path: 'f/shop/key', subject: 'u/bob', level: 'read' });
  await put('resources/f/shop/crm', { resource_type: 'crm', value: { url: 'https://crm.example.com', api_key: 'sk-crm-key' } });
  await put('resources/f/shop/api', { resource_type: 'http', value: { url: 'https://api.example.com', token: '$var:f/shop/key' } });
  await put('scripts/f/shop/zz_lib', { language: 'bun', content: '/** Shared parts. */\nexport const rate = 2;\n' });
  await put('scripts/f/shop/price', {
    language: 'bun',
    content: 'import { rate } from "./zz_lib";\n/** Tells the price. */\nexport async function main(zebra: string, amount = 1) { return rate * amount; }\n',
    summary: 'Price',
    settings: { timeout_s: 20, environment: { B: '2', A: '1' }, concurrency: { max: 1 } },
  });
  await put('scripts/u/ada/report', { language: 'bun', content: 'export async function main() {}\n', description: 'Written by hand' });
  const code = 'import { rate } from "../zz_lib";\nexport async function main(amount: number) {\n  return { total: amount * rate };\n}\n';
  await put('flows/f/shop/inner', {
    value: { modules: [] },
    schema: { type: 'object', properties: { z: { type: 'string' }, a: { type: 'number' } } },
    tag: 'night',
  });
  await put('flows/f/shop/a_flow', {
    summary: 'Prices',
    value: {
      modules: [
        { id: 'price', value: { type: 'script', path: 'f/shop/price', input_transforms: { zebra: { type: 'static', value: 'x' } } } },
        {
          id: 'total',
          value: { type: 'rawscript', language: 'bun', content: code, input_transforms: { amount: { type: 'javascript', expr: 'results.price' } } },
        },
        { id: 'inner', value: { type: 'flow', path: 'f/shop/inner', input_transforms: {} } },
      ],
    },
  });
  await put('grants', { object_kind: 'flow', object_path: 'f/shop/a_flow', subject: 'u/bob', level: 'read' });
  await put('apps/f/shop/desk', {
    summary: 'Desk',
    document: {
      actions: [{ id: 'price', run: { kind: 'flow', path: 'f/shop/a_flow' } }],
      pages: [
        {
          id: 'home',
          title: 'Home',
          body: { flow: 'grid', children: [{ id: 'button', type: 'button', props: { text: 'Price' }, on: { click: [{ do: 'run', action: 'price' }] } }] },
        },
      ],
    },
  });
  await put('grants', { object_kind: 'app', object_path: 'f/shop/desk', subject: 'u/bob', level: 'read' });
  expect((await client.post(`${workspace.api}/app_drafts/f/shop/working_copy`, {})).status).toBeLessThan(300);
  await put('schedules/f/shop/nightly', {
    target: { path: 'f/shop/price' },
    args: { zebra: 'x' },
    cron: '0 2 * * *',
    timezone: 'Europe/Berlin',
    on_failure: { target: { path: 'u/ada/report' }, times: 2 },
  });
  await put('grants', { object_kind: 'schedule', object_path: 'f/shop/nightly', subject: 'u/bob', level: 'read' });
  return workspace;
}

describe('exporting a workspace', () => {
  test('writes everything in its file form, but no secret and no stale copy of what the source says', async () => {
    const files = await exportOf(await aFullWorkspace());
    expect(Object.keys(files)).toEqual([
      'crm.resource-type.yaml',
      'f/shop/a_flow.flow/flow.yaml',
      'f/shop/a_flow.flow/total.inline_script.ts',
      'f/shop/api.resource.yaml',
      'f/shop/crm.resource.yaml',
      'f/shop/currency.variable.yaml',
      'f/shop/desk.app/app.yaml',
      'f/shop/desk.app/pages/home.yaml',
      'f/shop/folder.meta.yaml',
      'f/shop/inner.flow/flow.yaml',
      'f/shop/key.variable.yaml',
      'f/shop/nightly.schedule.yaml',
      'f/shop/price.script.yaml',
      'f/shop/price.ts',
      'f/shop/zz_lib.script.yaml',
      'f/shop/zz_lib.ts',
      'groups/support.group.yaml',
      'settings.yaml',
      'u/ada/report.script.yaml',
      'u/ada/report.ts',
    ]);
    expect(JSON.stringify(files)).not.toMatch(/sk-|encrypted/);
    expect(files['f/shop/crm.resource.yaml']).toBe(
      'description: ""\nvalue:\n  api_key:\n    $secret: true\n  url: https://crm.example.com\nresource_type: crm\n',
    );
    expect(files['f/shop/price.script.yaml']).toContain('description: ""\n');
    expect(files['u/ada/report.script.yaml']).toContain('description: Written by hand\n');
    expect(files['f/shop/folder.meta.yaml']).toBe('summary: The shop\nextra_perms:\n  g/support: true\nowners:\n  - u/admin\n');
  });

  test('is for admins and on record, and writes members only when asked', async () => {
    const workspace = await withPeople();
    const ada = await workspace.aMember('developer');
    expect(codeOf(await ada.client.get(`${workspace.api}/export`))).toBe('access/forbidden');
    expect(codeOf(await ada.client.post(`${workspace.api}/import`, { files: {} }))).toBe('access/forbidden');
    expect(Object.keys(await exportOf(workspace, '?users=true')).filter((file) => file.startsWith('users/'))).toHaveLength(4);
    expect(
      await app
        .get(Database)
        .run({ text: "select count(*)::int as count from event where workspace_id = $1 and action = 'workspace.exported'", values: [workspace.id] }),
    ).toEqual([{ count: 1 }]);
  });
});

describe('importing a workspace', () => {
  test('into an empty one gives the same bytes at the next export, and names the secrets that are missing', async () => {
    const files = await exportOf(await aFullWorkspace());
    const empty = await withPeople();
    const { status, body } = await importInto(empty, files);
    expect(status).toBe(200);
    expect(body.items.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(body.missing_secrets.sort()).toEqual(['f/shop/crm#/api_key', 'f/shop/key']);
    expect(await exportOf(empty)).toEqual(files);
  });

  test('into the same one changes nothing, and keeps its secrets', async () => {
    const workspace = await aFullWorkspace();
    const files = await exportOf(workspace);
    const { body } = await importInto(workspace, files);
    expect(body.items.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
    expect(body.missing_secrets).toEqual([]);
    expect((await workspace.admin.client.get(`${workspace.api}/variables_value/f/shop/key`)).body).toEqual({ value: 'sk-secret-key' });
    expect((await workspace.admin.client.get(`${workspace.api}/resources_value/f/shop/crm`)).body).toMatchObject({ api_key: 'sk-crm-key' });
    expect(await exportOf(workspace)).toEqual(files);
  });

  test('tells what was updated, with the version and the message of the import', async () => {
    const workspace = await aFullWorkspace();
    const files = await exportOf(workspace);
    const result = await workspace.admin.client.post<ImportResult>(`${workspace.api}/import`, {
      files: { ...files, 'f/shop/zz_lib.ts': 'export const rate = 3;\n' },
      message: 'From the main branch',
    });
    expect(Object.entries(outcomes(result.body)).filter(([, outcome]) => outcome !== 'unchanged')).toEqual([['script f/shop/zz_lib', 'updated']]);
    expect((await workspace.admin.client.get(`${workspace.api}/scripts/f/shop/zz_lib`)).body).toMatchObject({ version: 2, message: 'From the main branch' });
  });

  test('writes nothing when a file cannot be read, and names the file', async () => {
    const workspace = await withPeople();
    const refused = await importInto(workspace, { 'f/shop/folder.meta.yaml': 'summary: Shop', 'f/shop/bad.variable.yaml': 'value: [' });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'import/invalid', details: { problems: [{ file: 'f/shop/bad.variable.yaml' }] } } } });
    expect(refused.body).toMatchObject({
      error: { message: expect.stringMatching(/^Nothing was imported: f\/shop\/bad\.variable\.yaml cannot be read: .*line 1, column 9\.$/) },
    });
    expect(codeOf(await workspace.admin.client.get(`${workspace.api}/folders/shop`))).toBe('folder/not_found');
  });

  test('goes on after an object that is refused, and says why', async () => {
    const workspace = await withPeople();
    const { body } = await importInto(workspace, {
      'f/shop/folder.meta.yaml': 'owners:\n  - u/ada\n  - u/nobody\n',
      'f/shop/broken.ts': 'export async function main( {',
      'f/shop/fine.ts': 'export async function main() {}',
      'f/missing/x.variable.yaml': 'value: "1"',
      'groups/team.group.yaml': 'members: [ada, zoe]',
    });
    expect(outcomes(body)).toEqual({
      'folder shop': 'created',
      'group team': 'created',
      'script f/shop/broken': 'failed',
      'script f/shop/fine': 'created',
      'variable f/missing/x': 'failed',
    });
    expect(body.items.flatMap(({ error }) => (error ? [error.code] : [])).sort()).toEqual(['folder/not_found', 'script/syntax_error']);
    expect(body.notes).toEqual(
      expect.arrayContaining([
        { file: 'groups/team.group.yaml', message: 'Nobody in this workspace is named "zoe"' },
        expect.objectContaining({ file: 'f/shop/folder.meta.yaml' }),
      ]),
    );
  });

  test('makes a type that takes anything for resources whose type the tree leaves out', async () => {
    const workspace = await withPeople();
    const { body } = await importInto(workspace, {
      'f/shop/folder.meta.yaml': 'summary: Shop',
      'f/shop/hub.resource.yaml': 'resource_type: stripe\nvalue:\n  token: $var:f/shop/token\n',
    });
    expect(outcomes(body)).toMatchObject({ 'resource_type stripe': 'created', 'resource f/shop/hub': 'created' });
    expect(body.notes).toHaveLength(1);
  });
});

describe('importing people', () => {
  const fiona = 'fiona@shop.example';
  const file = (email: string, fields: string) => ({ [`users/${email}.user.yaml`]: fields });
  const people = {
    ...file(fiona, 'name: Fiona Okafor\ndisabled: false\nrole: developer\nusername: fiona\n'),
    ...file('gone@shop.example', 'disabled: true\nrole: operator\nusername: gone\n'),
    'groups/finance.group.yaml': 'summary: Money\nextra_perms:\n  u/fiona: true\nmembers:\n  - fiona\n  - gone\n',
    'f/shop/folder.meta.yaml': 'summary: Shop\nextra_perms:\n  u/fiona: false\nowners: []\n',
  };
  const query = <Row>(text: string, values: unknown[]) => app.get(Database).run<Row & Record<string, unknown>>({ text, values });
  const memberOf = async (workspace: TestWorkspace, username: string) =>
    (await workspace.admin.client.get<{ items: Member[] }>(`${workspace.api}/members`)).body.items.find((member) => member.username === username);
  const invite = async (workspace: TestWorkspace, email: string, role = 'developer') => {
    const { link } = (await workspace.admin.client.post<CreatedInvitation>(`${workspace.api}/invitations`, { email, role })).body;
    return `/api/auth/invitations/${link.split('/').at(-1) ?? ''}`;
  };

  test('makes members with their groups and grants, who come in only by a link, and gives the same bytes at the next export', async () => {
    const workspace = await app.make.aWorkspace();
    const first = await importInto(workspace, people);
    expect(outcomes(first.body)).toMatchObject({ [`user ${fiona}`]: 'created', 'user gone@shop.example': 'created', 'group finance': 'created' });
    expect(first.body.notes).toEqual([{ file: `users/${fiona}.user.yaml`, message: expect.stringContaining('waits for an invitation link') }]);
    expect(await memberOf(workspace, 'fiona')).toMatchObject({
      name: 'Fiona Okafor',
      role: 'developer',
      groups: ['finance'],
      is_awaited: true,
      disabled_at: null,
    });
    expect(await memberOf(workspace, 'gone')).toMatchObject({ role: 'operator', is_awaited: false, disabled_at: expect.any(String) });
    const files = await exportOf(workspace, '?users=true');
    expect(files).toMatchObject(people);
    expect(codeOf(await app.anonymous.post('/api/auth/login', { email: fiona, password: testPassword }))).toBe('auth/invalid_credentials');

    const next = await app.make.aWorkspace();
    const { [`users/${workspace.admin.email}.user.yaml`]: _admin, ...others } = files;
    await importInto(next, others);
    const { [`users/${next.admin.email}.user.yaml`]: _nextAdmin, ...again } = await exportOf(next, '?users=true');
    expect(again).toEqual(others);
    expect((await importInto(next, others)).body.items.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
  });

  test('lets who follows the link in under the name, role and groups of the file', async () => {
    const workspace = await app.make.aWorkspace();
    await importInto(workspace, file('ines@shop.example', 'name: Ines\nusername: ines\nrole: operator'));
    const path = await invite(workspace, 'ines@shop.example', 'operator');
    expect((await app.anonymous.get<InvitationInfo>(path)).body).toMatchObject({ has_account: false, username: 'ines', name: 'Ines' });
    expect((await app.anonymous.post(path, { username: 'other', password: testPassword })).status).toBe(200);
    expect(await memberOf(workspace, 'ines')).toMatchObject({ name: 'Ines', role: 'operator', is_awaited: false, disabled_at: null });
    expect((await app.anonymous.post('/api/auth/login', { email: 'ines@shop.example', password: testPassword })).status).toBe(200);
  });

  test('never lets an account in, or tells of it, before its owner followed a link and gave the password', async () => {
    const workspace = await app.make.aWorkspace();
    const owner = await app.make.aUser({ email: 'owner@other.example' });
    await query('update "user" set name = $1 where id = $2', ['Secret Name', owner.id]);
    await importInto(workspace, file('owner@other.example', 'name: Chosen\nusername: owner\nrole: admin'));
    expect(codeOf(await owner.client.get(workspace.api))).toBe('workspace/not_found');
    expect(await memberOf(workspace, 'owner')).toMatchObject({ name: '', last_seen_at: null, is_awaited: true });
    for (const change of [{ disabled: true }, { disabled: false }]) await workspace.admin.client.patch(`${workspace.api}/members/owner`, change);
    expect(codeOf(await owner.client.get(workspace.api))).toBe('workspace/not_found');
    const path = await invite(workspace, 'owner@other.example', 'admin');
    expect(codeOf(await app.anonymous.post(path, { username: 'owner', password: 'not the password of it' }))).toBe('auth/invalid_credentials');
    expect((await app.anonymous.post(path, { username: 'owner', password: testPassword })).status).toBe(200);
    expect((await owner.client.get<{ role: string }>(`${workspace.api}/me`)).body.role).toBe('admin');
  });

  test('closes a link that was made on other terms', async () => {
    const workspace = await app.make.aWorkspace();
    await importInto(workspace, file('kim@shop.example', 'username: kim\nrole: admin'));
    const path = await invite(workspace, 'kim@shop.example', 'admin');
    await importInto(workspace, file('kim@shop.example', 'username: kim\nrole: operator'));
    expect(codeOf(await app.anonymous.get(path))).toBe('auth/invitation_invalid');
  });

  test('changes roles only for who may manage members, never the own one, and leaves an admin', async () => {
    const workspace = await app.make.aWorkspace();
    const ada = await workspace.aMember('developer', { username: 'ada' });
    const promote = file(ada.email, 'username: ada\nrole: admin');
    const limited = await workspace.admin.withToken(['workspace:manage']);
    const refused = await limited.post<ImportResult>(`${workspace.api}/import`, {
      files: { ...promote, ...file('new@shop.example', 'username: new\nrole: admin') },
    });
    expect(refused.body.items.map(({ error }) => error?.code)).toEqual(['access/scope_missing', 'access/scope_missing']);
    expect(await memberOf(workspace, 'ada')).toMatchObject({ role: 'developer' });
    const own = await importInto(workspace, file(workspace.admin.email, 'username: admin\nrole: operator'));
    expect(own.body.items.map(({ error }) => error?.code)).toEqual(['access/forbidden']);
    expect(outcomes((await importInto(workspace, promote)).body)).toEqual({ [`user ${ada.email}`]: 'updated' });
    expect((await ada.client.get<{ role: string }>(`${workspace.api}/me`)).body.role).toBe('admin');
  });

  test('says of each person what is wrong: a name of somebody else, another name than before, an address that is none', async () => {
    const workspace = await app.make.aWorkspace();
    const ada = await workspace.aMember('developer', { username: 'ada' });
    const { body } = await importInto(workspace, {
      ...file(ada.email, 'username: adele\nrole: developer'),
      ...file('eve@shop.example', 'username: ada\nrole: developer'),
    });
    expect(body.items.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ['failed', 'member/exists'],
      ['failed', 'member/exists'],
    ]);
    const refused = await importInto(workspace, {
      ...file('nobody', 'username: nobody\nrole: developer'),
      ...file('x@shop.example', 'username: X Y\nrole: king'),
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'import/invalid', details: { problems: [{ file: 'users/nobody.user.yaml' }, { file: 'users/x@shop.example.user.yaml' }] } } },
    });
  });
});
