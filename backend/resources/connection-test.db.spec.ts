import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { codeOf, createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { startHttpServer, type TestHttpServer } from '../../test/support/http-server.ts';
import { startMysqlServer } from '../../test/support/mysql-server.ts';
import type { TestResult } from './resources.contract.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' });
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  ada = await workspace.aMember('developer');
  await workspace.grant('folder', 'shop', `u/${ada.username}`, 'write');
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const tryOut = (resourceType: string, value: object, path?: string) =>
  ada.client.post<TestResult>(`${workspace.api}/resource_test`, { resource_type: resourceType, value, ...(path ? { path } : {}) });

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('testing a PostgreSQL connection', () => {
  const databaseOf = (): Record<string, unknown> => {
    const url = new URL(app.platform.config.DATABASE_URL ?? '');
    return { host: url.hostname, port: Number(url.port), dbname: url.pathname.slice(1), user: url.username, password: decodeURIComponent(url.password) };
  };

  test('tells what answers', async () => {
    const tried = await tryOut('postgresql', databaseOf());
    expect(tried.body).toMatchObject({ ok: true, message: expect.stringMatching(/^PostgreSQL \d+.* tables are visible to/) });
  });

  test('tells in words why it does not work', async () => {
    expect((await tryOut('postgresql', { ...databaseOf(), dbname: 'no_such_database' })).body).toMatchObject({
      ok: false,
      message: expect.stringContaining('no_such_database'),
    });
    expect((await tryOut('postgresql', { ...databaseOf(), port: await closedPort() })).body).toMatchObject({
      ok: false,
      message: expect.stringContaining('Nothing listens there'),
    });
  });

  test('fills in the stored password of a resource that the caller may write, and of no other', async () => {
    await ada.client.put(`${workspace.api}/resources/f/shop/db`, { resource_type: 'postgresql', value: databaseOf() });
    expect((await tryOut('postgresql', { ...databaseOf(), password: { $secret: true } }, 'f/shop/db')).body.ok).toBe(true);
    await workspace.admin.client.put(`${workspace.api}/resources/u/admin/db`, { resource_type: 'postgresql', value: databaseOf() });
    expect(codeOf(await tryOut('postgresql', { ...databaseOf(), password: { $secret: true } }, 'u/admin/db'))).toBe('resource/not_found');
  });
});

describe('testing a MySQL connection', () => {
  test('signs in and tells what answers, or in words why not', async () => {
    await using server = await startMysqlServer({ user: 'ada', password: 'right-password', database: 'shop' });
    const value = { host: '127.0.0.1', port: server.port, database: 'shop', user: 'ada', password: 'right-password' };
    expect((await tryOut('mysql', value)).body).toMatchObject({ ok: true, message: 'MySQL 8.4.0-test answers as ada.' });
    expect(server.queries).toEqual(['select version() as version']);
    const wrong = await tryOut('mysql', { ...value, password: 'wrong-password' });
    expect(wrong.body).toMatchObject({ ok: false, message: expect.stringContaining("Access denied for user 'ada'") });
    expect(wrong.text).not.toContain('wrong-password');
    expect((await tryOut('mysql', { ...value, database: 'other' })).body).toMatchObject({ ok: false, message: "Unknown database 'other'" });
    expect((await tryOut('mysql', { ...value, ssl: true })).body).toMatchObject({ ok: false, message: expect.stringContaining('secure connection') });
    expect((await tryOut('mysql', { ...value, port: await closedPort() })).body).toMatchObject({
      ok: false,
      message: expect.stringContaining('Nothing listens there'),
    });
  });
});

describe('testing an HTTP API', () => {
  test('sends the credentials and tells whether they are accepted', async () => {
    await using server = await startHttpServer((request, response) =>
      response.writeHead(request.headers.authorization === 'Bearer right-token' ? 200 : 401).end(),
    );
    expect((await tryOut('http', { url: server.url, token: 'right-token' })).body).toMatchObject({ ok: true, message: 'It answered 200 OK.' });
    expect((await tryOut('http', { url: server.url, token: 'wrong-token' })).body).toMatchObject({
      ok: false,
      message: expect.stringContaining('does not accept these credentials'),
    });
  });

  test('does not carry the credentials along a redirect', async () => {
    await using other = await startHttpServer((_request, response) => response.end());
    await using server = await startHttpServer((_request, response) => response.writeHead(302, { location: other.url }).end());
    expect((await tryOut('http', { url: server.url, token: 'my-token' })).body).toMatchObject({
      ok: true,
      message: expect.stringContaining('Redirects are not followed'),
    });
    expect(other.requests).toEqual([]);
  });

  test('never repeats a secret that the server sends back', async () => {
    await using server = await startHttpServer((request, response) =>
      response.writeHead(302, { location: `http://elsewhere/?token=${request.headers.authorization?.slice(7)}` }).end(),
    );
    const tried = await tryOut('http', { url: server.url, token: 'very-secret-token' });
    expect(tried.text).not.toContain('very-secret-token');
  });
});

