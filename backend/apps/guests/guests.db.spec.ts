import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestAnswer, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { AppAudience, AppDocument, AppNode } from '../app.contract.ts';
import type { App, AppChanges, AppDraft } from '../apps.contract.ts';
import { emptyDocument } from '../core/empty.ts';
import type { EmbedToken, GuestAppView, GuestRun, GuestUpload } from './guests.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let bob: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('desk');
  await workspace.aFolder('inner');
  [ada, bob] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer')]);
  for (const { username } of [ada, bob]) await workspace.grant('folder', 'desk', `u/${username}`, 'write');
  await workspace.grant('folder', 'inner', `u/${ada.username}`, 'write');
  const intake = 'export async function main(name: string, by = "", source = "") {\n  return { name, by, source };\n}\n';
  for (const path of ['f/inner/intake', 'f/inner/other']) await ada.client.put(`${workspace.api}/scripts/${path}`, { language: 'bun', content: intake });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
}, 60_000);

const limits = { runs_per_minute: 100, runs_per_address: 50, runs_per_day: 1000 };
const button = (id: string, action: string): AppNode => ({ id, type: 'button', props: { text: id }, on: { click: [{ do: 'run', action }] }, layout: {} });
const action = (id: string, more: object): AppDocument['actions'][number] => ({
  id,
  run: { kind: 'script', path: 'f/inner/intake' },
  args: { name: { expr: 'params.name' }, by: { expr: 'user.email' }, source: 'web' },
  trigger: 'manual',
  run_as: 'author',
  ...more,
});
const page = (id: string, children: AppNode[], more: object = {}): AppDocument['pages'][number] => ({
  id,
  title: id,
  params: [{ id: 'name', type: 'string' }],
  is_in_navigation: true,
  body: { flow: 'grid', children },
  ...more,
});

/** A form for everybody, a button for people whom another site vouches for, and a page for a group. */
function intake(audience: Partial<AppAudience>): AppDocument {
  return {
    ...emptyDocument,
    audience: { kind: 'members', groups: [], ...audience },
    actions: [action('send', { is_public: true }), action('renew', {}), action('asViewer', { run_as: 'viewer' }), action('secret', { is_public: true })],
    pages: [
      page('home', [button('a', 'send'), button('b', 'renew'), button('c', 'asViewer')]),
      page('staff', [button('d', 'secret')], { visible_to: ['team'] }),
    ],
  };
}

const put = (path: string, document: AppDocument, by = ada) => by.client.put<App>(`${workspace.api}/apps/${path}`, { document });
const guestApi = (): string => `/api/guest_apps/${workspace.id}`;
const view = (path: string, client: TestClient = app.anonymous) => client.get<GuestAppView>(`${guestApi()}/view/${path}`);
const run = (path: string, body: object, client: TestClient = app.anonymous, name = 'send') =>
  client.post<GuestRun>(`${guestApi()}/actions/${name}/run/${path}`, { version: 1, ...body });
const embedToken = (path: string, body: object, by = ada) => by.client.post<EmbedToken>(`${workspace.api}/app_embed_tokens/${path}`, body);
const bearing = (token: string): TestClient => app.anonymous.with({ authorization: `Bearer ${token}` });
const jobs = async () =>
  (await ada.client.get<{ items: { id: string; created_by: string; run_as: string; trigger_kind: string; args?: object }[] }>(`${workspace.api}/jobs?limit=5`))
    .body.items;

