import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { AppAudience, AppDocument } from '../app.contract.ts';
import { emptyDocument } from '../core/empty.ts';
import type { GuestChat, SaidAsGuest } from './guest-chats.contract.ts';
import type { EmbedToken, GuestUpload } from './guests.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;

const limits = {
  runs_per_minute: 100,
  runs_per_address: 50,
  runs_per_day: 1000,
  files: { max_mb: 1, files_per_address: 20, files_per_minute: 20, mb_per_day: 5 },
};
const ask = { id: 'ask', run: { kind: 'agent', path: 'f/inner/helper' }, args: {}, trigger: 'manual', run_as: 'author' } as const;
const chatOf = (id: string, action: string) => ({ id, type: 'chat', props: { guest_action: action, guest_files: action === 'ask' }, on: {}, layout: {} });

/** A chat for everybody, and one for people whom another site vouches for. */
function document(audience: Partial<AppAudience>): AppDocument {
  return {
    ...emptyDocument,
    audience: { kind: 'members', groups: [], ...audience },
    actions: [
      { ...ask, is_public: true },
      { ...ask, id: 'inside' },
    ],
    pages: [
      { id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children: [chatOf('chat', 'ask'), chatOf('other', 'inside')] } },
    ],
  };
}

const guestApi = (): string => `/api/guest_apps/${workspace.id}`;
const bearing = (token: string): TestClient => app.anonymous.with({ authorization: `Bearer ${token}` });
const jobs = async () =>
  (await ada.client.get<{ items: { id: string; status: string; created_by: string; run_as: string; trigger_kind: string }[] }>(`${workspace.api}/jobs?limit=5`))
    .body.items;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  for (const folder of ['desk', 'inner']) await workspace.aFolder(folder);
  ada = await workspace.aMember('developer');
  for (const folder of ['desk', 'inner']) await workspace.grant('folder', folder, `u/${ada.username}`, 'write');
  expect((await ada.client.put(`${workspace.api}/agents/f/inner/helper`, { value: { instructions: 'Help.' } })).status).toBe(201);
  for (const [path, most] of [
    ['f/desk/talk', 50],
    ['f/desk/talk_too', 4],
  ] as const) {
    const audience = { anonymous: { ...limits, runs_per_address: most }, embed: { origins: ['https://shop.example'] } };
    expect((await ada.client.put(`${workspace.api}/apps/${path}`, { document: document(audience) })).status).toBe(201);
  }
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
}, 60_000);

