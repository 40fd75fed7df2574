import { execFile, type ExecFileException } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../backend/common/json.ts';
import { endpointOf, quoteForShell, type SnippetInput, snippets, toPython, webhookAddress } from './snippets.ts';

type Received = { method: string | undefined; url: string | undefined; authorization: string | undefined; type: string | undefined; body: unknown };

let server: Server;
let received: Received[] = [];
let origin = '';

const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

beforeAll(async () => {
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      received.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        type: request.headers['content-type'],
        body: JSON.parse(body) as unknown,
      });
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ refunded: true }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Runs a program with the snippet and gives what it printed. */
const run = (command: string, args: string[], token: string | undefined): Promise<string> =>
  new Promise((resolve, reject) => {
    const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', NO_PROXY: '*', ...(token === undefined ? {} : { MILLRACE_TOKEN: token }) };
    execFile(command, args, { env: environment }, (error: ExecFileException | null, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout),
    );
  });

const args: JsonObject = { order_id: 41, reason: `it's "broken" $HOME \`x\` \\ é 💧`, lines: [1, 2.5, null, true, []], nested: { a: { b: false } } };
const input = (part: Partial<SnippetInput> = {}): SnippetInput => ({
  origin,
  workspace: 'acme',
  kind: 'script',
  path: 'f/support/refund_order',
  args,
  token: null,
  ...part,
});
const codeOf = (id: string, part: Partial<SnippetInput> = {}): string => snippets.find((snippet) => snippet.id === id)?.code(input(part)) ?? '';

/** What the server must have been asked, however the snippet asked it. */
const asked = async (work: () => Promise<unknown>): Promise<Received | undefined> => {
  received = [];
  await work();
  return received[0];
};

describe('snippets that are pasted', () => {
  const call = { method: 'POST', type: 'application/json', url: '/api/w/acme/jobs/run_wait_result/p/f/support/refund_order' };

  test('the TypeScript one sends the arguments exactly, with the token of the environment or its own', async () => {
    const paste = (token: string | null) =>
      asked(() => run(process.execPath, ['--input-type=module', '-e', codeOf('typescript', { token })], 'from-environment'));
    expect(await paste(null)).toEqual({ ...call, authorization: 'Bearer from-environment', body: args });
    expect(await paste('mr_own')).toEqual({ ...call, authorization: 'Bearer mr_own', body: args });
  });

  test('the Python one does the same', async () => {
    const paste = (token: string | null) => asked(() => run('python3', ['-c', codeOf('python', { token })], 'from-environment'));
    expect(await paste(null)).toMatchObject({ ...call, authorization: 'Bearer from-environment', body: args });
    expect(await paste('mr_own')).toMatchObject({ ...call, authorization: 'Bearer mr_own', body: args });
  });

  test('the shell gives curl every argument in one piece', async () => {
    const words = async (id: string, part: Partial<SnippetInput>): Promise<string[]> => {
      const printed = await run('bash', ['-c', `curl() { printf '%s\\0' "$@"; }\n${codeOf(id, part)}`], 'from-environment');
      return printed.split('\0').slice(0, -1);
    };
    const start = ['--fail-with-body', '-X', 'POST'];
    const end = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(args)];
    expect(await words('curl', {})).toEqual([...start, `${origin}${call.url}`, '-H', 'Authorization: Bearer from-environment', ...end]);
    expect(await words('curl', { token: 'mr_own' })).toEqual([...start, `${origin}${call.url}`, '-H', 'Authorization: Bearer mr_own', ...end]);
    expect(await words('webhook', { token: 'mr_own' })).toEqual([...start, webhookAddress(input(), 'mr_own'), ...end]);
    expect(await words('webhook', {})).toEqual([...start, webhookAddress(input(), 'from-environment'), ...end]);
  });

  test('the shell gives the command line every argument in one piece, and the token only by its environment', async () => {
    const printed = await run(
      'bash',
      ['-c', `curl() { :; }\nnode() { printf '%s\\0' "$MILLRACE_TOKEN" "$@"; }\n${codeOf('cli', { token: 'mr_own' })}`],
      'from-environment',
    );
    expect(printed.split('\0').slice(0, -1)).toEqual([
      'mr_own',
      'millrace.mjs',
      'run',
      'f/support/refund_order',
      '--url',
      origin,
      '--workspace',
      'acme',
      '--args',
      JSON.stringify(args),
    ]);
  });

  test('no text breaks out of its quotes', async () => {
    const texts = fc.sample(
      fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0') && text.isWellFormed()),
      60,
    );
    const printed = await run('bash', ['-c', texts.map((text) => `printf '%s\\0' ${quoteForShell(text)}`).join('\n')], undefined);
    expect(printed.split('\0').slice(0, -1)).toEqual(texts);
  });

  test('an address holds nothing that is not meant as address', () => {
    expect(endpointOf(input({ path: 'f/a b/c?d#e' }), 'run')).toBe(`${origin}/api/w/acme/jobs/run/p/f/a%20b/c%3Fd%23e`);
  });

  test('Python literals nest', () => {
    expect(toPython({ a: [true, null], b: {} })).toBe('{\n    "a": [\n        True,\n        None,\n    ],\n    "b": {},\n}');
  });
});