describe('an app that its release opens to everybody', () => {
  beforeAll(async () => {
    expect((await put('f/desk/intake', intake({ anonymous: limits }))).status).toBe(201);
  });

  test('gives whoever has the address its pages and no more than what is public, without the paths of what runs', async () => {
    const { status, body } = await view('f/desk/intake');
    expect(status).toBe(200);
    expect(body).toMatchObject({ callable: ['send'], user: { username: '', is_signed_in: false }, my_level: 'read' });
    expect(body.document.pages.map(({ id }) => id)).toEqual(['home']);
    expect(body.document.actions.map(({ id, args }) => [id, Object.keys(args)])).toEqual([['send', ['name']]]);
    expect(JSON.stringify(body)).not.toContain('f/inner');
  });

  test('runs what is public as its author, with what the session tells and the release fixes, and says that nobody in particular did it', async () => {
    const started = await run('f/desk/intake', { args: { name: 'Eve' } });
    expect(started.status).toBe(201);
    const [job] = await jobs();
    expect(job).toMatchObject({ created_by: 'anonymous', run_as: `u/${ada.username}`, trigger_kind: 'app' });
    expect((await ada.client.get(`${workspace.api}/jobs/${job?.id}`)).body).toMatchObject({ args: { name: 'Eve', by: '', source: 'web' } });
    expect(codeOf(await app.anonymous.get(`${workspace.api}/jobs/${job?.id}`))).toBe('access/not_signed_in');
  });

  test.each([
    ['what the release does not open to them', 'renew', {}, 'app/action_not_found'],
    ['what runs as the viewer', 'asViewer', {}, 'app/action_not_found'],
    ['what is on a page for a group', 'secret', {}, 'app/action_not_found'],
    ['an argument that the release fixes', 'send', { args: { name: 'Eve', source: 'mine' } }, 'request/invalid'],
    ['who they are', 'send', { args: { name: 'Eve', by: 'ada@example.com' } }, 'request/invalid'],
    ['a reference to a secret', 'send', { args: { name: '$var:f/inner/key' } }, 'app/reference_refused'],
    ['a release that is gone', 'send', { version: 7, args: { name: 'Eve' } }, 'app/new_release'],
  ])('refuses from them %s', async (_what, name, body, code) => {
    expect(codeOf(await run('f/desk/intake', body, app.anonymous, name))).toBe(code);
  });

  test('gives the result of a run to whoever has its ticket, and to nobody by its id', async () => {
    const { body } = await run('f/desk/intake', { args: { name: 'Eve' } });
    const [job] = await jobs();
    expect(codeOf(await app.anonymous.get(`${guestApi()}/runs/${job?.id}`))).toBe('app/guest_run_not_found');
    expect(codeOf(await app.anonymous.get(`${guestApi()}/runs/${body.ticket}?wait_s=0`))).toBe('job/wait_timeout');
    expect(codeOf(await app.anonymous.get(`/api/guest_apps/elsewhere/runs/${body.ticket}`))).toBe('app/guest_run_not_found');
    expect((await app.anonymous.post(`${guestApi()}/runs/${body.ticket}/cancel`, {})).status).toBe(204);
    expect(codeOf(await app.anonymous.get(`${guestApi()}/runs/${body.ticket}`))).toBe('job/cancelled');
  });

  test('treats a member as nobody there: a session or token acts for no guest', async () => {
    expect((await view('f/desk/intake', ada.client)).body.user).toMatchObject({ username: '', is_signed_in: false });
  });

  test('ends when what the author may run is taken from them', async () => {
    await workspace.grant('script', 'f/inner/other', `u/${bob.username}`, 'read');
    const document = { ...intake({ anonymous: limits }), actions: [action('send', { is_public: true, run: { kind: 'script', path: 'f/inner/other' } })] };
    expect((await put('f/desk/of_bob', { ...document, pages: [page('home', [button('a', 'send')])] }, bob)).status).toBe(201);
    expect((await run('f/desk/of_bob', { args: { name: 'Eve' } })).status).toBe(201);
    await app.platform.database.manager.query(`delete from grant_ where workspace_id = $1 and object_path = 'f/inner/other'`, [workspace.id]);
    expect((await run('f/desk/of_bob', { args: { name: 'Eve' } })).status).toBe(404);
  });
});

