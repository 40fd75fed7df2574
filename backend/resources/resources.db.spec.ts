import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import type { Resource, ResourceType } from './resources.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let reader: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, reader] = await Promise.all([workspace.aMember('developer'), workspace.aMember('operator')]);
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
  await workspace.grant('folder', 'shop', `u/${reader.username}`, 'read');
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const at = (path: string): string => `${workspace.api}/resources/${path}`;
const valueAt = (path: string): string => `${workspace.api}/resources_value/${path}`;
const put = (path: string, body: object) => ada.client.put<Resource>(at(path), body);
const database = { host: 'db.internal', dbname: 'shop', user: 'shop', password: 'correct horse' };
const putDatabase = (path: string, value: object = database) => put(path, { resource_type: 'postgresql', value });

describe('a resource', () => {
  test('hides its secret fields everywhere but where they are asked for', async () => {
    const created = await putDatabase('f/shop/db');
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ version: 1, my_level: 'write', value: { host: 'db.internal', port: 5432, password: { $secret: true } } });
    const [row] = await app.get(Database).run<{ value: string }>({ text: "select value::text from resource where path = 'f/shop/db'", values: [] });
    expect(row?.value).not.toContain('horse');
    expect((await ada.client.get(at('f/shop/db'))).text).not.toContain('horse');
    expect((await ada.client.get(`${workspace.api}/resources`)).text).not.toContain('horse');
    expect((await ada.client.get<object>(valueAt('f/shop/db'))).body).toMatchObject({ password: 'correct horse' });
    expect(codeOf(await reader.client.get(valueAt('f/shop/db')))).toBe('access/forbidden');
    expect(
      await app.get(Database).run({ text: "select actor from event where action = 'resource.revealed' and object_path = 'f/shop/db'", values: [] }),
    ).toEqual([{ actor: `u/${ada.username}` }]);
  });

  test('keeps a secret that is sent back hidden, and makes no version when nothing changed', async () => {
    await putDatabase('f/shop/kept');
    const { value } = (await ada.client.get<Resource>(at('f/shop/kept'))).body;
    expect((await putDatabase('f/shop/kept', value)).body.version).toBe(1);
    expect((await putDatabase('f/shop/kept')).body.version).toBe(1);
    expect((await putDatabase('f/shop/kept', { ...value, host: 'other' })).body.version).toBe(2);
    expect((await ada.client.get<object>(valueAt('f/shop/kept'))).body).toMatchObject({ host: 'other', password: 'correct horse' });
  });

  test('does not take cipher text, nor a hidden secret that it never had', async () => {
    const [row] = await app.get(Database).run<{ value: { password: object } }>({ text: "select value from resource where path = 'f/shop/db'", values: [] });
    expect(await putDatabase('f/shop/forged', { ...database, password: row?.value.password })).toMatchObject({
      status: 422,
      body: { error: { code: 'resource/value_invalid' } },
    });
    expect(await putDatabase('f/shop/forged', { ...database, password: { $secret: true } })).toMatchObject({
      status: 422,
      body: { error: { details: { problems: [{ pointer: '/password', message: 'has no stored secret to keep' }] } } },
    });
  });

  test('is checked against its type, with a pointer to the field', async () => {
    const refused = await putDatabase('f/shop/wrong', { ...database, port: 'many', hots: 'typo' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      error: {
        code: 'resource/value_invalid',
        details: {
          problems: expect.arrayContaining([
            { pointer: '/port', message: 'must be integer' },
            { pointer: '/hots', message: 'is not known' },
          ]),
        },
      },
    });
    expect(refused.text).not.toContain('horse');
    expect(codeOf(await put('f/shop/wrong', { resource_type: 'nonsense', value: {} }))).toBe('resource_type/not_found');
  });

  test('may refer to a variable, which stays readable as a reference and is resolved in its value', async () => {
    await ada.client.put(`${workspace.api}/variables/f/shop/db_password`, { value: 'from the variable', is_secret: true });
    const saved = await putDatabase('f/shop/referring', { ...database, password: '$var:f/shop/db_password' });
    expect(saved.body.value['password']).toBe('$var:f/shop/db_password');
    expect((await ada.client.get<object>(valueAt('f/shop/referring'))).body).toMatchObject({ password: 'from the variable' });
  });

  test('does not reveal through a reference what its reader may not reveal', async () => {
    await workspace.admin.client.put(`${workspace.api}/variables/u/admin/private`, { value: 'not for ada', is_secret: true });
    await putDatabase('f/shop/curious', { ...database, password: '$var:u/admin/private' });
    expect(codeOf(await ada.client.get(valueAt('f/shop/curious')))).toBe('variable/not_found');
  });

  test('that refers to itself through another one is refused with the circle', async () => {
    await put('f/shop/api', { resource_type: 'http', value: { url: 'https://example.com', headers: { first: '$res:f/shop/circle' } } });
    await put('f/shop/circle', { resource_type: 'http', value: { url: 'https://example.com', headers: { second: '$res:f/shop/api' } } });
    const refused = await ada.client.get(valueAt('f/shop/circle'));
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'resource/reference_invalid', message: expect.stringContaining('f/shop/api') } } });
  });
});

