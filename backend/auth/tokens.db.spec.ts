import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, TestClient, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import { newId } from '../common/ids.ts';
import type { CreatedToken, SignedIn, Token } from './auth.contract.ts';
import { Identification } from './identification.service.ts';
import { JobTokens } from './job-tokens.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const bearer = (token: string) => new TestClient(app.url, { authorization: `Bearer ${token}` });
const query = (text: string, values: unknown[] = []) => app.platform.database.manager.query(text, values);

/** Statements that the pool runs during `work`. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { pool } = app.platform.database;
  const original = pool.query.bind(pool);
  let count = 0;
  Object.assign(pool, { query: (...parameters: Parameters<typeof original>) => ((count += 1), original(...parameters)) });
  try {
    await work();
  } finally {
    Object.assign(pool, { query: original });
  }
  return count;
}

describe('an API token', () => {
  test('is shown once, works without CSRF in its workspace only, and is stored as a hash', async () => {
    const [here, there] = await Promise.all([app.make.aWorkspace(), app.make.aWorkspace()]);
    const answer = await here.admin.client.post<CreatedToken>('/api/tokens', { label: 'ci', workspace: here.id });
    expect(answer.status).toBe(201);
    expect(answer.body.token).toMatch(/^mr_[A-Za-z0-9_-]{43}$/);
    const client = bearer(answer.body.token);
    expect((await client.patch<{ name: string }>(here.api, { name: 'Renamed' })).body.name).toBe('Renamed');
    expect(codeOf(await client.get(there.api))).toBe('workspace/not_found');
    const listed = await here.admin.client.get<{ items: Token[] }>('/api/tokens');
    expect(listed.text).not.toContain(answer.body.token);
    expect(listed.body.items[0]).toMatchObject({ label: 'ci', prefix: answer.body.token.slice(0, 9), workspace: here.id });
    const [row] = (await query('select t::text as everything from token t where id = $1', [answer.body.id])) as { everything: string }[];
    expect(row?.everything).not.toContain(answer.body.token);
  });

  test('of somebody with two workspaces does not open the second one', async () => {
    const [here, there] = await Promise.all([app.make.aWorkspace(), app.make.aWorkspace()]);
    await query(`insert into membership (workspace_id, user_id, username, role) values ($1, $2, 'guest', 'admin')`, [there.id, here.admin.id]);
    expect((await here.admin.client.get(there.api)).status).toBe(200);
    const client = await here.admin.withToken();
    expect(codeOf(await client.get(there.api))).toBe('workspace/not_found');
    expect((await client.get<SignedIn>('/api/auth/me')).body.user.memberships.map(({ workspace }) => workspace)).toEqual([here.id]);
  });

  test('cannot make tokens, end sessions or change the person', async () => {
    const workspace = await app.make.aWorkspace();
    const client = await workspace.admin.withToken();
    for (const answer of await Promise.all([
      client.post('/api/tokens', { label: 'more', workspace: workspace.id }),
      client.get('/api/tokens'),
      client.post('/api/auth/logout_everywhere'),
      client.post('/api/auth/password', { current_password: 'x', new_password: 'a long new password' }),
      client.patch('/api/auth/me', { name: 'Eve' }),
    ]))
      expect(codeOf(answer)).toBe('access/forbidden');
  });

  test('ends when it expires, is revoked, or when its owner is disabled, leaves, or the workspace is archived', async () => {
    const workspace = await app.make.aWorkspace();
    const members = await Promise.all(Array.from({ length: 4 }, () => workspace.aMember('developer')));
    const [expired, revoked, disabled, gone] = await Promise.all(members.map(async (member) => ({ member, client: await member.withToken() })));
    for (const one of [expired, revoked, disabled, gone]) expect((await one?.client.get(workspace.api))?.status).toBe(200);
    await query('update token set expires_at = now() where user_id = $1', [expired?.member.id]);
    const { items } = (await revoked?.member.client.get<{ items: Token[] }>('/api/tokens'))?.body ?? { items: [] };
    expect((await revoked?.member.client.delete(`/api/tokens/${items[0]?.id}`))?.status).toBe(204);
    await query('update "user" set disabled_at = now() where id = $1', [disabled?.member.id]);
    await workspace.admin.client.patch(`${workspace.api}/members/${gone?.member.username}`, { disabled: true });
    for (const one of [expired, revoked, disabled]) expect(codeOf((await one?.client.get(workspace.api)) ?? never())).toBe('access/not_signed_in');
    expect(codeOf((await gone?.client.get(workspace.api)) ?? never())).toBe('workspace/not_found');
    const admin = await workspace.admin.withToken();
    await query('update workspace set archived_at = now() where id = $1', [workspace.id]);
    expect(codeOf(await admin.get(workspace.api))).toBe('workspace/not_found');
  });

  test('can be revoked by its owner only', async () => {
    const workspace = await app.make.aWorkspace();
    const { id } = (await workspace.admin.client.post<CreatedToken>('/api/tokens', { label: 'ci', workspace: workspace.id })).body;
    const other = await workspace.aMember('admin');
    expect(codeOf(await other.client.delete(`/api/tokens/${id}`))).toBe('token/not_found');
  });

  test('refuses scopes that do not exist, that its owner does not hold, and a time that has passed', async () => {
    const workspace = await app.make.aWorkspace();
    const [developer, operator, stranger] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator'), app.make.aUser()]);
    const make = (client: TestClient, input: object) => client.post('/api/tokens', { label: 'x', workspace: workspace.id, ...input });
    for (const scope of ['scripts', 'scripts:fly', '*', 'scripts:read:../etc', 'members:read:f/a/b', 'scripts:read:f/a/**'])
      expect(codeOf(await make(developer.client, { scopes: [scope] }))).toBe('token/scope_invalid');
    expect(codeOf(await make(developer.client, { scopes: ['members:manage'] }))).toBe('token/scope_invalid');
    expect(codeOf(await make(operator.client, { scopes: ['scripts:write'] }))).toBe('token/scope_invalid');
    expect((await make(operator.client, { scopes: ['jobs:run:f/support/*', 'scripts:read'] })).status).toBe(201);
    expect(codeOf(await make(developer.client, { expires_at: '2020-01-01T00:00:00Z' }))).toBe('request/invalid');
    expect(codeOf(await make(stranger.client, {}))).toBe('workspace/not_found');
    expect(codeOf(await make(developer.client, { user_id: newId() }))).toBe('request/invalid');
  });

  test('does only what its scopes say', async () => {
    const workspace = await app.make.aWorkspace();
    const client = await workspace.admin.withToken(['members:read']);
    expect((await client.get(`${workspace.api}/members`)).status).toBe(200);
    expect(codeOf(await client.patch(`${workspace.api}/members/admin`, { disabled: true }))).toBe('access/scope_missing');
    expect(codeOf(await client.get(workspace.api))).toBe('access/scope_missing');
    expect(codeOf(await client.get('/api/auth/me'))).toBe('access/scope_missing');
  });

  test('in a URL works only when running one path is all that it can', async () => {
    const workspace = await app.make.aWorkspace();
    const tokenWith = async (scopes: string[]) =>
      (await workspace.admin.client.post<CreatedToken>('/api/tokens', { label: 'x', workspace: workspace.id, scopes })).body.token;
    const full = await tokenWith([]);
    expect(codeOf(await app.anonymous.get(`${workspace.api}/me?token=${full}`))).toBe('access/not_signed_in');
    expect(codeOf(await app.anonymous.get(`${workspace.api}/me?token=${await tokenWith(['jobs:run:f/a/*'])}`))).toBe('access/not_signed_in');
    expect(codeOf(await app.anonymous.get(`${workspace.api}/me?token=${await tokenWith(['jobs:run:f/a/b'])}`))).toBe('access/scope_missing');
  });

  test('costs one statement per request for knowing the caller, and notes its use at most once a minute', async () => {
    const workspace = await app.make.aWorkspace();
    const client = await workspace.admin.withToken();
    await client.get(`${workspace.api}/me`);
    const [used] = (await query('select used_at from token where user_id = $1', [workspace.admin.id])) as { used_at: Date }[];
    expect(await countStatements(() => client.get(`${workspace.api}/me`))).toBe(1);
    expect(await countStatements(() => workspace.admin.client.get(`${workspace.api}/me`))).toBe(1);
    expect(await query('select used_at from token where user_id = $1', [workspace.admin.id])).toEqual([used]);
  });
});

describe('a connection that stays open', () => {
  test('learns that its session or token has ended, and sees grants of later', async () => {
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    const member = await workspace.aMember('developer');
    const identification = app.get(Identification);
    const identities = await Promise.all([member.client, await member.withToken()].map(({ headers }) => identification.identify({ headers })));
    for (const identity of identities) {
      if (!identity) throw new Error('not identified');
      expect((await identification.enter(identity, workspace.id))?.folders.size).toBe(0);
    }
    await workspace.grant('folder', 'shop', `u/${member.username}`, 'read');
    for (const identity of identities) {
      if (!identity) throw new Error('not identified');
      expect((await identification.enter(identity, workspace.id))?.folders.size).toBe(1);
      expect(await identification.validityOf(identity)).toEqual({ endsInMs: identity.via.kind === 'session' ? expect.any(Number) : null });
    }
    await member.client.post('/api/auth/logout_everywhere');
    await query('update token set revoked_at = now() where user_id = $1', [member.id]);
    for (const identity of identities) expect(identity && (await identification.validityOf(identity))).toBeNull();
  });
});

describe('the token of a job', () => {
  const aJob = async (workspace: TestWorkspace, userId: string | null, status = 'running') => {
    const id = newId();
    await query(
      `insert into job (id, workspace_id, kind, status, attempt, created_by, run_as, run_as_user_id, tag, trace_id) values ($1, $2, 'script', $3, 1, 'u/admin', 'u/admin', $4, 'bun', 'x')`,
      [id, workspace.id, status, userId],
    );
    return id;
  };
  const issue = (id: string, attempt = 1) => app.get(JobTokens).issue(id, attempt);

  test('acts as whom the job runs, in its workspace, while that attempt runs', async () => {
    const workspace = await app.make.aWorkspace();
    const developer = await workspace.aMember('developer');
    const id = await aJob(workspace, developer.id);
    expect((await bearer(issue(id)).get<{ username: string }>(`${workspace.api}/me`)).body.username).toBe(developer.username);
    const identity = await app.get(Identification).identify({ headers: { authorization: `Bearer ${issue(id)}` } });
    expect(identity).toMatchObject({ userId: developer.id, via: { kind: 'job', jobId: id }, boundWorkspace: workspace.id });
    expect(codeOf(await bearer(issue(id, 2)).get(workspace.api))).toBe('access/not_signed_in');
    await query('update job set attempt = 2 where id = $1', [id]);
    expect(codeOf(await bearer(issue(id)).get(workspace.api))).toBe('access/not_signed_in');
    await query(`update job set status = 'succeeded', ended_at = now() where id = $1`, [id]);
    expect(codeOf(await bearer(issue(id, 2)).get(workspace.api))).toBe('access/not_signed_in');
  });

  test('is refused when forged, when the job never began, and when it runs as nobody', async () => {
    const workspace = await app.make.aWorkspace();
    const running = await aJob(workspace, workspace.admin.id);
    const queued = await aJob(workspace, workspace.admin.id, 'queued');
    const nobodys = await aJob(workspace, null);
    const borrowed = issue(queued).replace(queued, running);
    for (const token of [borrowed, issue(queued), issue(nobodys), issue(newId()), 'mrj.', `${issue(running)}x`])
      expect(codeOf(await bearer(token).get(workspace.api))).toBe('access/not_signed_in');
    expect(codeOf(await bearer(issue(running)).get((await app.make.aWorkspace()).api))).toBe('workspace/not_found');
  });

  test('never changes who may do what, also when an admin runs it', async () => {
    const workspace = await app.make.aWorkspace();
    const developer = await workspace.aMember('developer');
    const client = bearer(issue(await aJob(workspace, workspace.admin.id)));
    expect(codeOf(await client.patch(`${workspace.api}/members/${developer.username}`, { role: 'admin' }))).toBe('access/forbidden');
    expect(codeOf(await client.post(`${workspace.api}/invitations`, { email: 'a@example.com', role: 'admin' }))).toBe('access/forbidden');
    expect(codeOf(await client.put(`${workspace.api}/groups/x`, {}))).toBe('access/forbidden');
    expect(codeOf(await client.post('/api/tokens', { label: 'x', workspace: workspace.id }))).toBe('access/forbidden');
  });
});

function never(): never {
  throw new Error('unreachable');
}
