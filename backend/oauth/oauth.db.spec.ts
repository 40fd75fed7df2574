import { createHash, randomBytes } from 'node:crypto';
import { connect as connectTo, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auth as authorize, type OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import type { AuthorizationPreview, ConnectedClients } from './oauth.contract.ts';

let front: Server;
let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let base: string;

/** Clients compare addresses with what the server says of itself: so its address is known before it listens. */
beforeAll(async () => {
  front = createServer((socket) => {
    const inner = connectTo(Number(new URL(app.url).port), '127.0.0.1');
    for (const end of [socket, inner]) end.on('error', () => void (socket.destroy(), inner.destroy()));
    socket.pipe(inner).pipe(socket);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  app = await createTestApp({ MILLRACE_BASE_URL: base });
  workspace = await app.make.aWorkspace();
  ada = await workspace.aMember('developer', { username: 'ada' });
  await workspace.aFolder('support');
  await workspace.grant('folder', 'support', 'u/ada', 'read');
  const content = 'export async function main() { return 1; }';
  await workspace.admin.client.put(`${workspace.api}/scripts/f/support/look_up`, { language: 'bun', content });
  await ada.client.put(`${workspace.api}/scripts/u/ada/own`, { language: 'bun', content });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await new Promise((resolve) => front.close(resolve));
});

const redirectUri = 'http://127.0.0.1:3999/callback';
const resource = (): string => `${base}${workspace.api}/mcp`;

type Given = Record<string, string>;

/** What a client of the SDK keeps, in memory; `arrived` is where it wants to send the browser. */
class MemoryProvider implements OAuthClientProvider {
  arrived: URL | null = null;
  saved: OAuthTokens | undefined;
  private information: OAuthClientInformationMixed | undefined;
  private verifier = '';
  readonly redirectUrl = redirectUri;
  readonly clientMetadata = {
    client_name: 'Test client',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  };
  clientInformation = (): OAuthClientInformationMixed | undefined => this.information;
  saveClientInformation = (information: OAuthClientInformationMixed): void => void (this.information = information);
  tokens = (): OAuthTokens | undefined => this.saved;
  saveTokens = (tokens: OAuthTokens): void => void (this.saved = tokens);
  redirectToAuthorization = (url: URL): void => void (this.arrived = url);
  saveCodeVerifier = (verifier: string): void => void (this.verifier = verifier);
  codeVerifier = (): string => this.verifier;
  state = (): string => 'its own state';
}

/** As the page does when somebody decides. */
async function decide(request: Given, more: { is_allowed?: boolean; scopes?: string[] } = {}, who = ada): Promise<URL> {
  const answer = await who.client.post<{ redirect_to: string }>('/api/oauth/authorizations', { request, is_allowed: true, ...more });
  expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
  return new URL(answer.body.redirect_to);
}

const form = (body: Given): string => new URLSearchParams(body).toString();
const send = (path: string, body: Given) =>
  app.anonymous.with({ 'content-type': 'application/x-www-form-urlencoded' }).send<Given>('POST', `/api/oauth/${path}`, form(body));

async function register(uris = [redirectUri], name = 'Plain client'): Promise<string> {
  const answer = await app.anonymous.post<{ client_id: string }>('/api/oauth/register', { redirect_uris: uris, client_name: name });
  expect(answer.status).toBe(201);
  return answer.body.client_id;
}

const pkce = (): { verifier: string; challenge: string } => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

const requestOf = (clientId: string, challenge: string, more: Given = {}): Given => ({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  resource: resource(),
  state: 's',
  ...more,
});

/** Lets a client in, and gives what it needs to go on. */
async function granted(more: Given = {}, scopes?: string[]): Promise<{ clientId: string; code: string; verifier: string; exchange: Given }> {
  const clientId = await register();
  const { verifier, challenge } = pkce();
  const code = (await decide(requestOf(clientId, challenge, more), scopes ? { scopes } : {})).searchParams.get('code') ?? '';
  return {
    clientId,
    code,
    verifier,
    exchange: { grant_type: 'authorization_code', client_id: clientId, code, redirect_uri: redirectUri, code_verifier: verifier },
  };
}

const listTools = (accessToken: string) =>
  app.anonymous
    .with({ authorization: `Bearer ${accessToken}`, accept: 'application/json, text/event-stream' })
    .post<{ result: { tools: { name: string }[] } }>(`${workspace.api}/mcp`, { jsonrpc: '2.0', id: 1, method: 'tools/list' });

describe('a client of the SDK', () => {
  test('finds its way from the address alone, is let in, refreshes, and is shut out again', async () => {
    const provider = new MemoryProvider();
    await expect(
      new Client({ name: 'x', version: '1' }).connect(new StreamableHTTPClientTransport(new URL(resource()), { authProvider: provider })),
    ).rejects.toThrow('Unauthorized');
    const arrived = provider.arrived;
    expect(`${arrived?.origin}${arrived?.pathname}`).toBe(`${base}/oauth/authorize`);
    const request = Object.fromEntries(arrived?.searchParams ?? []);
    expect(request).toMatchObject({ code_challenge_method: 'S256', resource: resource(), scope: 'mcp:*' });
    const preview = await ada.client.get<AuthorizationPreview>(`/api/oauth/authorizations?${form(request)}`);
    expect(preview.body).toMatchObject({
      client: { name: 'Test client', is_local: true },
      workspace: { id: workspace.id },
      scopes: ['mcp:*'],
      folders: ['f/support', 'u/ada'],
      refusal: null,
    });
    const back = await decide(request);
    expect([back.origin + back.pathname, back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual([redirectUri, 'its own state', base]);
    expect(await authorize(provider, { serverUrl: resource(), authorizationCode: back.searchParams.get('code') ?? '' })).toBe('AUTHORIZED');
    const client = new Client({ name: 'x', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(resource()), { authProvider: provider }));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['job_result', 'job_log', 'f_support_look_up', 'u_ada_own']);
    const first = provider.saved?.access_token;
    expect(await authorize(provider, { serverUrl: resource() })).toBe('AUTHORIZED');
    expect(provider.saved?.access_token).not.toBe(first);
    await client.listTools();
    const { body } = await ada.client.get<ConnectedClients>('/api/oauth/clients');
    const connected = body.items.find(({ name }) => name === 'Test client');
    expect(connected).toMatchObject({ workspace: workspace.id, scopes: ['mcp:*'], used_at: expect.anything() });
    expect((await workspace.admin.client.delete(`/api/oauth/clients/${connected?.id}`)).status).toBe(404);
    expect((await ada.client.delete(`/api/oauth/clients/${connected?.id}`)).status).toBe(204);
    await expect(client.listTools()).rejects.toThrow();
    expect(
      (
        await send('token', {
          grant_type: 'refresh_token',
          client_id: String(provider.clientInformation()?.client_id),
          refresh_token: provider.saved?.refresh_token ?? '',
        })
      ).body['error'],
    ).toBe('invalid_grant');
    await client.close();
  });
});

describe('letting a client in', () => {
  test('can be narrowed by the person, and never widened', async () => {
    const { exchange } = await granted({}, ['mcp:f/support/*']);
    const { body } = await send('token', exchange);
    expect(body['scope']).toBe('mcp:f/support/*');
    expect((await listTools(body['access_token'] ?? '')).body.result.tools.map(({ name }) => name)).toEqual(['job_result', 'job_log', 'f_support_look_up']);
    const request = requestOf(await register(), pkce().challenge, { scope: 'mcp:f/support/*' });
    for (const scopes of [['mcp:*'], ['jobs:run'], ['mcp:f/finance/*']])
      expect((await ada.client.post('/api/oauth/authorizations', { request, is_allowed: true, scopes })).status).toBe(422);
  });

  test('opens MCP only, and shows neither in the list of tokens nor to a token', async () => {
    const { exchange } = await granted();
    const { body } = await send('token', exchange);
    const client = app.anonymous.with({ authorization: `Bearer ${body['access_token']}` });
    for (const path of [`${workspace.api}/scripts`, `${workspace.api}/jobs`, '/api/auth/me', '/api/oauth/clients', '/api/tokens'])
      expect((await client.get(path)).status).toBe(403);
    expect(
      (await client.post('/api/oauth/authorizations', { request: requestOf(exchange['client_id'] ?? '', pkce().challenge), is_allowed: true })).status,
    ).toBe(403);
    expect((await ada.client.get<{ items: unknown[] }>('/api/tokens')).body.items).toEqual([]);
    const elsewhere = await app.make.aWorkspace();
    expect(
      (await client.with({ accept: 'application/json, text/event-stream' }).post(`${elsewhere.api}/mcp`, { jsonrpc: '2.0', id: 1, method: 'tools/list' }))
        .status,
    ).toBe(404);
  });

  test('needs the session of a person with its CSRF token, and a member', async () => {
    const request = requestOf(await register(), pkce().challenge);
    const body = { request, is_allowed: true };
    expect((await app.anonymous.post('/api/oauth/authorizations', body)).status).toBe(401);
    expect((await ada.client.with({ 'x-csrf-token': 'x' }).post('/api/oauth/authorizations', body)).status).toBe(403);
    expect((await ada.client.with({ origin: 'https://evil.example' }).post('/api/oauth/authorizations', body)).status).toBe(403);
    const stranger = (await app.make.aWorkspace()).admin;
    expect((await stranger.client.post('/api/oauth/authorizations', body)).status).toBe(404);
    expect((await stranger.client.get(`/api/oauth/authorizations?${form(request)}`)).status).toBe(404);
  });

  test('can be declined', async () => {
    const back = await decide(requestOf(await register(), pkce().challenge), { is_allowed: false });
    expect([back.searchParams.get('error'), back.searchParams.get('code')]).toEqual(['access_denied', null]);
  });

  test('sends nobody to an address that was not registered', async () => {
    const clientId = await register();
    for (const uri of ['https://evil.example/callback', `${redirectUri}/more`, 'http://127.0.0.1:3999/callback?x', '']) {
      const answer = await ada.client.post('/api/oauth/authorizations', {
        request: requestOf(clientId, pkce().challenge, { redirect_uri: uri }),
        is_allowed: true,
      });
      expect([answer.status, answer.text]).toEqual([422, expect.not.stringContaining('redirect_to')]);
    }
    const otherPort = await decide(requestOf(clientId, pkce().challenge, { redirect_uri: 'http://127.0.0.1:4001/callback' }));
    expect(otherPort.port).toBe('4001');
    expect(
      (await ada.client.post('/api/oauth/authorizations', { request: requestOf('01990000-0000-7000-8000-000000000000', 'x'), is_allowed: true })).status,
    ).toBe(422);
  });

  test.each([
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: '' }],
    ['invalid_target', { resource: 'https://evil.example/api/w/acme/mcp' }],
    ['invalid_target', { resource: '' }],
    ['invalid_scope', { scope: 'scripts:write' }],
  ])('is refused to the client with %s for %j', async (error, more) => {
    const request = requestOf(await register(), pkce().challenge, more as Given);
    expect((await ada.client.get<AuthorizationPreview>(`/api/oauth/authorizations?${form(request)}`)).body.refusal?.redirect_to).toContain(`error=${error}`);
    expect((await decide(request)).searchParams.get('error')).toBe(error);
  });
});

describe('codes and tokens', () => {
  test.each([
    ['another verifier', (): Given => ({ code_verifier: pkce().verifier })],
    ['another redirect', (): Given => ({ redirect_uri: 'http://127.0.0.1:4444/callback' })],
    ['another resource', (): Given => ({ resource: `${base}/api/w/other/mcp` })],
    ['another client', (): Given => ({ client_id: '01990000-0000-7000-8000-000000000000' })],
    ['an unknown code', (): Given => ({ code: 'mrc_x' })],
  ])('are not given for %s, and the code is spent', async (_what, wrong) => {
    const { exchange } = await granted();
    expect((await send('token', { ...exchange, ...wrong() })).status).toBe(400);
    const again = await send('token', exchange);
    expect(again.status).toBe(_what === 'an unknown code' ? 200 : 400);
  });

  test('end altogether when a code is used twice', async () => {
    const { exchange } = await granted();
    const { body } = await send('token', exchange);
    expect((await listTools(body['access_token'] ?? '')).status).toBe(200);
    expect((await send('token', exchange)).body['error']).toBe('invalid_grant');
    expect((await listTools(body['access_token'] ?? '')).status).toBe(401);
  });

  test('end altogether when a refresh token is used twice: somebody has a copy', async () => {
    const { exchange, clientId } = await granted();
    const first = (await send('token', exchange)).body;
    const refresh = (token: string | undefined) => send('token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: token ?? '' });
    const second = (await refresh(first['refresh_token'])).body;
    expect(second['refresh_token']).not.toBe(first['refresh_token']);
    expect((await refresh(first['refresh_token'])).body['error']).toBe('invalid_grant');
    expect((await refresh(second['refresh_token'])).body['error']).toBe('invalid_grant');
    expect((await listTools(second['access_token'] ?? '')).status).toBe(401);
  });

  test('can be given back by the client', async () => {
    const { exchange } = await granted();
    const { body } = await send('token', exchange);
    expect((await send('revoke', { token: 'mrr_unknown' })).status).toBe(200);
    expect((await listTools(body['access_token'] ?? '')).status).toBe(200);
    expect((await send('revoke', { token: body['refresh_token'] ?? '' })).status).toBe(200);
    expect((await listTools(body['access_token'] ?? '')).status).toBe(401);
  });

  test('are gone with the membership', async () => {
    const { exchange, clientId } = await granted();
    const { body } = await send('token', exchange);
    await app.platform.database.manager.query(`update membership set disabled_at = now() where workspace_id = $1 and username = 'ada'`, [workspace.id]);
    expect((await listTools(body['access_token'] ?? '')).status).toBe(404);
    expect((await send('token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: body['refresh_token'] ?? '' })).body['error']).toBe(
      'invalid_grant',
    );
    await app.platform.database.manager.query(`update membership set disabled_at = null where workspace_id = $1 and username = 'ada'`, [workspace.id]);
  });

  test('are asked for in the form that the protocol wants', async () => {
    expect((await send('token', { grant_type: 'password', username: 'x' })).body['error']).toBe('unsupported_grant_type');
    expect((await send('token', { grant_type: 'authorization_code' })).body['error']).toBe('invalid_request');
    expect((await send('token', { grant_type: 'authorization_code' })).headers.get('cache-control')).toBe('no-store');
  });
});

describe('registration', () => {
  test('takes no address to which a browser must not be sent, and makes names harmless', async () => {
    for (const uri of ['javascript:alert(1)', 'http://example.com/cb', 'https://example.com/cb#x'])
      expect((await app.anonymous.post<Given>('/api/oauth/register', { redirect_uris: [uri] })).body['error']).toBe('invalid_redirect_uri');
    expect((await app.anonymous.post<Given>('/api/oauth/register', { client_name: 'x' })).body['error']).toBe('invalid_client_metadata');
    const { body } = await app.anonymous.post<Given>('/api/oauth/register', {
      redirect_uris: [redirectUri],
      client_name: '\u202eMill\nrace\u200b',
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(body).toMatchObject({ client_name: 'Millrace', token_endpoint_auth_method: 'none' });
    expect(body).not.toHaveProperty('client_secret');
  });

  test('is limited for each network', async () => {
    await app.platform.database.manager.query(`delete from oauth_client c where not exists (select from oauth_grant g where g.client_id = c.id)`);
    const answers = [];
    for (let count = 0; count < 65; count += 1) answers.push(await app.anonymous.post<Given>('/api/oauth/register', { redirect_uris: [redirectUri] }));
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(60);
  });
});
