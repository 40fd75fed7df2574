import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { createTestApp, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { startHttpServer } from '../../test/support/http-server.ts';

let app: TestApp;
let workspace: TestWorkspace;
let admin: TestUser;

const refund = `/** Pays money back. */
export type Paid = { order: number; amount: number };
export async function main(order: number, amount = 10): Promise<Paid> { return { order, amount }; }`;

const scripts: Record<string, { content: string; more?: object }> = {
  'f/support/refund_order': { content: refund, more: { summary: 'Refund an order', description: 'Pays the amount back to the customer.' } },
  'f/support/look_up': { content: 'export async function main(text: string) { return text; }', more: { settings: { is_read_only: true } } },
  'f/support/fail': { content: 'export async function main() { console.log("about to fail"); throw new Error("the till is closed"); }' },
  'f/support/wrong_form': { content: 'export async function main(): Promise<{ total: number }> { return { total: "many" as unknown as number }; }' },
  'f/support/wait': {
    content: `import { setProgress } from 'millrace';
export async function main(url: string) { await setProgress(40); await fetch(url); return "released"; }`,
  },
  'f/support/long': { content: 'export async function main() { return Array.from({ length: 30_000 }, (_, index) => `line ${index}`); }' },
  'f/support/long_text': { content: `export async function main() { return '"line"\\n'.repeat(10_000); }` },
  'f/finance/pay': { content: 'export async function main() { return 1; }' },
};

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '4', MILLRACE_WORKER_TAGS: 'bun' });
  workspace = await app.make.aWorkspace();
  admin = workspace.admin;
  for (const folder of ['support', 'finance', 'a', 'a_b', 'many']) await workspace.aFolder(folder);
  for (const [path, { content, more }] of Object.entries(scripts)) await put('scripts', path, { language: 'bun', content, ...more });
  await put('agents', 'f/support/helper', { summary: 'Answers questions about orders', value: {} });
  await put('flows', 'f/support/big_refund', {
    summary: 'Refund with care',
    value: { modules: [] },
    schema: { type: 'object', properties: { order: { type: 'integer' } }, required: ['order'] },
  });
}, 120_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

async function put(kind: string, path: string, body: object): Promise<void> {
  const answer = await admin.client.put(`${workspace.api}/${kind}/${path}`, body);
  expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
}

type Connected = Client & AsyncDisposable;

async function connect(client: TestClient, options: ConstructorParameters<typeof Client>[1] = {}): Promise<Connected> {
  const transport = new StreamableHTTPClientTransport(new URL(`${app.url}${workspace.api}/mcp`), {
    requestInit: { headers: { authorization: client.authorization } },
  });
  const made = new Client({ name: 'Test client', version: '1' }, options);
  await made.connect(transport);
  return Object.assign(made, {
    [Symbol.asyncDispose]: async () => void (await transport.terminateSession().catch(() => undefined), await made.close()),
  });
}

const token = (scopes?: string[]): Promise<TestClient> => admin.withToken(scopes);
const textOf = ({ content }: { content?: unknown }): string => (content as { text?: string }[]).map(({ text }) => text ?? '').join('\n');
const call = async (client: Client, name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> =>
  (await client.callTool({ name, arguments: args })) as CallToolResult;
const namesOf = async (client: Client): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name);
const jobIdOf = ({ _meta }: CallToolResult): string => String(_meta?.['millrace/job_id']);

