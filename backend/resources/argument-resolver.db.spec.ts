import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { JsonObject } from '../common/json.ts';
import { ArgumentResolver } from './argument-resolver.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  ada = await workspace.aMember('operator');
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'read');
  const { client } = workspace.admin;
  await client.put(`${workspace.api}/variables/f/shop/password`, { value: 'pw-of-db', is_secret: true });
  await client.put(`${workspace.api}/variables/f/shop/currency`, { value: 'EUR' });
  await client.put(`${workspace.api}/variables/f/shop/decoy`, { value: '$var:f/shop/password' });
  await client.put(`${workspace.api}/resources/f/shop/db`, { resource_type: 'postgresql', value: { host: 'db', dbname: 'shop', user: 'shop', password: '$var:f/shop/password' } });
  await client.put(`${workspace.api}/resources/f/shop/llm`, { resource_type: 'openai', value: { api_key: 'sk-llm' } });
  await client.put(`${workspace.api}/resources/u/admin/private`, { resource_type: 'openai', value: { api_key: 'sk-private' } });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const resolve = async (args: JsonObject) => app.get(ArgumentResolver).resolve(await ada.auth(), args);

describe('the arguments of a job that starts', () => {
  test('get the values of resources and variables, at any depth, and tell what must be redacted', async () => {
    const resolved = await resolve({ db: '$res:f/shop/db', options: [{ currency: '$var:f/shop/currency', model: '$res:f/shop/llm' }], text: 'costs $var:f/shop/currency' });
    expect(resolved.args).toEqual({
      db: { host: 'db', port: 5432, dbname: 'shop', user: 'shop', password: 'pw-of-db', sslmode: 'prefer' },
      options: [{ currency: 'EUR', model: { api_key: 'sk-llm', base_url: 'https://api.openai.com/v1' } }],
      text: 'costs $var:f/shop/currency',
    });
    expect(resolved.secrets.sort()).toEqual(['pw-of-db', 'sk-llm']);
  });

  test('without references are the same object', async () => {
    const args = { order: 42 };
    expect((await resolve(args)).args).toBe(args);
  });

  test('are read with the rights of the identity that it runs as', async () => {
    await expect(resolve({ model: '$res:u/admin/private' })).rejects.toMatchObject({ code: 'resource/not_found' });
  });

  test('name what is missing', async () => {
    await expect(resolve({ key: '$var:f/shop/gone' })).rejects.toMatchObject({ code: 'variable/not_found', details: { path: 'f/shop/gone' } });
  });

  test('do not follow what only looks like a reference inside a variable', async () => {
    expect((await resolve({ key: '$var:f/shop/decoy' })).args).toEqual({ key: '$var:f/shop/password' });
  });
});
