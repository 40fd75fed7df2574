import { request as sendRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { declaredRoutes } from '../../backend/access/declared-access.ts';
import { Public } from '../../backend/access/requires.ts';
import { newId } from '../../backend/common/ids.ts';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../support/app.ts';

let app: TestApp;
let workspace: TestWorkspace;
let stranger: TestUser;
let viewer: TestUser;
beforeAll(async () => {
  app = await createTestApp();
  workspace = await app.make.aWorkspace('gate');
  await workspace.aFolder('shop');
  await workspace.aFolder('secret');
  viewer = await workspace.aMember('developer');
  await workspace.grant('folder', 'shop', `u/${viewer.username}`, 'read');
  stranger = (await app.make.aWorkspace('outside')).admin;
  for (const path of ['f/shop/key', 'f/secret/key'])
    await app.platform.database.manager.query(
      `insert into variable (id, workspace_id, path, value, is_secret, created_by) values ($1, 'gate', $2, 'treasure', false, 'u/admin')`,
      [newId(), path],
    );
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

/** Sends the path as it is: `fetch` would tidy it up. */
async function sendRaw(path: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<{ status: number; text: string }> {
  const { port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    const call = sendRequest({ host: '127.0.0.1', port, path, method, headers: { ...headers } }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject).end();
  });
}

const headersOf = (user: TestUser) => user.client.headers;

describe('no route is opened by a trick', () => {
  const hiddenPaths = [
    '/api/w/gate/variables/f/secret/key',
    '/api/w/gate/variables/f/secret/key/',
    '/api/w/gate/variables//f/secret/key',
    '/api/w/gate/variables/f//secret/key',
    '/api//w/gate/variables/f/secret/key',
    '//api/w/gate/variables/f/secret/key',
    '/api/w/gate/variables/f/shop/../secret/key',
    '/api/w/gate/variables/f/shop/%2e%2e/secret/key',
    '/api/w/gate/variables/f/shop%2f..%2fsecret/key',
    '/api/w/gate/variables/f%2Fsecret%2Fkey',
    '/api/w/gate/variables/f/secret%2Fkey',
    '/api/w/gate/variables/f/secret/key%00',
    '/api/w/gate/variables/f/secret/key.json',
    '/api/w/gate/variables/f/secret/key;x=1',
    '/api/w/gate/variables/f/secret/key?path=f/shop/key',
    '/api/w/gate/variables/f/secret/key?workspace=outside',
    '/api/w/gate/variables/F/secret/key',
    '/API/W/gate/VARIABLES/f/secret/key',
    '/api/w/GATE/variables/f/secret/key',
    '/api/w/gate%20/variables/f/secret/key',
    '/api/w/gate/variables_value/f/secret/key',
    '/api/w/gate/Variables_Value/f/secret/key/',
    '/api/w/gate/variables/f/sec\u0072et/key#',
    '/api/w/outside/../gate/variables/f/secret/key',
    '/api/w/gate/variables/f/secret/key%ff',
  ];

  test.each(hiddenPaths)('%s shows nothing to who may not see it', async (path) => {
    for (const user of [viewer, stranger]) {
      const { status, text } = await sendRaw(path, headersOf(user));
      expect([401, 403, 404, 422]).toContain(status);
      expect(text).not.toContain('treasure');
    }
    expect((await sendRaw(path, {})).text).not.toContain('treasure');
  });

  test('what one may see is found at its own address only', async () => {
    expect((await sendRaw('/api/w/gate/variables/f/shop/key', headersOf(viewer))).text).toContain('treasure');
    expect((await sendRaw('/api/w/gate/variables/f/shop/KEY', headersOf(viewer))).status).toBe(404);
  });

  test('another method or an override header is no way around', async () => {
    for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'POST']) {
      const { status, text } = await sendRaw(
        '/api/w/gate/variables/f/secret/key',
        { ...headersOf(viewer), 'x-http-method-override': 'GET', 'x-original-url': '/api/w/gate/variables/f/shop/key' },
        method,
      );
      expect(text).not.toContain('treasure');
      expect(status).not.toBe(200);
    }
  });

  test('addresses that do not exist, and those that are not addresses, answer 404 in our form', async () => {
    for (const path of ['/api/nothing', '/api/w/gate/nothing', '/api/%', '/api/w/gate/variables/%E0%A4%A', '/api/w/gate%2Fvariables/x']) {
      const { status, text } = await sendRaw(path, headersOf(viewer));
      expect(status).toBe(404);
      expect(JSON.parse(text)).toMatchObject({ error: { code: expect.stringMatching(/not_found$/), request_id: expect.any(String) } });
    }
  });
});

describe('a request that is broken', () => {
  const send = (body: string, headers: Record<string, string> = {}) => workspace.admin.client.with(headers).send('PATCH', workspace.api, body);

  test('as JSON is said to be so, with the id of the request', async () => {
    const answer = await send('{"name": ');
    expect([answer.status, codeOf(answer)]).toEqual([400, 'request/malformed_json']);
    expect((answer.body as { error: { request_id: string } }).error.request_id).toBe(answer.headers.get('x-request-id'));
  });

  test('by fields that are not there to be set, or by none at all, changes nothing', async () => {
    for (const body of ['{"name":"x","archived_at":null}', '{"__proto__":{"x":1},"settings":{}}', '[]', '"x"', 'null', '1'])
      expect(codeOf(await send(body))).toBe('request/invalid');
  });

  test('by its size is refused before it is read', async () => {
    await using small = await createTestApp({ MILLRACE_MAX_ARGS_KB: '1' });
    const { admin, api } = await small.make.aWorkspace();
    const answer = await admin.client.patch(api, { name: 'x'.repeat(400_000) });
    expect([answer.status, codeOf(answer)]).toEqual([413, 'request/too_large']);
  });

  test('never shows a stack or what the database said', async () => {
    const answer = await workspace.admin.client.get(`${workspace.api}/groups/${encodeURIComponent('\u0000')}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toMatch(/at .*\.ts|select |invalid byte/i);
  });
});

describe('the application', () => {
  test('does not start with a handler that declares no access', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get() @Public() declared(): string {
        return '';
      }
      @Get('hole') hole(): string {
        return '';
      }
    }
    @Module({ controllers: [ForgottenController] })
    class ForgottenModule {}
    @WebSocketGateway({ port: 0 })
    class ForgottenGateway {
      @SubscribeMessage('listen') listen(): string {
        return '';
      }
    }
    const gateways = new Map([['x', { controllers: new Map(), providers: new Map([['gateway', { metatype: ForgottenGateway }]]) }]]);
    expect(() => declaredRoutes(gateways as unknown as ModulesContainer)).toThrow(/ForgottenGateway\.listen/);
    const forgotten = await NestFactory.createApplicationContext(ForgottenModule, { logger: false });
    expect(() => declaredRoutes(forgotten.get(ModulesContainer))).toThrow(/ForgottenController\.hole/);
    await forgotten.close();
  });

  test('answers with headers that keep foreign scripts and frames out', async () => {
    const { headers } = await app.anonymous.get('/api/health');
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'self'.*script-src 'self' 'wasm-unsafe-eval'.*frame-ancestors 'self'.*object-src 'none'/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('describes every route with the access that it needs', async () => {
    const { body } = await app.anonymous.get<{ openapi: string; paths: Record<string, Record<string, { 'x-access'?: unknown }>> }>('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.values(body.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(80);
    expect(operations.every((operation) => operation['x-access'] !== undefined)).toBe(true);
    expect((await app.anonymous.get('/api/docs')).text).toContain('swagger-ui');
  });
});