describe('the tools of a workspace', () => {
  test('are its scripts and flows, with exactly their schemas', async () => {
    await using client = await connect(await token());
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'job_result',
      'job_log',
      'f_finance_pay',
      'f_support_big_refund',
      'f_support_fail',
      'f_support_helper',
      'f_support_long',
      'f_support_long_text',
      'f_support_look_up',
      'f_support_refund_order',
      'f_support_wait',
      'f_support_wrong_form',
    ]);
    const { body } = await admin.client.get<{ schema: object }>(`${workspace.api}/scripts/f/support/refund_order`);
    const found = tools.find(({ name }) => name === 'f_support_refund_order');
    expect(found?.inputSchema).toEqual(body.schema);
    expect(found).toMatchObject({
      title: 'Refund an order',
      description: expect.stringContaining('Pays the amount back'),
      annotations: { readOnlyHint: false, destructiveHint: true },
    });
    expect(found?.outputSchema).toMatchObject({ type: 'object', properties: { order: { type: 'number' }, amount: { type: 'number' } } });
    expect(tools.find(({ name }) => name === 'f_support_look_up')?.annotations).toEqual({ readOnlyHint: true, destructiveHint: false });
    expect(tools.find(({ name }) => name === 'f_support_big_refund')?.inputSchema).toMatchObject({
      properties: { order: { type: 'integer' } },
      required: ['order'],
    });
  });

  test('run as jobs of the caller, with the result as text and as data', async () => {
    await using client = await connect(await token());
    const result = await call(client, 'f_support_refund_order', { order: 1042 });
    expect(result.structuredContent).toEqual({ order: 1042, amount: 10 });
    expect(JSON.parse(textOf(result))).toEqual({ order: 1042, amount: 10 });
    const { body } = await admin.client.get(`${workspace.api}/jobs/${jobIdOf(result)}`);
    expect(body).toMatchObject({
      path: 'f/support/refund_order',
      trigger_kind: 'mcp',
      trigger_path: 'Test client',
      created_by: 'u/admin',
      args: { order: 1042, amount: 10 },
    });
  });

  test('are agents too, which answer in their own way', async () => {
    await using client = await connect(await token());
    const result = await call(client, 'f_support_helper', { message: 'Where is my order?' });
    expect([result.isError, textOf(result)]).toEqual([undefined, expect.stringMatching(/practice|model/i)]);
  });

  test('say what is wrong with arguments, with a script and with a result in a form that a model can use', async () => {
    await using client = await connect(await token());
    const refused = await call(client, 'f_support_refund_order', { order: 'many' });
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toMatch(/\/order.*number/);
    const failed = await call(client, 'f_support_fail');
    expect(failed.isError).toBe(true);
    expect(textOf(failed)).toContain('the till is closed');
    expect(textOf(failed)).not.toMatch(/\n\s+at /);
    expect(textOf(await call(client, 'job_log', { job_id: jobIdOf(failed) }))).toContain('about to fail');
    const odd = await call(client, 'f_support_wrong_form');
    expect(odd.isError).toBe(true);
    expect(textOf(odd)).toMatch(/HAS SUCCEEDED[^]*"many"/);
  });

  test('do not open what an argument names', async () => {
    await put('variables', 'u/admin/secret', { value: 'swordfish', is_secret: true });
    await using client = await connect(await token());
    expect(textOf(await call(client, 'f_support_look_up', { text: '$var:u/admin/secret' }))).toBe('$var:u/admin/secret');
  });

  test('are listed page by page, and have names of their own where paths share one', async () => {
    const insert = `with made as (insert into script (id, workspace_id, path, current_version, created_by) select gen_random_uuid(), $1, path, 1, 'u/admin' from unnest($2::text[]) path returning id, path)
      insert into script_version (id, script_id, workspace_id, version, hash, language, content, schema, created_by)
      select gen_random_uuid(), id, $1, 1, 'x', 'bun', 'export async function main() { return "' || path || '" }', '{"type": "object"}', 'u/admin' from made`;
    const paths = [
      ...Array.from({ length: 120 }, (_, index) => `f/many/tool_${String(index).padStart(3, '0')}`),
      'f/a/b_c',
      'f/a_b/c',
      `f/many/${'long_'.repeat(20)}`,
    ];
    await app.platform.database.manager.query(insert, [workspace.id, paths]);
    await using client = await connect(await token(['mcp:f/many/*', 'mcp:f/a/*', 'mcp:f/a_b/*']));
    const first = await client.listTools();
    const second = await client.listTools({ cursor: first.nextCursor });
    const names = [...first.tools, ...second.tools].map(({ name }) => name).filter((name) => name.startsWith('f_'));
    expect(second.nextCursor).toBeUndefined();
    expect(new Set(names).size).toBe(paths.length);
    expect(names.every((name) => name.length <= 64)).toBe(true);
    const shared = names.filter((name) => name.startsWith('f_a_b_c'));
    expect(shared).toEqual([expect.stringMatching(/^f_a_b_c_[0-9a-f]{6}$/), expect.stringMatching(/^f_a_b_c_[0-9a-f]{6}$/)]);
    expect([textOf(await call(client, shared[0] ?? '')), textOf(await call(client, shared[1] ?? ''))]).toEqual(['f/a/b_c', 'f/a_b/c']);
    await expect(call(client, 'f_a_b_c')).rejects.toThrow(/no tool/);
    await using other = await connect(await token(['mcp:f/a/*']));
    expect(await namesOf(other)).toContain('f_a_b_c');
    await app.platform.database.manager.query(`delete from script where workspace_id = $1 and path = any ($2::text[])`, [workspace.id, paths]);
  });
});

