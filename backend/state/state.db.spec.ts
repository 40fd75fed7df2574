import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { StateService } from './state.service.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let operator: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, operator] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string): string => `${workspace.api}/state/${path}`;

describe('the state of a script', () => {
  test('is null before the first time and then whatever was stored last, any JSON', async () => {
    const first = await ada.client.get(at('f/shop/sync'));
    expect([first.status, first.text]).toEqual([200, 'null']);
    for (const value of [{ cursor: 7, nested: [null, 'ü'] }, [1, 2], 'text', 42, false, null]) {
      expect((await ada.client.put(at('f/shop/sync'), JSON.stringify(value))).status).toBe(204);
      expect((await ada.client.get(at('f/shop/sync'))).body).toEqual(value);
    }
  });

  test('may be written by a job of someone who may only run the script, and not by that person', async () => {
    const states = app.get(StateService);
    const auth = await operator.auth();
    await expect(states.put(auth, 'f/shop/counter', 1)).rejects.toMatchObject({ code: 'access/forbidden' });
    await states.put({ ...auth, via: { kind: 'job', jobId: 'a-job' } }, 'f/shop/counter', 1);
    expect(await states.get(auth, 'f/shop/counter')).toBe(1);
  });

  test('is hidden from who may not see the script, and needs a path that is one', async () => {
    const stranger = await workspace.aMember('developer');
    expect(codeOf(await stranger.client.get(at('f/shop/sync')))).toBe('script/not_found');
    expect(codeOf(await workspace.admin.client.put(at('f/shop'), '1'))).toBe('path/invalid');
  });
});
