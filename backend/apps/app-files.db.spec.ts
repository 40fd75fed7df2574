import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { JobTokens } from '../auth/job-tokens.ts';
import { codeOf, createTestApp, type TestAnswer, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import { AppFilesService } from './app-files.service.ts';
import { partBytes, type AppUpload, type FileLink } from './app-files.contract.ts';
import type { AppDocument } from './app.contract.ts';
import type { App, AppChanges, StartedAction } from './apps.contract.ts';
import { emptyDocument } from './core/empty.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;
let other: TestUser;

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.from('0000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082', 'hex'),
]);
const exe = Buffer.concat([Buffer.from('4d5a90000300000004000000ffff0000b800000000000000400000000000000000', 'hex'), Buffer.alloc(200)]);

const document: AppDocument = {
  ...emptyDocument,
  actions: [{ id: 'take', run: { kind: 'script', path: 'f/shop/take' }, args: { file: { expr: 'photo.file' } }, trigger: 'manual', run_as: 'author' }],
  pages: [
    {
      id: 'home',
      title: 'Intake',
      params: [],
      is_in_navigation: true,
      body: {
        flow: 'grid',
        children: [
          {
            id: 'photo',
            type: 'file_upload',
            props: { label: 'Photo', accept: ['image'], max_size_mb: 5 },
            on: { upload: [{ do: 'run', action: 'take' }] },
            layout: {},
          },
          { id: 'anything', type: 'file_upload', props: { label: 'Anything', max_size_mb: 5 }, layout: {} },
        ],
      },
    },
    {
      id: 'inside',
      title: 'Inside',
      params: [],
      is_in_navigation: true,
      visible_to: ['finance'],
      body: { flow: 'grid', children: [{ id: 'secret', type: 'file_upload', props: { label: 'Books' }, layout: {} }] },
    },
  ],
};

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  await workspace.aGroup('finance');
  [ada, operator, other] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator'), workspace.aMember('operator')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  for (const { username } of [operator, other]) await workspace.grant('folder', 'shop', `u/${username}`, 'read');
  await ada.client.put(`${workspace.api}/scripts/f/shop/take`, { language: 'bun', content: 'export async function main(file: object) {\n  return file;\n}\n' });
  const released = await ada.client.put<App>(`${workspace.api}/apps/f/shop/intake`, { document });
  expect(released.status).toBe(201);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const begin = (name: string, size: number, { component = 'photo', version = 1, by = operator }: { component?: string; version?: number; by?: TestUser } = {}) =>
  by.client.post<AppUpload>(`${workspace.api}/app_uploads/f/shop/intake`, { version, component, name, size });
