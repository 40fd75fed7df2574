import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { guardedFetch } from './guarded-fetch.ts';

let url: string;
const server = createServer((request, response) => answer(request, response));
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/gzip') return void response.setHeader('content-encoding', 'gzip').end(gzipSync('packed'));
  if (request.url === '/elsewhere') return void response.writeHead(302, { location: 'https://secret@example.com/path?token=x' }).end();
  if (request.url === '/nothing') return void response.writeHead(204).end();
  if (request.url === '/cut') return void response.write('half', () => response.destroy());
  if (request.url === '/slow') return void response.write('first');
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on(
    'end',
    () => void response.end(JSON.stringify({ method: request.method, body, key: request.headers['x-key'], length: request.headers['content-length'] })),
  );
}

const open = guardedFetch({ allowedPrivateHosts: ['127.0.0.1'] });
const closed = guardedFetch({ allowedPrivateHosts: [] });

describe('a fetch that reaches only what it may', () => {
  test('sends and reads as any other does', async () => {
    const sent = await open(url, { method: 'POST', body: 'wheel', headers: { 'x-key': 'k' } });
    expect(await sent.json()).toEqual({ method: 'POST', body: 'wheel', key: 'k', length: '5' });
    expect(await (await open(new Request(`${url}/x`))).json()).toMatchObject({ method: 'GET' });
    expect(await (await open(`${url}/gzip`)).text()).toBe('packed');
    expect((await open(`${url}/nothing`)).status).toBe(204);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]'])('does not reach this machine by %s', async (host) => {
    const { port } = new URL(url);
    await expect(closed(`http://${host}:${port}/`)).rejects.toMatchObject({ code: 'outbound/address_refused' });
  });

  test('looks at the address to which a name leads, and not at the name', async () => {
    const named = guardedFetch({ allowedPrivateHosts: ['localhost'] });
    const { port } = new URL(url);
    expect((await named(`http://localhost:${port}/`)).status).toBe(200);
    await expect(named(url)).rejects.toMatchObject({ code: 'outbound/address_refused' });
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'data:text/plain,x'])('knows no %s', async (address) => {
    await expect(open(address)).rejects.toMatchObject({ code: 'outbound/address_refused' });
  });

  test('follows no redirect, and does not repeat its address', async () => {
    const error: unknown = await open(`${url}/elsewhere`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'outbound/redirect_refused' });
    expect((error as Error).message).toContain('https://example.com');
    expect((error as Error).message).not.toMatch(/secret|token/);
    expect((await open(`${url}/elsewhere`, { redirect: 'manual' })).status).toBe(302);
  });

  test('ends with an error when the connection is cut, and when the caller stops', async () => {
    await expect(open(`${url}/cut`).then((response) => response.text())).rejects.toThrow();
    const stop = new AbortController();
    const reading = (await open(`${url}/slow`, { signal: stop.signal })).text();
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow();
    await expect(open(url, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow();
  });
});
