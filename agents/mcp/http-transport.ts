import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isJSONRPCErrorResponse, isJSONRPCResultResponse, type JSONRPCMessage, type RequestId } from '@modelcontextprotocol/sdk/types.js';
import { afterNotices } from './after-notices.ts';
import { largestMessageBytes, tooLargeMessage } from './message-size.ts';

/** Time for the reader of a stream to hand over what came last, before a request without an answer counts as lost. */
const handOverMs = 250;
const endLimitMs = 2_000;
const lineFeed = 10;

type HttpServer = { url: string; token?: string | null | undefined; headers?: Record<string, string> | null | undefined };

/**
 * MCP over streamable HTTP. The SDK leaves a request open for ever whose stream is cut or holds something that cannot be read; here such a
 * request is answered with an error at once. No message may be larger than is taken.
 */
export class HttpTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private readonly inner: StreamableHTTPClientTransport;
  private readonly open = new Set<RequestId>();
  private isClosed = false;

  constructor(
    { url, token, headers }: HttpServer,
    private readonly fetchIt: typeof fetch,
  ) {
    this.inner = new StreamableHTTPClientTransport(new URL(url), {
      fetch: (address, init) => this.fetchWatched(address, init),
      requestInit: { headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) } },
    });
    this.inner.onmessage = (message) => this.receive(message);
    this.inner.onerror = (error) => this.onerror?.(error);
    this.inner.onclose = () => this.onclose?.();
  }

  get sessionId(): string | undefined {
    return this.inner.sessionId;
  }

  setProtocolVersion(version: string): void {
    this.inner.setProtocolVersion(version);
  }

  start(): Promise<void> {
    return this.inner.start();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message && 'id' in message) this.open.add(message.id);
    await this.inner.send(message);
  }

  /** Tells the server that the session has ended, if it still hears that. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.inner.sessionId !== undefined) {
      const late = new Promise<void>((resolve) => setTimeout(resolve, endLimitMs).unref());
      await Promise.race([this.inner.terminateSession().catch(() => undefined), late]);
    }
    await this.inner.close();
  }

  private receive(message: JSONRPCMessage): void {
    // An answer nobody waits for, or a second one, would have the SDK complain.
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) {
      if (message.id !== undefined && this.open.delete(message.id)) afterNotices(() => this.onmessage?.(message));
    } else this.onmessage?.(message);
  }

  private async fetchWatched(address: string | URL, init?: RequestInit): Promise<Response> {
    const response = await this.fetchIt(address, init);
    const ids = init?.method === 'POST' ? requestIdsOf(init.body) : [];
    if (response.body === null || !response.ok) return response;
    const isStream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
    const body = response.body.pipeThrough(limited(isStream));
    const watched = isStream ? body.pipeThrough(whenEnded((reason) => this.streamEnded(ids, reason))) : body;
    return new Response(watched, { status: response.status, statusText: response.statusText, headers: response.headers });
  }

  private streamEnded(ids: readonly RequestId[], reason: string): void {
    if (ids.length === 0 || this.isClosed) return;
    setTimeout(() => {
      for (const id of ids) this.receive({ jsonrpc: '2.0', id, error: { code: -32_000, message: reason } });
    }, handOverMs).unref();
  }
}

function requestIdsOf(body: RequestInit['body']): RequestId[] {
  const message: unknown = typeof body === 'string' ? JSON.parse(body) : null;
  const messages = Array.isArray(message) ? message : [message];
  return messages.flatMap((each: { id?: RequestId; method?: string } | null) => (each?.method !== undefined && each.id !== undefined ? [each.id] : []));
}

/** Counts the bytes of a message: of the whole answer, or, in a stream, of each event. */
function limited(isStream: boolean): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const lastLine = isStream ? chunk.lastIndexOf(lineFeed) : -1;
      bytes = lastLine < 0 ? bytes + chunk.length : chunk.length - lastLine;
      if (bytes > largestMessageBytes || chunk.length > largestMessageBytes) return controller.error(new Error(tooLargeMessage));
      controller.enqueue(chunk);
    },
  });
}

/** Passes a stream on, and tells when it has ended and how. */
function whenEnded(tell: (reason: string) => void): ReadableWritablePair<Uint8Array, Uint8Array> {
  const passed = new TransformStream<Uint8Array, Uint8Array>({ flush: () => tell('The connection ended before the answer came') });
  const writer = passed.writable.getWriter();
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => writer.write(chunk),
    close: () => writer.close(),
    abort: (reason: unknown) => {
      tell(reason instanceof Error && reason.message === tooLargeMessage ? tooLargeMessage : 'The connection was cut before the answer came');
      return writer.abort(reason);
    },
  });
  return { readable: passed.readable, writable };
}
