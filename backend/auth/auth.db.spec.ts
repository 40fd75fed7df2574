import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testPassword } from '../../test/support/builders.ts';
import { codeOf, createTestApp, TestClient, type TestApp } from '../../test/support/app.ts';
import type { SignedIn } from './auth.contract.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

describe('signing in', () => {
  test('sets an http-only cookie with which the person is known, and a CSRF token without which nothing changes', async () => {
    const workspace = await app.make.aWorkspace();
    const answer = await app.anonymous.post<SignedIn>('/api/auth/login', { email: workspace.admin.email.toUpperCase(), password: testPassword });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().find((value) => value.startsWith('millrace_session=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const person = new TestClient(app.url, { cookie: cookie.split(';')[0] ?? '' });
    expect((await person.get<SignedIn>('/api/auth/me')).body.user.memberships).toEqual([{ workspace: workspace.id, workspace_name: workspace.id, username: 'admin', role: 'admin' }]);
    expect(codeOf(await person.post('/api/auth/logout'))).toBe('auth/csrf');
    expect((await person.with({ 'x-csrf-token': answer.body.csrf_token }).post('/api/auth/logout')).status).toBe(204);
    expect(codeOf(await person.get('/api/auth/me'))).toBe('access/not_signed_in');
  });
});
