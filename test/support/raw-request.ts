import { connect } from 'node:net';
import type { TestAnswer } from './client.ts';

/** A request as it goes over the wire: clients tidy addresses and refuse what a test wants to send. */
export type RawRequest = { url: string; method?: string; /** What follows the method, as it is. */ target: string; headers?: Record<string, string>; body?: string | Buffer };

/** Sends the bytes over a connection of its own and reads the answer to its end. */
export async function sendRaw({ url, method = 'GET', target, headers = {}, body = '' }: RawRequest): Promise<TestAnswer> {
  const { hostname, port } = new URL(url);
  const content = Buffer.from(body);
  const lines = [`${method} ${target} HTTP/1.1`, `host: ${hostname}:${port}`, 'connection: close', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (content.length > 0 && headers['transfer-encoding'] === undefined) lines.push(`content-length: ${content.length}`);
  return parseAnswer(await exchange(hostname, Number(port), Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content])));
}

/** A server may answer and close before it has read everything: what it said until then counts. */
function exchange(host: string, port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('error', (error) => { if (received.length === 0) reject(error); });
    socket.on('close', () => resolve(Buffer.concat(received)));
    socket.write(bytes);
  });
}

function parseAnswer(bytes: Buffer): TestAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = new Headers(lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const content = bytes.subarray(end + 4);
  const text = (headers.get('transfer-encoding') === 'chunked' ? joinChunks(content) : content).toString('utf8');
  const isJson = /\bjson\b/.test(headers.get('content-type') ?? '') && text !== '';
  return { status: Number(statusLine.split(' ')[1]), headers, text, body: isJson ? JSON.parse(text) as unknown : text };
}

function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let start = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', start);
    const size = Number.parseInt(bytes.toString('latin1', start, lineEnd), 16);
    if (lineEnd < 0 || !size) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    start = lineEnd + 2 + size + 2;
  }
}
