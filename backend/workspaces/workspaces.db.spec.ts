import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, openTestPlatform, TestClient, type TestApp } from '../../test/support/app.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { testPassword } from '../../test/support/builders.ts';
import type { InvitationInfo, SignedIn } from '../auth/auth.contract.ts';
import { createApplication } from '../application.ts';
import { FirstRun } from './first-run.service.ts';
import type { CreatedInvitation, Member, Workspace } from './workspaces.contract.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const query = (text: string, values: unknown[] = []) => app.platform.database.manager.query(text, values);
const secretOf = (link: string) => link.split('/').at(-1) ?? '';

describe('a workspace', () => {
  test('is made by who runs the installation, who becomes its admin', async () => {
    const [superadmin, person] = await Promise.all([app.make.aUser({ isSuperadmin: true }), app.make.aUser()]);
    expect(codeOf(await person.client.post('/api/workspaces', { id: 'mine', name: 'Mine', username: 'me' }))).toBe('access/forbidden');
    const answer = await superadmin.client.post<Workspace>('/api/workspaces', { id: 'shop', name: 'Shop', username: 'boss' });
    expect(answer.status).toBe(201);
    expect((await superadmin.client.get('/api/w/shop/me')).body).toEqual({ username: 'boss', role: 'admin', groups: [], folders: {} });
    expect(codeOf(await superadmin.client.post('/api/workspaces', { id: 'shop', name: 'Again', username: 'boss' }))).toBe('workspace/exists');
    expect(codeOf(await superadmin.client.post('/api/workspaces', { id: 'Shop/..', name: 'Bad', username: 'boss' }))).toBe('request/invalid');
  });

  test('does not exist for who is not in it, whoever they are', async () => {
    const workspace = await app.make.aWorkspace();
    const superadmin = await app.make.aUser({ isSuperadmin: true });
    const answers = await Promise.all([superadmin.client.get(workspace.api), superadmin.client.get('/api/w/nothing-here')]);
    expect(answers.map(codeOf)).toEqual(['workspace/not_found', 'workspace/not_found']);
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  test('never gives its data key or the fields of its row away', async () => {
    const workspace = await app.make.aWorkspace();
    expect(Object.keys((await workspace.admin.client.get<Workspace>(workspace.api)).body).sort()).toEqual(['created_at', 'id', 'name', 'settings']);
    expect(codeOf(await workspace.admin.client.patch(workspace.api, { id: 'other', data_key: 'x' }))).toBe('request/invalid');
  });
});

describe('members', () => {
  test('keep at least one admin, also when two admins remove each other at once', async () => {
    const workspace = await app.make.aWorkspace();
    const members = `${workspace.api}/members`;
    expect(codeOf(await workspace.admin.client.patch(`${members}/admin`, { role: 'developer' }))).toBe('member/last_admin');
    expect(codeOf(await workspace.admin.client.patch(`${members}/admin`, { disabled: true }))).toBe('member/last_admin');
    expect(codeOf(await workspace.admin.client.delete(`${members}/admin`))).toBe('member/last_admin');
    const second = await workspace.aMember('admin', { username: 'second' });
    const answers = await Promise.all([
      workspace.admin.client.patch(`${members}/second`, { role: 'operator' }),
      second.client.patch(`${members}/admin`, { role: 'operator' }),
    ]);
    const { items } = (await workspace.admin.client.get<{ items: Member[] }>(members)).body;
    expect(items.filter(({ role }) => role === 'admin')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('change their role at once, and the change is an event', async () => {
    const workspace = await app.make.aWorkspace();
    const operator = await workspace.aMember('operator');
    expect((await workspace.admin.client.patch<Member>(`${workspace.api}/members/${operator.username}`, { role: 'developer' })).body.role).toBe('developer');
    expect((await operator.client.get<{ role: string }>(`${workspace.api}/me`)).body.role).toBe('developer');
    const events = await query(`select actor, details from event where workspace_id = $1 and action = 'member.updated'`, [workspace.id]);
    expect(events).toEqual([{ actor: 'u/admin', details: expect.objectContaining({ role: 'developer', role_before: 'operator' }) }]);
    expect(codeOf(await workspace.admin.client.patch(`${workspace.api}/members/nobody`, { role: 'admin' }))).toBe('member/not_found');
    expect(codeOf(await workspace.admin.client.patch(`${workspace.api}/members/${operator.username}`, { role: 'superadmin' }))).toBe('request/invalid');
    expect(codeOf(await operator.client.patch(`${workspace.api}/members/${operator.username}`, { role: 'admin' }))).toBe('access/forbidden');
  });

  test('who are removed lose grants, groups, tokens and open invitations, and nobody gets their name', async () => {
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    await workspace.aGroup('team');
    const leaver = await workspace.aMember('admin', { username: 'leaver', groups: ['team'] });
    await workspace.grant('folder', 'shop', 'u/leaver', 'owner');
    const token = await leaver.withToken();
    const invitation = (await leaver.client.post<CreatedInvitation>(`${workspace.api}/invitations`, { email: 'friend@example.com', role: 'admin' })).body;
    expect((await workspace.admin.client.delete(`${workspace.api}/members/leaver`)).status).toBe(204);
    expect(codeOf(await token.get(workspace.api))).toBe('access/not_signed_in');
    expect(codeOf(await leaver.client.get(workspace.api))).toBe('workspace/not_found');
    expect(await query('select from grant_ where workspace_id = $1', [workspace.id])).toHaveLength(0);
    expect(await query('select from group_member where workspace_id = $1', [workspace.id])).toHaveLength(0);
    expect(codeOf(await app.anonymous.get(`/api/auth/invitations/${secretOf(invitation.link)}`))).toBe('auth/invitation_invalid');
    const next = (await workspace.admin.client.post<CreatedInvitation>(`${workspace.api}/invitations`, { email: 'next@example.com', role: 'developer' })).body;
    const accept = (username: string) => app.anonymous.post(`/api/auth/invitations/${secretOf(next.link)}`, { username, password: testPassword });
    expect(codeOf(await accept('leaver'))).toBe('member/exists');
    expect((await accept('somebody')).status).toBe(200);
  });
});

describe('an invitation', () => {
  const invite = async (email: string, options: object = {}) => {
    const workspace = await app.make.aWorkspace();
    await workspace.aGroup('team');
    const answer = await workspace.admin.client.post<CreatedInvitation>(`${workspace.api}/invitations`, {
      email,
      role: 'developer',
      groups: ['team'],
      ...options,
    });
    return { workspace, invitation: answer.body, path: `/api/auth/invitations/${secretOf(answer.body.link ?? '')}`, answer };
  };

  test('makes an account, a member in the groups, and a session, once', async () => {
    const { workspace, path } = await invite('New.Person@example.com');
    expect((await app.anonymous.get<InvitationInfo>(path)).body).toEqual({
      workspace: workspace.id,
      workspace_name: workspace.id,
      email: 'new.person@example.com',
      has_account: false,
      username: null,
      name: '',
    });
    expect(codeOf(await app.anonymous.post(path, { username: 'newbie', password: 'short' }))).toBe('auth/password_too_weak');
    const answer = await app.anonymous.post<SignedIn>(path, { username: 'newbie', name: 'New Person', password: testPassword });
    expect(answer.status).toBe(200);
    const client = new TestClient(app.url, { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' });
    expect((await client.get(`${workspace.api}/me`)).body).toEqual({ username: 'newbie', role: 'developer', groups: ['team'], folders: {} });
    expect(codeOf(await app.anonymous.post(path, { username: 'second', password: testPassword }))).toBe('auth/invitation_invalid');
  });

  test('lets in one of two who use the link at the same moment', async () => {
    const { path } = await invite('twice@example.com');
    const answers = await Promise.all(['one', 'two'].map((username) => app.anonymous.post(path, { username, password: testPassword })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('for an existing account asks for its password, and guesses count', async () => {
    const person = await app.make.aUser();
    const { path, workspace } = await invite(person.email);
    expect((await app.anonymous.get<InvitationInfo>(path)).body.has_account).toBe(true);
    for (let guess = 0; guess < 5; guess += 1)
      expect(codeOf(await app.anonymous.post(path, { username: 'x', password: `guess number ${guess}` }))).toBe('auth/invalid_credentials');
    expect(codeOf(await app.anonymous.post(path, { username: 'x', password: testPassword }))).toBe('auth/too_many_attempts');
    await query('delete from sign_in_attempt');
    expect((await app.anonymous.post(path, { username: 'guest', password: testPassword })).status).toBe(200);
    expect((await person.client.get<{ username: string }>(`${workspace.api}/me`)).body.username).toBe('guest');
  });

  test('ends after a week, when taken back, and when a newer one is sent', async () => {
    const expired = await invite('late@example.com');
    await query(`update invitation set expires_at = now() where id = $1`, [expired.invitation.id]);
    const revoked = await invite('revoked@example.com');
    expect((await revoked.workspace.admin.client.delete(`${revoked.workspace.api}/invitations/${revoked.invitation.id}`)).status).toBe(204);
    const older = await invite('again@example.com');
    await older.workspace.admin.client.post(`${older.workspace.api}/invitations`, { email: 'again@example.com', role: 'operator' });
    for (const { path } of [expired, revoked, older])
      expect(codeOf(await app.anonymous.post(path, { username: 'x', password: testPassword }))).toBe('auth/invitation_invalid');
    expect(codeOf(await app.anonymous.get('/api/auth/invitations/nonsense'))).toBe('auth/invitation_invalid');
  });

  test('refuses members, unknown groups and names that are taken', async () => {
    const { workspace, path } = await invite('third@example.com');
    expect(codeOf(await workspace.admin.client.post(`${workspace.api}/invitations`, { email: workspace.admin.email, role: 'admin' }))).toBe('member/exists');
    expect((await invite('x@example.com', { groups: ['nothing'] })).answer.status).toBe(404);
    expect(codeOf(await app.anonymous.post(path, { username: 'admin', password: testPassword }))).toBe('member/exists');
    expect(codeOf(await app.anonymous.post(path, { username: '../x', password: testPassword }))).toBe('request/invalid');
    expect(codeOf(await app.anonymous.post(path, { username: 'ok', password: testPassword, role: 'admin' }))).toBe('request/invalid');
  });

  test('brings a member back whose membership was disabled, under the same name', async () => {
    const workspace = await app.make.aWorkspace();
    const person = await workspace.aMember('developer', { username: 'back' });
    await workspace.admin.client.patch(`${workspace.api}/members/back`, { disabled: true });
    const { link } = (await workspace.admin.client.post<CreatedInvitation>(`${workspace.api}/invitations`, { email: person.email, role: 'operator' })).body;
    expect((await app.anonymous.post(`/api/auth/invitations/${secretOf(link)}`, { username: 'different', password: testPassword })).status).toBe(200);
    expect((await person.client.get(`${workspace.api}/me`)).body).toMatchObject({ username: 'back', role: 'operator' });
  });
});

describe('the first start', () => {
  test('makes one admin with a password that is told once, however many servers start', async () => {
    await using database = await createTestDatabase();
    const platform = await openTestPlatform(database.url);
    const servers = await Promise.all([createApplication(platform), createApplication(platform)]);
    const results = await Promise.all(servers.map(async (server) => (await server.init()).get(FirstRun).ensureAdmin({ MILLRACE_DEMO: true })));
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(results.filter(({ password }) => password !== null)).toHaveLength(1);
    expect(
      await platform.database.manager.query(
        `select w.id, m.username, m.role, u.email, u.is_superadmin from workspace w join membership m on m.workspace_id = w.id join "user" u on u.id = m.user_id`,
      ),
    ).toEqual([{ id: 'acme', username: 'admin', role: 'admin', email: 'admin@millrace.local', is_superadmin: true }]);
    await Promise.all(servers.map((server) => server.close()));
    const otherKey = await createApplication({ ...platform, masterKey: Buffer.alloc(32, 7) });
    await expect(otherKey.get(FirstRun, { strict: false }).ensureAdmin({ MILLRACE_DEMO: true })).rejects.toThrow(/another master key/);
    await otherKey.close();
    await platform.notifications.close();
    await platform.database.close();
  });

  test('uses the password of the settings and tells none, and makes an empty workspace of its own where the demo is not wanted', async () => {
    await using other = await createTestApp();
    const settings = { MILLRACE_DEMO: false, MILLRACE_ADMIN_EMAIL: 'boss@example.com', MILLRACE_ADMIN_PASSWORD: 'a password from the settings' };
    expect(await other.get(FirstRun).ensureAdmin(settings)).toEqual({ email: 'boss@example.com', password: null, isNew: true });
    const answer = await other.anonymous.post<SignedIn>('/api/auth/login', { email: 'boss@example.com', password: 'a password from the settings' });
    expect(answer.body.user.memberships).toEqual([{ workspace: 'main', workspace_name: 'Main', username: 'admin', role: 'admin' }]);
    expect(await other.get(FirstRun).ensureAdmin({ MILLRACE_DEMO: true })).toMatchObject({ isNew: false, password: null });
  });
});