describe('a conversation of a guest', () => {
  const chats = (): string => `${guestApi()}/chats`;
  const say = (path: string, body: object, client: TestClient = app.anonymous, name = 'ask') =>
    client.post<SaidAsGuest>(`${guestApi()}/actions/${name}/say/${path}`, { version: 1, text: 'Where is my parcel?', ...body });
  const read = (path: string, ticket: string, client: TestClient = app.anonymous) => client.get<GuestChat>(`${chats()}/${ticket}/view/${path}`);

  const tokenOf = async (id: string, path = 'f/desk/talk') =>
    bearing((await ada.client.post<EmbedToken>(`${workspace.api}/app_embed_tokens/${path}`, { user: { id } })).body.token);

  test('runs as the author, belongs to nobody, and is read with its ticket only, in this app', async () => {
    const { status, body } = await say('f/desk/talk', {});
    expect(status).toBe(201);
    const chat = await read('f/desk/talk', body.ticket);
    expect(chat.body.messages.map(({ role, parts }) => [role, parts])).toEqual([
      ['user', [{ type: 'text', text: 'Where is my parcel?' }]],
      ['assistant', []],
    ]);
    expect(chat.text).not.toMatch(/helper|job_id":"|u\//);
    expect((await jobs())[0]).toMatchObject({ created_by: 'anonymous', run_as: `u/${ada.username}`, trigger_kind: 'app' });
    for (const client of [app.anonymous, ada.client])
      expect(codeOf(await client.get(`${chats()}/${body.ticket.slice(0, -1)}${body.ticket.endsWith('A') ? 'B' : 'A'}/view/f/desk/talk`))).toBe(
        'thread/not_found',
      );
    expect(codeOf(await read('f/desk/talk_too', body.ticket))).toBe('thread/not_found');
    expect((await ada.client.get<{ items: unknown[] }>(`${workspace.api}/threads`)).body.items).toEqual([]);
    expect(codeOf(await say('f/desk/talk', { ticket: body.ticket }))).toBe('thread/busy');
    expect((await app.anonymous.post(`${chats()}/${body.ticket}/stop/f/desk/talk`)).status).toBe(204);
    const [run] = await jobs();
    expect((await ada.client.get<{ status: string }>(`${workspace.api}/jobs/${run?.id}`)).body.status).toBe('cancelled');
  });

  test('with what the release does not open, or of another version, does not begin', async () => {
    expect(codeOf(await say('f/desk/talk', {}, app.anonymous, 'inside'))).toBe('app/action_not_found');
    expect(codeOf(await say('f/desk/talk', { version: 2 }))).toBe('app/new_release');
    expect(codeOf(await say('f/desk/talk', { text: ' ' }))).toBe('request/invalid');
    expect(codeOf(await say('f/desk/talk', { text: '$var:f/inner/key' }))).toBe('app/reference_refused');
  });

  test('of a person whom a site vouches for is that person’s alone', async () => {
    const [carla, dora] = [await tokenOf('carla'), await tokenOf('dora')];
    const { body } = await say('f/desk/talk', {}, carla, 'inside');
    expect((await read('f/desk/talk', body.ticket, carla)).body.messages).toHaveLength(2);
    for (const client of [dora, app.anonymous]) expect(codeOf(await read('f/desk/talk', body.ticket, client))).toBe('thread/not_found');
  });

  test('is no member’s, whatever they are called, also where an action runs the agent', async () => {
    await workspace.aMember('operator', { username: 'onymous' });
    const ran = await app.anonymous.post(`${guestApi()}/actions/ask/run/f/desk/talk`, { version: 1, args: { message: 'Hello' } });
    expect(ran.status).toBe(201);
    const owners = await app.platform.database.manager.query(`select distinct user_id from thread where workspace_id = $1`, [workspace.id]);
    expect(owners).toEqual([{ user_id: null }]);
  });

  const give = async (path: string, component: string, content: Buffer, name = 'note.txt') => {
    const begun = await app.anonymous.post<GuestUpload>(`${guestApi()}/uploads/${path}`, { version: 1, component, name, size: content.length });
    if (begun.status !== 201) return begun;
    const target = `${guestApi()}/upload_parts/${begun.body.id}?at=0&key=${begun.body.key}`;
    await app.anonymous.raw({ method: 'PUT', target, headers: { 'content-type': 'application/octet-stream' }, body: content });
    return begun;
  };

  /** As after an answer: no worker runs here. */
  const ended = (ticket: string): Promise<unknown> =>
    app.platform.database.manager.query(
      `with answer as (update message set status = 'stopped' where thread_id = $1 and role = 'assistant') update thread set status = 'idle' where id = $1`,
      [ticket.split('.')[0]],
    );

  test('takes files where its chat does: copied into this conversation alone, known there by their names, and gone from the app', async () => {
    const { id, key } = (await give('f/desk/talk', 'chat', Buffer.from('It was broken.'))).body;
    expect(codeOf(await say('f/desk/talk', { files: { [id]: `${key.slice(0, -2)}xx` } }))).toBe('file/not_found');
    expect(codeOf(await say('f/desk/talk_too', { files: { [id]: key } }, await tokenOf('carla', 'f/desk/talk_too'), 'inside'))).toBe('file/not_found');
    expect(codeOf(await give('f/desk/talk', 'other', Buffer.from('x')))).toBe('file/not_asked');
    const said = await say('f/desk/talk', { text: '', files: { [id]: key } });
    expect(said.status).toBe(201);
    const [question] = (await read('f/desk/talk', said.body.ticket)).body.messages;
    expect(question?.parts).toEqual([
      { type: 'file', attachment: { id: expect.any(String) as unknown, name: 'note.txt', media_type: 'text/plain', size: 14 } },
    ]);
    expect(codeOf(await say('f/desk/talk', { files: { [id]: key } }))).toBe('file/not_found');
    const [row] = (await app.platform.database.manager.query(
      `select f.created_by, t.title, (select count(*)::integer from app_file where workspace_id = $1) as left from thread_file f join thread t on t.id = f.thread_id where f.workspace_id = $1`,
      [workspace.id],
    )) as object[];
    expect(row).toEqual({ created_by: 'anonymous', title: 'note.txt', left: 0 });
  });

  test('may be gone on with at an earlier question, in other words and with its files', async () => {
    const { id, key } = (await give('f/desk/talk', 'chat', Buffer.from('Order 7'))).body;
    const { ticket } = (await say('f/desk/talk', { text: 'First', files: { [id]: key } })).body;
    await ended(ticket);
    const [first] = (await read('f/desk/talk', ticket)).body.messages;
    expect((await say('f/desk/talk', { text: 'Better', ticket, instead_of: first?.id })).status).toBe(201);
    const { messages } = (await read('f/desk/talk', ticket)).body;
    expect(messages.map(({ role, parts }) => [role, parts.map((part) => (part.type === 'text' ? part.text : part.type))])).toEqual([
      ['user', ['Better', 'file']],
      ['assistant', []],
    ]);
    await ended(ticket);
    const other = (await say('f/desk/talk', {})).body.ticket;
    await ended(other);
    expect(codeOf(await say('f/desk/talk', { ticket: other, instead_of: first?.id }))).toBe('thread/message_not_found');
  });

  test('counts as runs of the app do', async () => {
    const answers: number[] = [];
    for (let count = 0; count < 5; count += 1) answers.push((await say('f/desk/talk_too', {})).status);
    expect(answers).toEqual([201, 201, 201, 201, 429]);
  });
});