const sendPart = (id: string, at: number, body: Uint8Array, by: TestClient = operator.client): Promise<TestAnswer> =>
  by.raw({
    method: 'PUT',
    target: `${workspace.api}/app_upload_parts/${id}?at=${at}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(body),
  });
const read = (id: string, by: TestClient = operator.client) => by.get(`${workspace.api}/app_files/${id}`);

async function uploaded(name: string, content: Uint8Array, component = 'photo'): Promise<string> {
  const begun = await begin(name, content.length, { component });
  expect({ status: begun.status, name }).toEqual({ status: 201, name });
  for (let at = 0; at < content.length; at += partBytes) expect((await sendPart(begun.body.id, at, content.subarray(at, at + partBytes))).status).toBe(200);
  return begun.body.id;
}

describe('a file that is given to an app', () => {
  test('comes in parts, is known by its content, and is read as it was sent by whoever sent it', async () => {
    const content = Buffer.concat([png, Buffer.alloc(partBytes + 1000, 7)]);
    const begun = await begin('parcel.png', content.length);
    expect(begun).toMatchObject({ status: 201, body: { received: 0, file: null } });
    const { id } = begun.body;
    expect((await sendPart(id, 0, content.subarray(0, partBytes))).body).toMatchObject({ received: partBytes, file: null });
    expect(codeOf(await read(id))).toBe('file/not_found');
    const last = await sendPart(id, partBytes, content.subarray(partBytes));
    expect(last.body).toMatchObject({ received: content.length, file: { id, name: 'parcel.png', size: content.length, type: 'image/png' } });
    const answer = await fetch(`${app.url}${workspace.api}/app_files/${id}?inline=true`, { headers: operator.client.headers });
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('a part that was sent twice counts once, and one that comes too early is asked for again', async () => {
    const content = Buffer.concat([png, Buffer.alloc(partBytes, 1)]);
    const { id } = (await begin('twice.png', content.length)).body;
    await sendPart(id, 0, content.subarray(0, partBytes));
    expect((await sendPart(id, 0, content.subarray(0, partBytes))).body).toMatchObject({ received: partBytes });
    expect(codeOf(await sendPart(id, partBytes + 10, content.subarray(partBytes + 10)))).toBe('file/part_missing');
    expect(codeOf(await sendPart(id, partBytes, Buffer.alloc(partBytes)))).toBe('file/too_large');
  });

  test('of two gigabytes is refused before any of it is sent', async () => {
    expect(codeOf(await begin('film.png', 2 * 1024 ** 3))).toBe('file/too_large');
    expect(codeOf(await begin('film.bin', 2 * 1024 ** 3, { component: 'anything' }))).toBe('file/too_large');
    const { id } = (await begin('small.png', 100)).body;
    // A body that says how large it is ends the request; nothing of it is read.
    const answer = await operator.client.raw({
      method: 'PUT',
      target: `${workspace.api}/app_upload_parts/${id}?at=0`,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(2 * 1024 ** 3) },
    });
    expect(codeOf(answer)).toBe('request/too_large');
  });

  test('that is a program is refused, whatever its name and whatever is allowed', async () => {
    const { id } = (await begin('holiday.png', exe.length)).body;
    const refused = await sendPart(id, 0, exe);
    expect({ code: codeOf(refused), text: refused.text }).toMatchObject({ code: 'file/refused', text: expect.stringContaining('holds a program') });
    expect(codeOf(await sendPart(id, 0, exe))).toBe('file/not_found');
    expect(codeOf(await begin('setup.exe', 100, { component: 'anything' }))).toBe('file/refused');
    const unnamed = (await begin('notes', exe.length, { component: 'anything' })).body.id;
    expect(codeOf(await sendPart(unnamed, 0, exe))).toBe('file/refused');
  });

  test('of a kind that nobody asked for is refused, by its name and by its content', async () => {
    expect(codeOf(await begin('report.pdf', 100))).toBe('file/refused');
    const { id } = (await begin('report.png', 100)).body;
    expect(codeOf(await sendPart(id, 0, Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(91, 32)])))).toBe('file/refused');
  });

  test('needs a component of the live release, on a page that the person sees', async () => {
    expect(codeOf(await begin('a.png', 100, { component: 'secret' }))).toBe('file/not_asked');
    expect(codeOf(await begin('a.png', 100, { component: 'none' }))).toBe('file/not_asked');
    expect(codeOf(await begin('a.png', 100, { version: 7 }))).toBe('app/new_release');
    expect((await begin('a.png', 100, { version: 0 })).status).toBe(403);
    expect((await begin('a.png', 100, { component: 'secret', by: ada })).status).toBe(201);
  });

  test('is there for whoever sent it and who may edit the app, and for nobody else', async () => {
    const id = await uploaded('mine.png', png);
    expect(codeOf(await read(id, other.client))).toBe('file/not_found');
    expect((await read(id, ada.client)).status).toBe(200);
    expect(codeOf(await other.client.delete(`${workspace.api}/app_files/${id}`))).toBe('file/not_found');
    expect((await operator.client.delete(`${workspace.api}/app_files/${id}`)).status).toBe(204);
    expect(codeOf(await read(id))).toBe('file/not_found');
  });

  test('is handed to a run by whoever may read it, and is kept as long as runs are', async () => {
    const id = await uploaded('handed.png', png);
    const args = { file: { id, name: 'handed.png', size: png.length, type: 'image/png' } };
    const run = (by: TestUser) => by.client.post<StartedAction>(`${workspace.api}/app_actions/take/run/f/shop/intake`, { version: 1, args });
    expect(codeOf(await run(other))).toBe('file/not_found');
    const started = await run(operator);
    expect(started.status).toBe(201);
    const [kept] = await app
      .get(Database)
      .run<{ days: number }>({ text: `select extract(day from expires_at - now())::int as days from app_file where id = $1`, values: [id.slice(5)] });
    expect(kept?.days).toBeGreaterThan(80);
  });

  test('is read by a run of the app as its author, which reads nothing of other people', async () => {
    const [mine, theirs] = [await uploaded('mine.png', png), await uploaded('unused.png', png)];
    const started = await operator.client.post<StartedAction>(`${workspace.api}/app_actions/take/run/f/shop/intake`, {
      version: 1,
      args: { file: { id: mine } },
    });
    const asJob = async (person: TestUser, by: string): Promise<TestClient> => {
      await app.get(Database).run({
        text: `update job set status = 'running', attempt = 1, created_by = $2, run_as_user_id = $3, run_as = $4 where id = $1`,
        values: [started.body.job_id, by, person.id, `u/${person.username}`],
      });
      return app.anonymous.with({ authorization: `Bearer ${app.get(JobTokens).issue(started.body.job_id, 1)}` });
    };
    expect((await read(mine, await asJob(other, `u/${operator.username}`))).status).toBe(200);
    expect(codeOf(await read(theirs, await asJob(other, `u/${other.username}`)))).toBe('file/not_found');
  });

  test('is given to anybody by a link that ends, and by no other', async () => {
    const id = await uploaded('shared.png', png);
    const link = await operator.client.post<FileLink>(`${workspace.api}/app_files/${id}/links`, { expires_in_s: 60 });
    expect(link.status).toBe(201);
    const path = `/api/file_links/${link.body.url.split('/').at(-1)}`;
    expect((await app.anonymous.get(path)).headers.get('content-disposition')).toContain('shared.png');
    expect(codeOf(await app.anonymous.get(`${path.slice(0, -3)}AAA`))).toBe('file/not_found');
    const [key, , mac] = path.split('/').at(-1)?.split('.') ?? [];
    expect(codeOf(await app.anonymous.get(`/api/file_links/${key}.99999999999.${mac}`))).toBe('file/not_found');
    expect(codeOf(await other.client.post(`${workspace.api}/app_files/${id}/links`, {}))).toBe('file/not_found');
  });

  test('is deleted with its content when its time is over', async () => {
    const id = await uploaded('old.png', png);
    await app.get(Database).run({ text: `update app_file set expires_at = now() - interval '1 second' where id = $1`, values: [id.slice(5)] });
    expect(codeOf(await read(id))).toBe('file/not_found');
    expect(await app.get(AppFilesService).sweep()).toBeGreaterThanOrEqual(1);
    expect(await app.get(Database).run({ text: 'select 1 from app_file where id = $1', values: [id.slice(5)] })).toEqual([]);
  });
});

test('a release says what viewers may upload, and does not leave it to expressions', async () => {
  await ada.client.post(`${workspace.api}/app_drafts/f/shop/intake`, {});
  const send = (since: number, commands: object[]) =>
    ada.client.post<{ problems: { code: string }[] }>(`${workspace.api}/app_commands/f/shop/intake`, { since, commands, client: 'x' });
  const sent = await send(0, [
    { do: 'set_prop', id: 'photo', name: 'max_files', value: 3 },
    { do: 'set_prop', id: 'anything', name: 'max_size_mb', value: { expr: '1000' } },
  ]);
  expect(sent.body.problems.map(({ code }) => code)).toContain('app/fixed_prop');
  expect((await begin('a.png', 100, { version: 0, by: ada })).status).toBe(201);
  const changes = await ada.client.get<AppChanges>(`${workspace.api}/app_changes/f/shop/intake`);
  expect(changes.body.changes).toContainEqual({ kind: 'rights', subject: 'photo', text: 'Viewers may upload up to 3 files (image) of 5 MB each' });
});