describe('an app that is for members', () => {
  test('is not there for anybody else, whatever its actions say', async () => {
    expect((await put('f/desk/closed', intake({}))).body.policy.every((entry) => !('is_public' in entry) || entry.is_public === undefined)).toBe(true);
    for (const path of ['f/desk/closed', 'f/desk/nothing']) {
      expect(codeOf(await view(path))).toBe('app/not_found');
      expect(codeOf(await run(path, { args: { name: 'Eve' } }))).toBe('app/not_found');
    }
  });

  test('says before its release that it is about to be opened, and with how much', async () => {
    const draft = await ada.client.post<AppDraft>(`${workspace.api}/app_drafts/f/desk/closed`, {
      document: intake({ anonymous: limits, embed: { origins: ['https://portal.example.com'] } }),
    });
    expect(draft.status).toBe(200);
    const { body } = await ada.client.get<AppChanges>(`${workspace.api}/app_changes/f/desk/closed`);
    const rights = body.changes.filter(({ kind }) => kind === 'rights').map(({ text }) => text);
    expect(rights).toEqual(
      expect.arrayContaining([
        'People without an account may run it',
        expect.stringContaining('anybody who has the address, without an account: 50 runs a minute from one address, 100 in all, 1000 a day'),
        expect.stringContaining('within pages of `https://portal.example.com`'),
      ]),
    );
  });

  test('is not released with an action that is public and runs as the viewer', async () => {
    const document = intake({ anonymous: limits });
    const refused = await put('f/desk/wrong', {
      ...document,
      actions: document.actions.map((entry) => ({ ...entry, is_public: true, run_as: 'viewer' as const })),
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { details: { problems: expect.arrayContaining([expect.objectContaining({ code: 'app/public_as_viewer' })]) } } },
    });
  });
});

describe('how much people without an account may run', () => {
  test.each([
    ['from one address in a minute', { ...limits, runs_per_address: 2 }],
    ['all together in a minute', { ...limits, runs_per_minute: 2 }],
    ['all together in a day', { ...limits, runs_per_day: 2 }],
  ])('ends %s, with the time after which it goes on, and members go on', async (_what, own) => {
    const path = `f/desk/limited_${Object.entries(own).find(([, value]) => value === 2)?.[0]}`;
    await put(path, intake({ anonymous: own }));
    const answers = [];
    // A minute may end between the runs: then there are two of them.
    for (let turn = 0; turn < 6; turn++) answers.push(await run(path, { args: { name: 'Eve' } }));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused).toMatchObject({ body: { error: { code: 'app/too_many_runs', details: { retry_after_s: expect.any(Number) } } } });
    const member = await ada.client.post(`${workspace.api}/app_actions/send/run/${path}`, { version: 1, args: { name: 'Ada' } });
    expect(member.status).toBe(201);
  });
});

