import { createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, mkdir, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startHttpServer } from '../../../test/support/http-server.ts';
import { readConfig } from '../../config/config.ts';
import { McpConnections } from './mcp-connections.service.ts';
import { McpStdioLauncher } from './stdio-launcher.service.ts';

const root = resolve(import.meta.dirname, '../../..');
const everything = join(root, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const filesystem = join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');

let folder: string;
let launcher: McpStdioLauncher;
let connections: McpConnections;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-mcp-'));
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files/hello.txt'), 'Hello from a file');
  const config = readConfig({
    MILLRACE_DATA_DIR: join(folder, 'data'),
    MILLRACE_MCP_FOLDERS: `${join(root, 'node_modules')},${join(folder, 'files')}`,
    MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
  });
  launcher = new McpStdioLauncher(config);
  connections = new McpConnections(config, launcher);
});

afterAll(async () => {
  await launcher.onApplicationShutdown();
  await rm(folder, { recursive: true, force: true });
});

const textOf = (content: readonly { type: string; text?: string | null }[]): string => content.map(({ text }) => text ?? '').join('');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** The published server with everything in it, over HTTP. */
async function startEverything(): Promise<AsyncDisposable & { url: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [everything, 'streamableHttp'], {
    env: { PORT: String(port), PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise<void>((ready, failed) => {
    const listen = (chunk: Buffer): void => {
      if (/listening/i.test(chunk.toString())) ready();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void gone.then(() => failed(new Error('The server has ended')));
  });
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

describe('the published server with everything in it, as a program in a sandbox', () => {
  test('lists its tools and answers with text, data, pictures and links', async () => {
    const session = await connections.open({ transport: 'stdio', command: 'node', args: [everything, 'stdio'] });
    try {
      const tools = await session.tools();
      expect(session.server.name).toContain('everything');
      expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['echo', 'get-sum', 'get-tiny-image', 'get-structured-content']));
      expect(tools.find(({ name }) => name === 'echo')?.inputSchema).toMatchObject({ type: 'object', properties: { message: { type: 'string' } } });
      expect(textOf((await session.call('echo', { message: 'wheel' })).content as never)).toContain('wheel');
      expect((await session.call('get-structured-content', { location: 'Chicago' })).structured).toHaveProperty('temperature');
      expect((await session.call('get-tiny-image', {})).content).toContainEqual(expect.objectContaining({ type: 'image', mimeType: 'image/png' }));
      const wrong = await session.call('get-sum', { a: 'x', b: 1 });
      expect(wrong.isError).toBe(true);
    } finally {
      await session.close();
    }
  });

  test('tells of progress, and stops when it is told to', async () => {
    const session = await connections.open({ transport: 'stdio', command: 'node', args: [everything, 'stdio'] });
    try {
      const seen: number[] = [];
      const ended = await session.call(
        'trigger-long-running-operation',
        { duration: 0.2, steps: 3 },
        { onProgress: ({ progress }) => void seen.push(progress) },
      );
      expect(ended.isError).toBe(false);
      expect(seen).toEqual([1, 2, 3]);
      const stopping = new AbortController();
      const stopped = session.call(
        'trigger-long-running-operation',
        { duration: 600, steps: 10_000 },
        { signal: stopping.signal, onProgress: () => stopping.abort(new Error('enough')) },
      );
      await expect(stopped).rejects.toThrow('enough');
    } finally {
      await session.close();
    }
  });

  test('sees nothing of the environment of Millrace, only what its resource gives it', async () => {
    const session = await connections.open({ transport: 'stdio', command: 'node', args: [everything, 'stdio'], env: { API_KEY: 'its own' } });
    try {
      const seen = JSON.parse(textOf((await session.call('get-env', {})).content as never)) as Record<string, string>;
      expect(seen['API_KEY']).toBe('its own');
      const foreign = Object.keys(seen).filter((name) => !['API_KEY', 'HOME', 'LANG', 'MR_RUNNER', 'PATH', 'PWD', 'SHLVL', '_', 'TMPDIR'].includes(name));
      expect(foreign).toEqual([]);
    } finally {
      await session.close();
    }
  });
});

describe('the published server of files', () => {
  test('reads what the admin has shown it, and nothing else of the machine', async () => {
    const session = await connections.open({
      transport: 'stdio',
      command: 'node',
      args: [filesystem, join(folder, 'files')],
      include: ['read_text_file', 'list_directory', 'write_file'],
    });
    try {
      expect((await session.tools()).map(({ name }) => name).sort()).toEqual(['list_directory', 'read_text_file', 'write_file']);
      expect(textOf((await session.call('read_text_file', { path: join(folder, 'files/hello.txt') })).content as never)).toBe('Hello from a file');
      expect((await session.call('read_text_file', { path: join(root, 'package.json') })).isError).toBe(true);
      expect((await session.call('write_file', { path: join(folder, 'files/new.txt'), content: 'x' })).isError).toBe(true);
      await expect(session.call('edit_file', {})).rejects.toMatchObject({ code: 'mcp/tool_not_found' });
    } finally {
      await session.close();
    }
  });
});

describe('the published server over HTTP', () => {
  test('lists, answers and tells of progress', async () => {
    await using server = await startEverything();
    const session = await connections.open({ transport: 'http', url: server.url });
    try {
      expect((await session.tools()).length).toBeGreaterThan(8);
      expect(textOf((await session.call('echo', { message: 'over HTTP' })).content as never)).toContain('over HTTP');
      const seen: number[] = [];
      await session.call('trigger-long-running-operation', { duration: 0.2, steps: 2 }, { onProgress: ({ progress }) => void seen.push(progress) });
      expect(seen).toEqual([1, 2]);
    } finally {
      await session.close();
    }
  });
});

describe('a program that is no server', () => {
  test('is reported with what it said last', async () => {
    const opening = connections.open({ transport: 'stdio', command: 'sh', args: ['-c', 'echo "no such database" >&2; exit 3'] });
    await expect(opening).rejects.toMatchObject({ code: 'mcp/server_failed', message: expect.stringMatching(/exit code 3: no such database/) });
  });

  test('is reported when it is not there', async () => {
    await expect(connections.open({ transport: 'stdio', command: 'no-such-program' })).rejects.toMatchObject({ code: 'mcp/server_failed' });
  });

  test('is ended when it never answers', async () => {
    await expect(connections.open({ transport: 'stdio', command: 'sleep', args: ['1000'] }, {}, { connectTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'mcp/timeout',
    });
  });

  test('is ended when it writes without end', async () => {
    await expect(connections.open({ transport: 'stdio', command: 'sh', args: ['-c', 'tr "\\\\0" x < /dev/zero'] })).rejects.toMatchObject({
      code: 'mcp/server_failed',
      message: expect.stringContaining('more than 8 MB'),
    });
  });
});

describe('an address that may not be reached', () => {
  test.each(['http://localhost:1/mcp', 'http://[::1]:1/mcp', 'http://169.254.169.254/latest', 'http://2130706434:1/', 'http://10.0.0.1/'])(
    '%s is refused',
    async (url) => {
      const strict = new McpConnections(readConfig({ MILLRACE_DATA_DIR: folder }), launcher);
      await expect(strict.open({ transport: 'http', url })).rejects.toMatchObject({ code: 'outbound/address_refused' });
    },
  );

  test('gets no key by a redirect', async () => {
    await using elsewhere = await startHttpServer((_request, response) => void response.end('{}'));
    await using server = await startHttpServer((_request, response) => void response.writeHead(307, { location: elsewhere.url }).end());
    await expect(connections.open({ transport: 'http', url: server.url, token: 'secret-key-1' })).rejects.toMatchObject({
      code: 'mcp/server_failed',
      message: expect.stringMatching(/redirect/i),
    });
    expect(elsewhere.requests).toEqual([]);
  });
});
