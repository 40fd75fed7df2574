import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { Draft } from '../scripts/scripts.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let bob: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  [ada, bob] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer')]);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string, kind = 'script'): string => `${workspace.api}/drafts/${kind}/${path}`;

describe('a draft', () => {
  test('belongs to one person, also at a path where somebody else has one', async () => {
    await ada.client.put(at('f/shop/refund'), { value: { content: "ada's" }, based_on: 3 });
    await bob.client.put(at('f/shop/refund'), { value: { content: "bob's" } });
    expect((await ada.client.get<Draft>(at('f/shop/refund'))).body).toMatchObject({ kind: 'script', path: 'f/shop/refund', value: { content: "ada's" }, based_on: 3 });
    expect((await bob.client.get<Draft>(at('f/shop/refund'))).body).toMatchObject({ value: { content: "bob's" }, based_on: null });
  });

  test('is replaced by the next one, listed newest first, and gone when it is thrown away', async () => {
    await ada.client.put(at('f/shop/one'), { value: { content: '1' } });
    await ada.client.put(at('f/shop/two'), { value: { content: '2' } });
    await ada.client.put(at('f/shop/one'), { value: { content: '3' } });
    const { items } = (await ada.client.get<{ items: Draft[] }>(`${workspace.api}/drafts`)).body;
    expect(items.slice(0, 2).map(({ path, value }) => [path, value])).toEqual([['f/shop/one', { content: '3' }], ['f/shop/two', { content: '2' }]]);
    expect((await ada.client.delete(at('f/shop/one'))).status).toBe(204);
    expect(codeOf(await ada.client.get(at('f/shop/one')))).toBe('draft/not_found');
  });

  test('is not for operators, and only of kinds and at paths that there are', async () => {
    const operator = await workspace.aMember('operator');
    expect(codeOf(await operator.client.put(at('f/shop/x'), { value: {} }))).toBe('access/forbidden');
    expect((await ada.client.put(at('f/shop/x', 'nonsense'), { value: {} })).status).toBe(422);
    expect(codeOf(await ada.client.put(at('shop'), { value: {} }))).toBe('path/invalid');
  });
});
