import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chatWire } from './wires/chat.test-support.ts';
import { converseWire } from './wires/converse.test-support.ts';
import { geminiWire } from './wires/gemini.test-support.ts';
import { messagesWire } from './wires/messages.test-support.ts';
import { responsesWire } from './wires/responses.test-support.ts';
import type { ScriptedAnswer, SeenRequest, Wire } from './wires/wire.test-support.ts';

/** What a server of a test does with a request. */
export type ServerScript =
  | ({ kind: 'answer' } & ScriptedAnswer & {
        /** Stops after so many pieces, and ends the connection. */
        cutAfter?: number;
        /** Waits for this before each piece. */
        beforePiece?: (piece: number) => Promise<void>;
        /** Sends an error of the protocol after so many pieces. */
        errorAfter?: number;
        /** Sends in slices of this many bytes, so that characters and lines come in parts. */
        sliceBytes?: number;
      })
  | { kind: 'status'; status: number; headers?: Record<string, string>; message?: string }
  | { kind: 'raw'; status?: number; contentType: string; body: string }
  | { kind: 'redirect'; to: string }
  | { kind: 'reset' }
  | { kind: 'silence' };

/** A request as it came. */
export type ReceivedRequest = SeenRequest & { wire: string; path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> };

/** A server that speaks like the providers of models; which protocol is meant the path says. It refuses what they refuse. */
export type ModelServer = AsyncDisposable & {
  url: string;
  requests: ReceivedRequest[];
  /** What was wrong with requests, by the rules of their protocol. */ problems: string[];
};

/** The only key that it takes. */
export const validKey = 'sk-test-0123456789abcdefghijklmnop';

const wires: readonly Wire[] = [chatWire, responsesWire, messagesWire, geminiWire, converseWire];

/** Starts one on a free port of this machine. `script` says what happens with each request that is right. */
export async function startModelServer(script: (request: ReceivedRequest, number: number) => ServerScript): Promise<ModelServer> {
  const requests: ReceivedRequest[] = [];
  const problems: string[] = [];
  const server = createServer((request, response) => void respond(request, response));
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const text = (await request.toArray()).join('');
    if (request.method === 'GET') return listModels(path, request, response);
    const wire = wires.find((one) => one.matches(path));
    if (!wire)
      return void response
        .writeHead(404, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `Invalid URL (POST ${path})`, type: 'invalid_request_error' } }));
    const refuse = (status: number, message: string): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(wire.error(status, message)));
    const body = JSON.parse(text) as Record<string, unknown>;
    if (wire.keyOf(request.headers) !== validKey) return refuse(401, `Incorrect API key provided: ${wire.keyOf(request.headers)}.`);
    const problem = wire.problem(body, request.headers);
    if (problem !== null) problems.push(problem);
    if (problem !== null) return refuse(400, problem);
    const received = { ...wire.read(body, path), wire: wire.name, path, headers: request.headers, body };
    requests.push(received);
    await play(script(received, requests.length), { wire, response, refuse, received, number: requests.length });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    problems,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Playing = { wire: Wire; response: ServerResponse; refuse(status: number, message: string): void; received: ReceivedRequest; number: number };

async function play(script: ServerScript, { wire, response, refuse, received, number }: Playing): Promise<void> {
  switch (script.kind) {
    case 'status':
      for (const [name, value] of Object.entries(script.headers ?? {})) response.setHeader(name, value);
      return refuse(script.status, script.message ?? 'The server had an error');
    case 'raw':
      return void response.writeHead(script.status ?? 200, { 'content-type': script.contentType }).end(script.body);
    case 'redirect':
      return void response.writeHead(307, { location: script.to }).end();
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'silence':
      return;
    case 'answer': {
      response.writeHead(200, { 'content-type': wire.contentType, 'cache-control': 'no-store' });
      const pieces = wire.write(script, { model: received.model, requestNumber: number, path: received.path });
      for (const [index, piece] of pieces.entries()) {
        if (index === script.cutAfter) return void response.socket?.destroy();
        if (index === script.errorAfter) return void response.end(wire.streamError('The engine is overloaded'));
        await script.beforePiece?.(index);
        for (let start = 0; start < piece.length; start += script.sliceBytes ?? piece.length) {
          if (response.destroyed) return;
          response.write(piece.subarray(start, start + (script.sliceBytes ?? piece.length)));
          // The first pieces go one by one, as they come from a model; a very long answer is not to take all day.
          if (index < 200) await new Promise((resolve) => setImmediate(resolve));
        }
      }
      response.end();
    }
  }
}

function listModels(path: string, request: IncomingMessage, response: ServerResponse): void {
  const isAllowed = wires.some((wire) => wire.keyOf(request.headers) === validKey);
  const models = path.includes('/google/') ? { models: [{ name: 'models/test-model' }] } : { object: 'list', data: [{ id: 'test-model', object: 'model' }] };
  response
    .writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json' })
    .end(JSON.stringify(isAllowed ? models : { error: { message: 'Incorrect API key provided' } }));
}