describe('an app in a frame of another site', () => {
  const audience = { embed: { origins: ['https://portal.example.com'] } };
  beforeAll(async () => {
    await put('f/desk/portal', intake(audience));
    await put('f/desk/portal_two', intake(audience));
  });

  test('is opened by a token that the site asked for, for the person whom it names', async () => {
    const issued = await embedToken('f/desk/portal', { user: { id: 'c-7', name: 'Eve', email: 'eve@example.com' } });
    expect(issued).toMatchObject({ status: 201, body: { url: expect.stringMatching(/\/embed\/.+\/f\/desk\/portal$/) } });
    const client = bearing(issued.body.token);
    expect((await view('f/desk/portal', client)).body).toMatchObject({
      callable: ['send', 'renew'],
      user: { username: 'c-7', is_signed_in: true },
      embed_origins: audience.embed.origins,
    });
    const started = await run('f/desk/portal', { args: { name: 'Eve' } }, client, 'renew');
    expect(started.status).toBe(201);
    const [job] = await jobs();
    expect(job).toMatchObject({ created_by: 'embed/c-7', run_as: `u/${ada.username}` });
    expect((await ada.client.get(`${workspace.api}/jobs/${job?.id}`)).body).toMatchObject({ args: { by: 'eve@example.com' } });
  });

  test('shows a page for a group to those whom the site puts into it', async () => {
    const { body } = await embedToken('f/desk/portal', { user: { id: 'c-7', groups: ['team'] } });
    expect((await view('f/desk/portal', bearing(body.token))).body.document.pages.map(({ id }) => id)).toEqual(['home', 'staff']);
  });

  test('is not opened without a token, by one for another app, one that was changed, or one whose time is over', async () => {
    const { body } = await embedToken('f/desk/portal', { user: { id: 'c-7' }, expires_in_s: 30 });
    expect(codeOf(await view('f/desk/portal'))).toBe('app/not_found');
    expect(codeOf(await view('f/desk/portal_two', bearing(body.token)))).toBe('app/not_found');
    const [kind, claims = '', mac] = body.token.split('.');
    const other = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), id: 'c-1' })).toString('base64url');
    expect(codeOf(await view('f/desk/portal', bearing(`${kind}.${other}.${mac}`)))).toBe('app/embed_token_invalid');
  });

  test('ends with the right of who issued the token, and when the app is no longer embedded', async () => {
    const { body } = await embedToken('f/desk/portal', { user: { id: 'c-7' } }, bob);
    expect((await view('f/desk/portal', bearing(body.token))).status).toBe(200);
    await app.platform.database.manager.query(`update grant_ set level = 'read' where workspace_id = $1 and subject = $2`, [workspace.id, `u/${bob.username}`]);
    expect(codeOf(await view('f/desk/portal', bearing(body.token)))).toBe('app/embed_token_invalid');
    const own = (await embedToken('f/desk/portal_two', { user: { id: 'c-7' } })).body;
    await put('f/desk/portal_two', intake({}));
    expect(codeOf(await view('f/desk/portal_two', bearing(own.token)))).toBe('app/not_found');
  });

  test('gets tokens only where its release names a site, from who may write it, or by a token for just that', async () => {
    expect(codeOf(await embedToken('f/desk/closed', { user: { id: 'c-7' } }))).toBe('app/embed_not_allowed');
    expect((await embedToken('f/desk/portal', { user: { id: 'c-7' } }, bob)).status).toBe(403);
    const backend = await ada.withToken(['apps:embed:f/desk/portal']);
    expect((await backend.post(`${workspace.api}/app_embed_tokens/f/desk/portal`, { user: { id: 'c-7' } })).status).toBe(201);
    expect((await backend.get(`${workspace.api}/apps/f/desk/portal`)).status).toBe(403);
  });
});

