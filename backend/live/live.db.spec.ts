import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { io as connect, type Socket } from 'socket.io-client';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import type { RoomEnded, Subscribed } from '../jobs/live.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

/** Somebody who follows rooms by a token, and what they were told to have ended. */
class Follower implements AsyncDisposable {
  private readonly ended: string[] = [];
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('room.ended', ({ room }: RoomEnded) => {
      this.ended.push(room);
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  static async by(token: string): Promise<Follower> {
    const socket = connect(app.url, { transports: ['websocket'], auth: { token } });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new Follower(socket);
  }

  follow = async (room: string): Promise<Subscribed> => (await this.socket.emitWithAck('subscribe', { workspace: workspace.id, room })) as Subscribed;

  /** Settles once so many rooms were ended. */
  async end(...rooms: string[]): Promise<void> {
    while (!rooms.every((room) => this.ended.includes(room))) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  hasEnded = (room: string): boolean => this.ended.includes(room);

  [Symbol.asyncDispose](): Promise<void> {
    this.socket.disconnect();
    return Promise.resolve();
  }
}

/** The text of a token, and its id. */
async function tokenOf(user: TestUser, expiresAt: Date | null = null): Promise<{ id: string; token: string }> {
  const input = { label: 'live', workspace: workspace.id, ...(expiresAt && { expires_at: expiresAt.toISOString() }) };
  return (await user.client.post<{ id: string; token: string }>('/api/tokens', input)).body;
}

async function aJob(path: string): Promise<string> {
  const [row] = await app.get(Database).run<{ id: string }>({
    text: `insert into job (id, workspace_id, kind, path, status, created_by, run_as, tag, trace_id) values (gen_random_uuid(), $1, 'script', $2, 'queued', 'u/admin', 'u/admin', 'bash', 'x') returning id`,
    values: [workspace.id, path],
  });
  return row?.id ?? '';
}

describe('a stream that is open', () => {
  test('ends with its token, and another one goes on', async () => {
    const ada = await workspace.aMember('developer');
    const [first, second] = [await tokenOf(ada), await tokenOf(ada)];
    await using revoked = await Follower.by(first.token);
    await using kept = await Follower.by(second.token);
    for (const follower of [revoked, kept]) expect(await follower.follow('runs')).toEqual({ ok: true });
    expect((await ada.client.delete(`/api/tokens/${first.id}`)).status).toBe(204);
    await revoked.end('runs');
    expect(kept.hasEnded('runs')).toBe(false);
    expect(await revoked.follow('runs')).toMatchObject({ ok: false });
  });

  test('ends for what a grant gave when the grant is taken, and goes on for the rest', async () => {
    const eve = await workspace.aMember('operator', { username: 'eve' });
    await workspace.grant('folder', 'shop', 'u/eve', 'read');
    const job = await aJob('f/shop/pay');
    await using follower = await Follower.by((await tokenOf(eve)).token);
    for (const room of [`job:${job}`, 'runs']) expect(await follower.follow(room)).toEqual({ ok: true });
    const taken = { object_kind: 'folder', object_path: 'shop', subject: 'u/eve', level: null };
    expect((await workspace.admin.client.put(`${workspace.api}/grants`, taken)).status).toBeLessThan(300);
    await follower.end(`job:${job}`);
    expect(follower.hasEnded('runs')).toBe(false);
  });

  test('ends with the group through which one saw, and with the membership', async () => {
    const ben = await workspace.aMember('operator', { username: 'ben' });
    const group = (members: string[]) => workspace.admin.client.put(`${workspace.api}/groups/team`, { summary: '', members });
    expect((await group(['ben'])).status).toBe(201);
    await workspace.grant('folder', 'shop', 'g/team', 'read');
    const job = await aJob('f/shop/pay');
    await using follower = await Follower.by((await tokenOf(ben)).token);
    for (const room of [`job:${job}`, 'inbox']) expect(await follower.follow(room)).toEqual({ ok: true });
    expect((await group([])).status).toBe(200);
    await follower.end(`job:${job}`);
    await workspace.admin.client.patch(`${workspace.api}/members/ben`, { disabled: true });
    await follower.end('inbox');
  });

  // Far below the half minute in which all access is looked up again.
  test('ends at the moment at which its token does', async () => {
    const lena = await workspace.aMember('developer');
    await using follower = await Follower.by((await tokenOf(lena, new Date(Date.now() + 1_500))).token);
    expect(await follower.follow('runs')).toEqual({ ok: true });
    await follower.end('runs');
  }, 20_000);

  test('and is that of one run ends with the right to run it, and says why, while the run goes on', async () => {
    const max = await workspace.aMember('operator', { username: 'max' });
    await workspace.grant('folder', 'shop', 'u/max', 'read');
    expect((await workspace.admin.client.put(`${workspace.api}/scripts/f/shop/slow`, { language: 'bash', content: 'sleep 60' })).status).toBe(201);
    const events = await fetch(`${app.url}${workspace.api}/jobs/run_and_stream/p/f/shop/slow`, {
      method: 'POST',
      headers: { ...max.client.headers, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(events.status).toBe(201);
    const taken = { object_kind: 'folder', object_path: 'shop', subject: 'u/max', level: null };
    expect((await workspace.admin.client.put(`${workspace.api}/grants`, taken)).status).toBeLessThan(300);
    expect(await events.text()).toMatch(/event: error\ndata: \{"code":"script\/not_found".*\}\n\n$/);
    const [job] = await app.get(Database).run({ text: 'select status from job where id = $1', values: [events.headers.get('x-millrace-job-id')] });
    expect(job).not.toMatchObject({ status: 'cancelled' });
  }, 20_000);
});