describe('a resource type of the workspace', () => {
  const schema = {
    type: 'object',
    title: 'CRM',
    properties: { url: { type: 'string' }, keys: { type: 'object', properties: { live: { type: 'string', format: 'password' } } } },
    required: ['url'],
  };
  const typeAt = (name: string): string => `${workspace.api}/resource_types/${name}`;

  test('is made by an admin, listed beside those that ship, in the order of its fields, and encrypts its marked fields at any depth', async () => {
    expect(codeOf(await ada.client.put(typeAt('crm'), { schema }))).toBe('access/forbidden');
    expect((await workspace.admin.client.put(typeAt('crm'), { schema })).status).toBe(200);
    const { items } = (await ada.client.get<{ items: ResourceType[] }>(`${workspace.api}/resource_types`)).body;
    expect(items.find(({ name }) => name === 'crm')).toMatchObject({ title: 'CRM', is_builtin: false, can_test: false });
    expect(Object.keys(items.find(({ name }) => name === 'crm')?.schema['properties'] as object)).toEqual(['url', 'keys']);
    expect(items.filter(({ is_builtin: isBuiltin }) => isBuiltin).map(({ name }) => name)).toEqual([
      'postgresql',
      'mysql',
      'http',
      'smtp',
      'slack',
      'openai',
      'anthropic',
      'google',
      'mistral',
      'azure_openai',
      'bedrock',
      'openrouter',
      'groq',
      'openai_compatible',
      's3',
      'git',
      'mcp_server',
      'document',
    ]);
    const saved = await put('f/shop/crm', { resource_type: 'crm', value: { url: 'https://crm', keys: { live: 'sk-crm' } } });
    expect(saved.body.value).toEqual({ url: 'https://crm', keys: { live: { $secret: true } } });
  });

  test('that stops marking a field as secret does not make stored secrets public', async () => {
    await workspace.admin.client.put(typeAt('crm2'), { schema });
    await put('f/shop/crm2', { resource_type: 'crm2', value: { url: 'https://crm', keys: { live: 'sk-crm' } } });
    await workspace.admin.client.put(typeAt('crm2'), { schema: { type: 'object', properties: { url: { type: 'string' } } } });
    const saved = await put('f/shop/crm2', { resource_type: 'crm2', value: { url: 'https://other', keys: { live: { $secret: true } } } });
    expect(saved.body.value).toEqual({ url: 'https://other', keys: { live: { $secret: true } } });
  });

  test('cannot replace one that ships, be no schema, or be deleted while it is used', async () => {
    const admin = workspace.admin.client;
    expect(codeOf(await admin.put(typeAt('postgresql'), { schema }))).toBe('resource_type/builtin');
    expect(codeOf(await admin.put(typeAt('bad'), { schema: { type: 'object', properties: { x: { type: 'nonsense' } } } }))).toBe('resource/value_invalid');
    await admin.put(typeAt('used'), { schema });
    await put('f/shop/used', { resource_type: 'used', value: { url: 'x' } });
    expect(codeOf(await admin.delete(typeAt('used')))).toBe('resource_type/in_use');
    await ada.client.delete(at('f/shop/used'));
    expect((await admin.delete(typeAt('used'))).status).toBe(204);
  });
});