describe('what a token opens', () => {
  test('is what it is for, and nothing of the rest of the API', async () => {
    const narrow = await token(['mcp:f/support/*']);
    await using client = await connect(narrow);
    expect(await namesOf(client)).not.toContain('f_finance_pay');
    expect((await namesOf(client)).filter((name) => name.startsWith('f_support_'))).toHaveLength(9);
    await expect(call(client, 'f_finance_pay')).rejects.toThrow(/no tool/);
    for (const path of [`/scripts`, `/jobs`, `/scripts/f/support/fail`]) expect((await narrow.get(`${workspace.api}${path}`)).status).toBe(403);
    expect((await narrow.post(`${workspace.api}/jobs/run/p/f/support/fail`, {})).status).toBe(403);
    await using running = await connect(await token(['jobs:run:f/support/look_up']));
    expect(await namesOf(running)).toEqual(['job_result', 'job_log', 'f_support_look_up']);
    const stranger = await token(['scripts:read']);
    const refused = await stranger.post(`${workspace.api}/mcp`, { jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([403, expect.stringContaining('insufficient_scope')]);
  });

  test('is never more than its person may', async () => {
    const viewer = await workspace.aMember('operator');
    await using nothing = await connect(await viewer.withToken());
    expect(await namesOf(nothing)).toEqual(['job_result', 'job_log']);
    await expect(call(nothing, 'f_support_look_up', { text: 'x' })).rejects.toThrow(/no tool/);
    await workspace.grant('script', 'f/support/look_up', `u/${viewer.username}`, 'read');
    expect(await namesOf(nothing)).toContain('f_support_look_up');
    await using own = await connect(await token());
    const job = jobIdOf(await call(own, 'f_support_look_up', { text: 'private' }));
    const stolen = await call(nothing, 'job_result', { job_id: job });
    expect([stolen.isError, textOf(stolen)]).toEqual([true, expect.stringContaining('no such run')]);
  });
});

describe('a run that takes long', () => {
  test('tells of its progress, and can be cancelled by another request', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await using server = await startHttpServer(({ url }, response) => {
      if (url !== '/never') void released.then(() => response.end());
    });
    await using client = await connect(await token());
    const seen: { progress: number; message?: string | undefined }[] = [];
    const onprogress = (notice: { progress: number; message?: string | undefined }): void => {
      seen.push(notice);
      if (notice.progress >= 40) release();
    };
    expect(textOf((await client.callTool({ name: 'f_support_wait', arguments: { url: server.url } }, undefined, { onprogress })) as CallToolResult)).toBe(
      'released',
    );
    expect(seen.map(({ message }) => message)).toEqual(expect.arrayContaining(['Waiting for a worker', 'Running']));
    const told = seen.map(({ progress }) => progress);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    const stop = new AbortController();
    let running = (_jobId: string): void => undefined;
    const started = new Promise<string>((resolve) => (running = resolve));
    const stopped = client.callTool({ name: 'f_support_wait', arguments: { url: `${server.url}/never` } }, undefined, {
      signal: stop.signal,
      onprogress: (notice) => notice.progress >= 40 && running(String((notice as { _meta?: Record<string, unknown> })._meta?.['millrace/job_id'])),
    });
    expect(textOf(await call(client, 'job_result', { job_id: await started }))).toContain('has not ended: it is running');
    stop.abort();
    await expect(stopped).rejects.toThrow();
    const [row] = await untilEnded('f/support/wait');
    expect(row).toMatchObject({ status: 'cancelled', cancel_reason: 'Cancelled by the AI client' });
  });

  test('has a result that is given piece by piece, and whole', async () => {
    await using client = await connect(await token());
    const first = await call(client, 'f_support_long');
    expect(textOf(first)).toMatch(/This is the beginning: 40000 of \d+ characters[^]*job_result/);
    expect(first.content).toContainEqual(expect.objectContaining({ type: 'resource_link', uri: `millrace://jobs/${jobIdOf(first)}/result` }));
    let whole = (first.content[0] as { text: string }).text;
    for (let offset = whole.length; ;) {
      const { content } = await call(client, 'job_result', { job_id: jobIdOf(first), offset });
      const [piece, more] = content as { text: string }[];
      whole += piece?.text ?? '';
      if (!more) break;
      offset = Number(/offset (\d+)/.exec(more.text)?.[1]);
    }
    expect(JSON.parse(whole)).toHaveLength(30_000);
    const text = await call(client, 'f_support_long_text');
    const rest = await call(client, 'job_result', { job_id: jobIdOf(text), offset: 40_000 });
    expect((text.content[0] as { text: string }).text + (rest.content[0] as { text: string }).text).toBe('"line"\n'.repeat(10_000));
  });
});

/** The newest job of a path, when it has ended. */
async function untilEnded(path: string): Promise<unknown[]> {
  const [newest] = (await app.platform.database.manager.query(`select id from job where path = $1 order by created_at desc limit 1`, [path])) as {
    id: string;
  }[];
  await admin.client.get(`${workspace.api}/jobs/${newest?.id}/result?wait_s=30`);
  return (await app.platform.database.manager.query(`select status, cancel_reason from job where id = $1`, [newest?.id])) as unknown[];
}

describe('the stream of notices', () => {
  test('tells when tools have come, and ends with the token', async () => {
    let heard = (): void => undefined;
    const changed = new Promise<void>((resolve) => (heard = resolve));
    await using client = await connect(await token(), { listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged: () => heard() } } });
    await put('scripts', 'f/support/brand_new', { language: 'bun', content: 'export async function main() { return 1; }' });
    await changed;
    expect(await namesOf(client)).toContain('f_support_brand_new');
    const other = await token();
    const stream = await fetch(`${app.url}${workspace.api}/mcp`, { headers: { authorization: other.authorization, accept: 'text/event-stream' } });
    await app.platform.database.manager.query(`update token set revoked_at = now() where prefix = $1`, [
      other.authorization.slice('Bearer '.length, 'Bearer '.length + 9),
    ]);
    await put('scripts', 'f/support/brand_newer', { language: 'bun', content: 'export async function main() { return 1; }' });
    expect(await stream.text()).not.toContain('list_changed');
    await admin.client.delete(`${workspace.api}/scripts/f/support/brand_new`);
    await admin.client.delete(`${workspace.api}/scripts/f/support/brand_newer`);
  });
});