describe('testing a service', () => {
  const json = (answers: (request: TestHttpServer['requests'][number]) => [number, object]) =>
    startHttpServer((request, response) => {
      const [status, body] = answers({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });

  test('of Slack asks who the bot is', async () => {
    await using server = await json(({ url, headers }) => [
      200,
      url === '/api/auth.test' && headers.authorization === 'Bearer xoxb-right'
        ? { ok: true, team: 'Acme', user: 'millrace' }
        : { ok: false, error: 'invalid_auth' },
    ]);
    expect((await tryOut('slack', { token: 'xoxb-right', base_url: `${server.url}/api` })).body).toMatchObject({
      ok: true,
      message: 'Signed in to Acme as millrace.',
    });
    expect((await tryOut('slack', { token: 'xoxb-wrong', base_url: `${server.url}/api/` })).body).toMatchObject({
      ok: false,
      message: 'Slack does not accept the token: invalid_auth.',
    });
  });

  test('of models counts what the key reaches, and says when the key is refused', async () => {
    await using server = await json(({ headers }) =>
      headers.authorization === 'Bearer sk-right' || headers['x-api-key'] === 'sk-right'
        ? [200, { data: [{ id: 'one' }, { id: 'two' }] }]
        : [401, { error: { message: 'invalid x-api-key' } }],
    );
    expect((await tryOut('openai', { api_key: 'sk-right', base_url: server.url })).body).toMatchObject({ ok: true, message: 'The key reaches 2 models.' });
    expect((await tryOut('anthropic', { apiKey: 'sk-right', base_url: server.url })).body).toMatchObject({ ok: true, message: 'The key reaches 2 models.' });
    expect((await tryOut('anthropic', { apiKey: 'sk-wrong', base_url: server.url })).body).toMatchObject({
      ok: false,
      message: 'The provider refuses the key.',
    });
  });

  test('of S3 signs its request and tells a missing bucket from wrong keys', async () => {
    await using server = await json(({ url, headers }) => [url !== '/acme' ? 404 : headers.authorization?.includes('Credential=right/') ? 200 : 403, {}]);
    const value = { bucket: 'acme', accessKey: 'right', secretKey: 'secret-key', endPoint: server.url, useSSL: false };
    expect((await tryOut('s3', value)).body).toMatchObject({ ok: true, message: 'The keys reach the bucket acme.' });
    expect(server.requests[0]).toMatchObject({
      method: 'HEAD',
      url: '/acme',
      headers: { authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=right\//) },
    });
    expect((await tryOut('s3', { ...value, accessKey: 'wrong' })).body).toMatchObject({ ok: false, message: expect.stringContaining('keys are wrong') });
    expect((await tryOut('s3', { ...value, bucket: 'other' })).body).toMatchObject({ ok: false, message: 'There is no such bucket.' });
  });
});

describe('testing a mail server', () => {
  test('tells in the same words as for others that nothing listens', async () => {
    const tried = await tryOut('smtp', { host: '127.0.0.1', port: await closedPort(), security: 'none' });
    expect(tried.body).toMatchObject({ ok: false, message: expect.stringContaining('Nothing listens there') });
  });

  test('signs in and sends nothing', async () => {
    let messages = 0;
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      logger: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'ada' && password === 'right-password' ? done(null, { user: 'ada' }) : done(new Error('Authentication failed')),
      onData: (_stream, _session, done) => {
        messages += 1;
        done();
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const value = { host: '127.0.0.1', port: (server.server.address() as AddressInfo).port, security: 'none', user: 'ada', password: 'right-password' };
    try {
      expect((await tryOut('smtp', value)).body).toMatchObject({ ok: true, message: 'The server accepts messages from ada.' });
      expect((await tryOut('smtp', { ...value, password: 'wrong-password' })).body).toMatchObject({
        ok: false,
        message: expect.stringContaining('Authentication failed'),
      });
      expect((await tryOut('smtp', { ...value, security: 'starttls' })).body.ok).toBe(false);
      expect(messages).toBe(0);
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });
});

describe('testing a Git repository', () => {
  test('lists its branches over HTTP and misses one that is not there', async () => {
    const refs = `${'1'.repeat(40)} refs/heads/main\0agent=git/2.0\n`;
    const line = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;
    await using server = await startHttpServer((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
        .end(`${line('# service=git-upload-pack\n')}0000${line(refs)}0000`),
    );
    expect((await tryOut('git', { url: `${server.url}/acme.git`, token: 'my-git-token' })).body).toMatchObject({
      ok: true,
      message: 'It answers, with 1 branch.',
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('git:my-git-token').toString('base64')}`);
    expect((await tryOut('git', { url: `${server.url}/acme.git`, branch: 'release' })).body).toMatchObject({
      ok: false,
      message: expect.stringContaining('no branch "release"'),
    });
  });

  test('says when the service refuses the token, without repeating it', async () => {
    await using server = await startHttpServer((_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end());
    const refused = await tryOut('git', { url: `${server.url}/acme.git`, token: 'my-git-token' });
    expect(refused.body).toMatchObject({ ok: false, message: expect.stringMatching(/token|credentials|sign-in/i) });
    expect(refused.text).not.toContain('my-git-token');
  });

  test('refuses addresses that would run a program or read a file', async () => {
    for (const url of ['ext::sh -c id', 'file:///etc', '--upload-pack=id', 'https://']) {
      const tried = await tryOut('git', { url });
      expect(tried.status === 422 || tried.body.ok === false).toBe(true);
    }
  });
});

describe('testing a connection', () => {
  test('is for who may write resources, on values that fit the type', async () => {
    const operator = await workspace.aMember('operator');
    expect(codeOf(await operator.client.post(`${workspace.api}/resource_test`, { resource_type: 'http', value: { url: 'http://127.0.0.1' } }))).toBe(
      'access/forbidden',
    );
    expect(codeOf(await tryOut('http', { url: 'gopher://x' }))).toBe('resource/value_invalid');
    expect(codeOf(await tryOut('nonsense', {}))).toBe('resource_type/not_found');
    await workspace.admin.client.put(`${workspace.api}/resource_types/plain`, { schema: { type: 'object' } });
    expect(codeOf(await tryOut('plain', {}))).toBe('resource/test_unsupported');
  });
});