describe('files of people without an account', () => {
  const files = { max_mb: 1, files_per_address: 8, files_per_minute: 100, mb_per_day: 2 };
  const upload = (id: string, more: object = {}): AppNode => ({ id, type: 'file_upload', props: { label: id, accept: ['image'], ...more }, layout: {} });
  const give = action('give', { is_public: true, run: { kind: 'script', path: 'f/inner/take' }, args: { file: { expr: 'photo.file' } } });
  const withFiles = (audience: Partial<AppAudience>): AppDocument => ({
    ...intake(audience),
    actions: [give],
    pages: [page('home', [upload('photo', { max_size_mb: 50 }), button('a', 'give')]), page('staff', [upload('books')], { visible_to: ['team'] })],
  });
  const open = { anonymous: { ...limits, files } };
  const picture = Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
    Buffer.from('0000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082', 'hex'),
  ]);
  const begin = (path: string, more: object = {}, client: TestClient = app.anonymous) =>
    client.post<GuestUpload>(`${guestApi()}/uploads/${path}`, { version: 1, component: 'photo', name: 'a.png', size: picture.length, ...more });
  const send = ({ id, key }: { id: string; key: string }, body: Buffer = picture): Promise<TestAnswer> =>
    app.anonymous.raw({
      method: 'PUT',
      target: `${guestApi()}/upload_parts/${id}?at=0&key=${key}`,
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
  const hand = (path: string, id: string, keys: object) => run(path, { args: { file: { id } }, files: keys }, app.anonymous, 'give');

  beforeAll(async () => {
    await ada.client.put(`${workspace.api}/scripts/f/inner/take`, {
      language: 'bun',
      content: 'export async function main(file: object) {\n  return file;\n}\n',
    });
    for (const path of ['f/desk/photos', 'f/desk/photos_two']) expect((await put(path, withFiles(open))).status).toBe(201);
    expect((await put('f/desk/photos_closed', withFiles({ anonymous: limits }))).status).toBe(201);
  });

  test('are taken where the release says so, handed to a run by their key, and given back to nobody', async () => {
    const { body, status } = await begin('f/desk/photos');
    expect(status).toBe(201);
    const sent = await send(body);
    expect(JSON.parse(sent.text)).toMatchObject({ file: { name: 'a.png', type: 'image/png' } });
    expect((await hand('f/desk/photos', body.id, { [body.id]: body.key })).status).toBe(201);
    expect(codeOf(await app.anonymous.get(`${workspace.api}/app_files/${body.id}`))).toBe('access/not_signed_in');
    expect((await ada.client.get(`${workspace.api}/app_files/${body.id}`)).status).toBe(200);
    const [kept] = await app.platform.database.manager.query(
      `select uploaded_by, expires_at > now() + interval '2 days' as is_kept from app_file where id = $1`,
      [body.id.slice('file_'.length)],
    );
    expect(kept).toEqual({ uploaded_by: 'anonymous', is_kept: true });
  });

  test('belong to whoever has their key: nobody else sends to them, takes them away or hands them over, nor does another app', async () => {
    const { body } = await begin('f/desk/photos');
    const other = (await begin('f/desk/photos_two')).body;
    expect((await send({ id: body.id, key: other.key })).status).toBe(404);
    await send(body);
    expect((await app.anonymous.delete(`${guestApi()}/files/${body.id}?key=${other.key}`)).status).toBe(404);
    for (const keys of [{}, { [body.id]: other.key }]) expect(codeOf(await hand('f/desk/photos', body.id, keys))).toBe('file/not_found');
    expect(codeOf(await hand('f/desk/photos_two', body.id, { [body.id]: body.key }))).toBe('file/not_found');
    expect((await app.anonymous.delete(`${guestApi()}/files/${body.id}?key=${body.key}`)).status).toBe(204);
    expect(codeOf(await hand('f/desk/photos', body.id, { [body.id]: body.key }))).toBe('file/not_found');
  });

  test('are looked into as those of members are', async () => {
    const { body } = await begin('f/desk/photos_two');
    expect((await send(body, Buffer.concat([Buffer.from('4d5a9000', 'hex'), Buffer.alloc(picture.length - 4)]))).status).toBe(422);
    expect((await send(body)).status).toBe(404);
  });

  test.each([
    ['two gigabytes', 'f/desk/photos', { size: 2 ** 31 }, 'file/too_large'],
    ['more than people without an account may give, though the component takes it', 'f/desk/photos', { size: 2 * 1024 * 1024 }, 'file/too_large'],
    ['a program by its name', 'f/desk/photos', { name: 'a.exe' }, 'file/refused'],
    ['what a page for a group asks for', 'f/desk/photos', { component: 'books' }, 'file/not_asked'],
    ['anything where the release does not open it to them', 'f/desk/photos_closed', {}, 'file/not_asked'],
    ['what belongs to another release', 'f/desk/photos', { version: 9 }, 'app/new_release'],
  ])('are refused: %s', async (_what, path, more, code) => {
    expect(codeOf(await begin(path, more))).toBe(code);
  });

  test('are limited by how many come from one address, and by what all of them give in a day', async () => {
    await put('f/desk/photos_few', withFiles({ anonymous: { ...limits, files: { ...files, files_per_address: 1 } } }));
    expect((await begin('f/desk/photos_few')).status).toBe(201);
    expect(await begin('f/desk/photos_few')).toMatchObject({
      status: 429,
      body: { error: { code: 'file/guest_limit', details: { retry_after_s: expect.any(Number) } } },
    });
    await put('f/desk/photos_much', withFiles({ anonymous: { ...limits, files } }));
    const answers = [await begin('f/desk/photos_much', { size: 1024 * 1024 }), await begin('f/desk/photos_much', { size: 1024 * 1024 })];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(codeOf(await begin('f/desk/photos_much'))).toBe('file/guest_limit');
  });

  test('end when the app no longer takes them', async () => {
    await put('f/desk/photos_ending', withFiles(open));
    const { body } = await begin('f/desk/photos_ending');
    const changed = await put('f/desk/photos_ending', withFiles({ anonymous: limits }));
    expect(changed.status).toBe(200);
    expect((await send(body)).status).toBe(404);
  });
});
