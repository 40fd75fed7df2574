import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { AppAudience, AppDocument } from '../app.contract.ts';
import { emptyDocument } from '../core/empty.ts';
import type { GuestChat, SaidAsGuest } from './guest-chats.contract.ts';
import type { EmbedToken } from './guests.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;

const limits = { runs_per_minute: 100, runs_per_address: 50, runs_per_day: 1000 };
const ask = { id: 'ask', run: { kind: 'agent', path: 'f/inner/helper' }, args: {}, trigger: 'manual', run_as: 'author' } as const;
const chatOf = (id: string, action: string) => ({ id, type: 'chat', props: { guest_action: action }, on: {}, layout: {} });

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
    const tokenOf = async (id: string) =>
      bearing((await ada.client.post<EmbedToken>(`${workspace.api}/app_embed_tokens/f/desk/talk`, { user: { id } })).body.token);
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

  test('counts as runs of the app do', async () => {
    const answers: number[] = [];
    for (let count = 0; count < 5; count += 1) answers.push((await say('f/desk/talk_too', {})).status);
    expect(answers).toEqual([201, 201, 201, 201, 429]);
  });
});
