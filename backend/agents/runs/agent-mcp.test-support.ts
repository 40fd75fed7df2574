import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHttpServer, type TestHttpServer } from '../../../test/support/http-server.ts';

type Message = { id?: number; method?: string; params?: { name?: string; arguments?: unknown } };

/** What a server of MCP does in a test: tools that it lists, and what it answers to a call; `null` for never. */
export type OddServer = { tools: object[]; call: (name: string, response: ServerResponse) => object | null };

/** A server that speaks MCP over HTTP and does what a test tells it, while it runs. */
export async function startOddServer(behaviour: OddServer): Promise<TestHttpServer & { calls: string[] }> {
  const calls: string[] = [];
  const server = await startHttpServer((request, response) => {
    if (request.method === 'GET') return void response.writeHead(405).end();
    void readBody(request).then((text) => {
      const { id, method, params } = (text === '' ? {} : JSON.parse(text)) as Message;
      if (id === undefined) return void response.writeHead(202).end();
      const send = (result: object): void =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      if (method === 'initialize')
        return send({ protocolVersion: '2025-06-18', capabilities: { tools: { listChanged: true } }, serverInfo: { name: 'odd', version: '1' } });
      if (method === 'tools/list') return send({ tools: behaviour.tools });
      calls.push(params?.name ?? '');
      const result = behaviour.call(params?.name ?? '', response);
      return result === null ? undefined : send(result);
    });
  });
  return Object.assign(server, { calls });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** A tool as a server lists it. */
export const oddTool = (name: string, more: object = {}) => ({ name, description: `Does ${name}`, inputSchema: { type: 'object', properties: {} }, ...more });