describe('what clients may read', () => {
  test('is documents, what runnables do, and their own runs', async () => {
    await put('resources', 'f/support/policy', {
      resource_type: 'document',
      value: { title: 'Refund policy', text: '# Refunds\nWithin 30 days.', media_type: 'text/markdown' },
    });
    await put('resources', 'f/finance/policy', { resource_type: 'document', value: { text: 'Secret', media_type: 'text/plain' } });
    await put('resources', 'f/support/api', { resource_type: 'http', value: { url: 'https://api.example.com', token: 'swordfish' } });
    await using client = await connect(await token(['mcp:f/support/*']));
    expect((await client.listResources()).resources).toEqual([
      expect.objectContaining({ uri: 'millrace://documents/f/support/policy', title: 'Refund policy', mimeType: 'text/markdown' }),
    ]);
    const read = async (uri: string): Promise<string> => ((await client.readResource({ uri })).contents[0] as { text: string }).text;
    expect(await read('millrace://documents/f/support/policy')).toContain('Within 30 days');
    expect(await read('millrace://runnables/f/support/refund_order')).toMatch(/# Refund an order[^]*"order"/);
    const job = jobIdOf(await call(client, 'f_support_look_up', { text: 'seen' }));
    expect(await read(`millrace://jobs/${job}/result`)).toBe('"seen"');
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(3);
    for (const hidden of [
      'millrace://documents/f/finance/policy',
      'millrace://documents/f/support/api',
      'millrace://runnables/f/finance/pay',
      'millrace://jobs/x/result',
      'file:///etc/passwd',
      'millrace://documents/%',
      'nonsense',
    ])
      await expect(client.readResource({ uri: hidden })).rejects.toThrow(/nothing to read/);
  });
});

describe('a resource that describes an MCP server', () => {
  test('is tried by listing its tools, and says why where that does not work', async () => {
    const everything = resolve(import.meta.dirname, '../../node_modules/@modelcontextprotocol/server-everything/dist/index.js');
    const tried = async (value: object) =>
      (await admin.client.post<{ ok: boolean; message: string }>(`${workspace.api}/resource_test`, { resource_type: 'mcp_server', value })).body;
    expect(await tried({ transport: 'stdio', command: 'node', args: [everything, 'stdio'], env: { KEY: 'swordfish' } })).toMatchObject({
      ok: true,
      message: expect.stringMatching(/has \d+ tools: .*echo/),
    });
    expect(await tried({ transport: 'http', url: 'http://127.0.0.1:9/mcp', token: 'swordfish' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('MILLRACE_ALLOWED_PRIVATE_HOSTS'),
    });
    expect(await tried({ transport: 'http' })).toMatchObject({ ok: false, message: expect.stringContaining('/url') });
    expect(await tried({ transport: 'stdio', command: 'sh', args: ['-c', 'echo "wrong key $KEY" >&2; exit 1'], env: { KEY: 'swordfish' } })).toMatchObject({
      ok: false,
      message: expect.not.stringContaining('swordfish'),
    });
  });
});

describe('a request that is not as it should be', () => {
  const url = (): string => `${workspace.api}/mcp`;
  const accept = { accept: 'application/json, text/event-stream' };
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

  test('without credentials, or with wrong ones, is told where to get some', async () => {
    const metadata = `resource_metadata="http://127.0.0.1:4400/.well-known/oauth-protected-resource${url()}"`;
    const bare = await app.anonymous.post(url(), list);
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, `Bearer ${metadata}, scope="mcp:*"`]);
    const wrong = await app.anonymous.with({ authorization: `Bearer mr_${'x'.repeat(43)}` }).post(url(), list);
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, `Bearer error="invalid_token", ${metadata}, scope="mcp:*"`]);
  });

  test('is refused in words, and leaves the session as it was', async () => {
    const client = (await token()).with(accept);
    for (const body of [{}, [], { jsonrpc: '1.0', method: 'tools/list' }, 'null', [[]], Array.from({ length: 60 }, () => list)])
      expect((await client.post(url(), body)).status).toBe(422);
    expect((await (await token()).get(url())).status).toBe(406);
    expect((await client.post(url(), list)).status).toBe(200);
  });

  test('with a session of somebody else, or one that has ended, is answered as if there were none', async () => {
    const client = (await token()).with(accept);
    const begun = await client.post(url(), {
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
    });
    const session = { 'mcp-session-id': begun.headers.get('mcp-session-id') ?? '' };
    expect((await client.with(session).post(url(), list)).status).toBe(200);
    const stranger = await (await workspace.aMember('admin')).withToken();
    expect((await stranger.with({ ...accept, ...session }).post(url(), list)).status).toBe(404);
    expect((await client.with({ 'mcp-session-id': 'x' }).post(url(), list)).status).toBe(404);
    expect((await client.with(session).delete(url())).status).toBe(204);
    expect((await client.with(session).post(url(), list)).status).toBe(404);
  });

  test('that was cancelled before it came does not run', async () => {
    await using client = await connect(await token());
    const session = { 'mcp-session-id': client.transport?.sessionId ?? '' };
    const plain = (await token()).with({ ...accept, ...session });
    await plain.post(url(), { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 900 } });
    const answer = await plain.post(url(), { jsonrpc: '2.0', id: 900, method: 'tools/call', params: { name: 'f_support_look_up', arguments: { text: 'x' } } });
    expect(answer.text).toContain('was cancelled before it began');
  });
});
