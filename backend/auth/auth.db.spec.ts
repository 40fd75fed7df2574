import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testPassword } from '../../test/support/builders.ts';
import { codeOf, createTestApp, TestClient, type TestApp } from '../../test/support/app.ts';
import { newId } from '../common/ids.ts';
import type { Session, SignedIn } from './auth.contract.ts';
import { SessionEntity } from './session.entity.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const logIn = (email: string, password = testPassword, client = app.anonymous) => client.post<SignedIn>('/api/auth/login', { email, password });
const cookieOf = (answer: { headers: Headers }, name: string) =>
  (answer.headers.getSetCookie().find((value) => value.startsWith(`${name}=`)) ?? '').split(';')[0] ?? '';

describe('signing in', () => {
  test('sets an http-only cookie with which the person is known, and a CSRF token without which nothing changes', async () => {
    const workspace = await app.make.aWorkspace();
    const answer = await logIn(workspace.admin.email.toUpperCase());
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().find((value) => value.startsWith('millrace_session=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/);
    const person = new TestClient(app.url, { cookie: cookie.split(';')[0] ?? '' });
    expect((await person.get<SignedIn>('/api/auth/me')).body.user.memberships).toEqual([
      { workspace: workspace.id, workspace_name: workspace.id, username: 'admin', role: 'admin' },
    ]);
    expect(codeOf(await person.post('/api/auth/logout'))).toBe('auth/csrf');
    expect((await person.with({ 'x-csrf-token': answer.body.csrf_token }).post('/api/auth/logout')).status).toBe(204);
    expect(codeOf(await person.get('/api/auth/me'))).toBe('access/not_signed_in');
  });

  test('answers alike for a wrong password, an unknown address and a disabled account', async () => {
    const disabled = await app.make.aUser();
    await app.platform.database.manager.query('update "user" set disabled_at = now() where id = $1', [disabled.id]);
    const known = await app.make.aUser();
    const answers = await Promise.all([logIn(known.email, 'wrong password'), logIn('nobody@example.com'), logIn(disabled.email)]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect({ ...(body as unknown as { error: object }).error, request_id: null }).toEqual({
        code: 'auth/invalid_credentials',
        message: 'This address and password do not belong together.',
        details: {},
        request_id: null,
      });
    }
    expect(codeOf(await disabled.client.get('/api/auth/me'))).toBe('access/not_signed_in');
  });

  test('stores secrets of sessions and passwords only as hashes', async () => {
    const user = await app.make.aUser();
    const answer = await logIn(user.email);
    const secret = cookieOf(answer, 'millrace_session').split('=')[1] ?? '';
    const [row] = (await app.platform.database.manager.query(
      `select (select string_agg(s::text, ' ') from session s) || (select string_agg(u::text, ' ') from "user" u) as everything`,
    )) as { everything: string }[];
    expect(secret).toHaveLength(47);
    expect(row?.everything).not.toContain(secret);
    expect(row?.everything).not.toContain(Buffer.from(secret).toString('hex'));
    expect(row?.everything).not.toContain(testPassword);
  });

  test('is refused from a page of another site', async () => {
    const user = await app.make.aUser();
    expect(codeOf(await logIn(user.email, testPassword, app.anonymous.with({ origin: 'https://evil.example' })))).toBe('auth/csrf');
    expect((await logIn(user.email, testPassword, app.anonymous.with({ origin: app.url }))).status).toBe(200);
  });

  test('marks the cookie as secure where people reach Millrace by https', async () => {
    await using secure = await createTestApp({ MILLRACE_BASE_URL: 'https://millrace.example' });
    const user = await secure.make.aUser();
    const answer = await secure.anonymous.post('/api/auth/login', { email: user.email, password: testPassword });
    expect(answer.headers.getSetCookie().every((value) => value.includes('Secure'))).toBe(true);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  });
});

describe('guessing passwords', () => {
  test('is stopped after five guesses from one place, with the time to wait, and also refuses the right password then', async () => {
    const user = await app.make.aUser();
    for (let guess = 0; guess < 5; guess += 1) expect(codeOf(await logIn(user.email, `guess ${guess}`))).toBe('auth/invalid_credentials');
    const answer = await logIn(user.email);
    expect(codeOf(answer)).toBe('auth/too_many_attempts');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(15 * 60);
  });

  test('gains nothing from guessing all at once', async () => {
    const user = await app.make.aUser();
    const codes = (await Promise.all(Array.from({ length: 12 }, (_, guess) => logIn(user.email, `guess ${guess}`)))).map(codeOf);
    expect(codes.filter((code) => code === 'auth/invalid_credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'auth/too_many_attempts')).toHaveLength(7);
  });

  test('does not lock out a browser in which the person has signed in before, nor a session', async () => {
    const user = await app.make.aUser();
    const device = cookieOf(await logIn(user.email), 'millrace_device');
    for (let guess = 0; guess < 6; guess += 1) await logIn(user.email, `guess ${guess}`);
    expect(codeOf(await logIn(user.email))).toBe('auth/too_many_attempts');
    expect((await logIn(user.email, testPassword, app.anonymous.with({ cookie: device }))).status).toBe(200);
    expect((await user.client.get('/api/auth/me')).status).toBe(200);
  });

  test('is not helped by the mark of another person or by a forged one', async () => {
    const [victim, attacker] = await Promise.all([app.make.aUser(), app.make.aUser()]);
    const device = cookieOf(await logIn(attacker.email), 'millrace_device');
    for (let guess = 0; guess < 5; guess += 1) await logIn(victim.email, `guess ${guess}`);
    for (const cookie of [device, device.replace(attacker.id, victim.id), 'millrace_device=a.b.c']) {
      expect(codeOf(await logIn(victim.email, 'one more', app.anonymous.with({ cookie })))).toBe('auth/too_many_attempts');
    }
  });

  test('is forgotten after the right password', async () => {
    const user = await app.make.aUser();
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 4; guess += 1) await logIn(user.email, `guess ${guess}`);
      expect((await logIn(user.email)).status).toBe(200);
    }
  });
});

describe('a session', () => {
  test('needs its own CSRF token for every change, and refuses other origins even for reading', async () => {
    const [user, other] = await Promise.all([app.make.aUser(), app.make.aUser()]);
    const otherCsrf = (await other.client.get<SignedIn>('/api/auth/me')).body.csrf_token;
    expect(codeOf(await user.client.with({ 'x-csrf-token': otherCsrf }).patch('/api/auth/me', { name: 'Eve' }))).toBe('auth/csrf');
    expect(codeOf(await user.client.with({ 'x-csrf-token': '' }).patch('/api/auth/me', { name: 'Eve' }))).toBe('auth/csrf');
    expect(codeOf(await user.client.with({ origin: 'https://evil.example' }).patch('/api/auth/me', { name: 'Eve' }))).toBe('auth/csrf');
    expect(codeOf(await user.client.with({ origin: 'null' }).get('/api/auth/me'))).toBe('auth/csrf');
    expect((await user.client.with({ origin: app.url }).patch<{ name: string }>('/api/auth/me', { name: 'Ada' })).body.name).toBe('Ada');
  });

  test('ends when it was not used for thirty days, and slides on with at most one write a minute', async () => {
    const user = await app.make.aUser();
    const sessionId = user.identity.via.kind === 'session' ? user.identity.via.sessionId : '';
    const { manager } = app.platform.database;
    await manager.query(`update session set seen_at = now() - interval '2 minutes', expires_at = now() + interval '1 day' where id = $1`, [sessionId]);
    await user.client.get('/api/auth/me');
    const touched = await manager.findOneByOrFail(SessionEntity, { id: sessionId });
    expect(touched.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    await user.client.get('/api/auth/me');
    expect((await manager.findOneByOrFail(SessionEntity, { id: sessionId })).seenAt).toEqual(touched.seenAt);
    await manager.query(`update session set expires_at = now() where id = $1`, [sessionId]);
    expect(codeOf(await user.client.get('/api/auth/me'))).toBe('access/not_signed_in');
  });

  test('is listed and can be ended by its owner only', async () => {
    const [user, other] = await Promise.all([app.make.aUser(), app.make.aUser()]);
    await logIn(user.email);
    const { items } = (await user.client.get<{ items: Session[] }>('/api/auth/sessions')).body;
    expect(items).toHaveLength(2);
    const second = items.find((session) => !session.is_current);
    expect(codeOf(await other.client.delete(`/api/auth/sessions/${second?.id}`))).toBe('session/not_found');
    expect((await user.client.delete(`/api/auth/sessions/${second?.id}`)).status).toBe(204);
    expect(codeOf(await user.client.delete(`/api/auth/sessions/${newId()}`))).toBe('session/not_found');
    expect(codeOf(await user.client.delete('/api/auth/sessions/1'))).toBe('request/invalid');
  });

  test('ends everywhere at once', async () => {
    const user = await app.make.aUser();
    const answer = await logIn(user.email);
    const elsewhere = new TestClient(app.url, { cookie: cookieOf(answer, 'millrace_session') });
    expect((await user.client.post('/api/auth/logout_everywhere')).status).toBe(204);
    expect(codeOf(await elsewhere.get('/api/auth/me'))).toBe('access/not_signed_in');
    expect(codeOf(await user.client.get('/api/auth/me'))).toBe('access/not_signed_in');
  });

  test('of another browser ends when the password changes', async () => {
    const user = await app.make.aUser();
    const elsewhere = new TestClient(app.url, { cookie: cookieOf(await logIn(user.email), 'millrace_session') });
    const change = (current_password: string, new_password: string) => user.client.post('/api/auth/password', { current_password, new_password });
    expect(codeOf(await change('not it at all', 'another long password'))).toBe('auth/invalid_credentials');
    expect(codeOf(await change(testPassword, 'password123'))).toBe('auth/password_too_weak');
    expect(codeOf(await change(testPassword, 'short'))).toBe('request/invalid');
    expect((await change(testPassword, 'another long password')).status).toBe(204);
    expect((await user.client.get('/api/auth/me')).status).toBe(200);
    expect(codeOf(await elsewhere.get('/api/auth/me'))).toBe('access/not_signed_in');
    expect(codeOf(await logIn(user.email))).toBe('auth/invalid_credentials');
    expect((await logIn(user.email, 'another long password')).status).toBe(200);
  });
});

describe('what people keep about themselves', () => {
  test('adds preferences key by key, and refuses fields that are not theirs to set', async () => {
    const user = await app.make.aUser();
    await user.client.patch('/api/auth/me', { preferences: { theme: 'dark', rail: 'narrow' } });
    await user.client.patch('/api/auth/me', { preferences: { rail: null, density: 'high' } });
    expect((await user.client.get<SignedIn>('/api/auth/me')).body.user.preferences).toEqual({ theme: 'dark', density: 'high' });
    expect(codeOf(await user.client.patch('/api/auth/me', { is_superadmin: true }))).toBe('request/invalid');
    expect(codeOf(await user.client.patch('/api/auth/me', { email: 'root@example.com' }))).toBe('request/invalid');
    expect(codeOf(await user.client.patch('/api/auth/me', { preferences: { large: 'x'.repeat(70_000) } }))).toBe('request/invalid');
  });
});
