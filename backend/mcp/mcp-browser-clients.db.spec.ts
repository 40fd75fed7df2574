import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';

let app: TestApp;
let workspace: TestWorkspace;
const page = { origin: 'https://inspector.example' };

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_SANDBOX: 'none' });
  workspace = await app.make.aWorkspace();
  for (const folder of ['support', 'finance']) await workspace.aFolder(folder);
  const refund = { language: 'bun', content: 'export async function main(order: number, reason: "damaged" | "late" = "late") { return order + reason; }' };
  await workspace.admin.client.put(`${workspace.api}/scripts/f/support/refund_order`, { ...refund, summary: 'Refund an order' });
  await workspace.admin.client.put(`${workspace.api}/scripts/f/support/without_a_word`, refund);
  await workspace.admin.client.put(`${workspace.api}/scripts/f/finance/pay`, { ...refund, summary: 'Pay' });
  await workspace.admin.client.put(`${workspace.api}/agents/f/support/helper`, { summary: 'Helper', value: {} });
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

describe('a client that runs in a page of another site', () => {
  const sent = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const accept = { accept: 'application/json, text/event-stream' };

  test('asks first, and may send its token and the headers of the protocol, and no cookie', async () => {
    for (const path of [`${workspace.api}/mcp`, `/api/oauth/token`, `/.well-known/oauth-authorization-server`]) {
      const asked = await fetch(app.url + path, { method: 'OPTIONS', headers: { ...page, 'access-control-request-method': 'POST' } });
      expect([asked.status, asked.headers.get('access-control-allow-origin'), asked.headers.get('access-control-allow-methods')]).toEqual([
        204,
        '*',
        'GET, POST, DELETE',
      ]);
      expect(asked.headers.get('access-control-allow-headers')).toBe(
        'authorization, content-type, accept, mcp-session-id, mcp-protocol-version, last-event-id',
      );
      expect(asked.headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  test('is answered with its token, is told where to get one, and uses nothing of who is signed in', async () => {
    const withToken = (await workspace.admin.withToken()).with({ ...accept, ...page });
    const answered = await withToken.post(`${workspace.api}/mcp`, sent);
    expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    const bare = await app.anonymous.with({ ...accept, ...page }).post(`${workspace.api}/mcp`, sent);
    expect([bare.status, bare.headers.get('access-control-expose-headers')]).toEqual([401, expect.stringContaining('www-authenticate')]);
    for (const origin of ['https://evil.example', 'http://evil.example:4400', 'null'])
      expect((await workspace.admin.client.with({ ...accept, origin }).post(`${workspace.api}/mcp`, sent)).status).toBe(403);
    expect((await workspace.admin.client.with({ ...accept, origin: 'http://127.0.0.1:4400' }).post(`${workspace.api}/mcp`, sent)).status).toBe(200);
  });

  test('reads no other route, however its address is written', async () => {
    const api = workspace.api;
    for (const path of [`${api}/scripts`, `${api}/mcp/`, `${api}/MCP`, `${api}/mcp%2F`, `${api}/x/mcp`, '/api/oauth/clients', `/api/oauth/token/x`, '/']) {
      const answer = await fetch(app.url + path, { method: 'OPTIONS', headers: { ...page, 'access-control-request-method': 'GET' } });
      expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, null]);
    }
  });
});

describe('prompts', () => {
  async function connect(scopes?: string[]): Promise<Client> {
    const { authorization } = await workspace.admin.withToken(scopes);
    const client = new Client({ name: 'Test client', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${app.url}${workspace.api}/mcp`), { requestInit: { headers: { authorization } } }));
    return client;
  }

  test('are the agents, and what its author has described, as far as the token goes', async () => {
    const [all, support] = [await connect(), await connect(['mcp:f/support/*'])];
    const named = async (client: Client) => (await client.listPrompts()).prompts.map(({ name }) => name);
    expect(await named(all)).toEqual(['f_finance_pay', 'f_support_helper', 'f_support_refund_order']);
    expect(await named(support)).toEqual(['f_support_helper', 'f_support_refund_order']);
    await expect(support.getPrompt({ name: 'f_finance_pay', arguments: { order: '1' } })).rejects.toThrow('There is no prompt "f_finance_pay"');
    await expect(support.getPrompt({ name: 'f_support_without_a_word' })).rejects.toThrow('There is no prompt');
    await Promise.all([all.close(), support.close()]);
  });

  test('become words that name the tool and exactly its arguments, with help while one types', async () => {
    const client = await connect();
    const { prompts } = await client.listPrompts();
    expect(prompts.find(({ name }) => name === 'f_support_refund_order')?.arguments).toEqual([
      expect.objectContaining({ name: 'order', required: true }),
      expect.objectContaining({ name: 'reason', required: false }),
    ]);
    const { messages } = await client.getPrompt({ name: 'f_support_refund_order', arguments: { order: '1042' } });
    expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: expect.stringContaining('"order": 1042') } }]);
    await expect(client.getPrompt({ name: 'f_support_refund_order', arguments: { order: 'many' } })).rejects.toThrow('"order" must be a number');
    const typed = { ref: { type: 'ref/prompt' as const, name: 'f_support_refund_order' }, argument: { name: 'reason', value: 'd' } };
    expect((await client.complete(typed)).completion.values).toEqual(['damaged']);
    await client.close();
  });
});
