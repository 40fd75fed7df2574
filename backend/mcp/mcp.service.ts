import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { scopesWithinMcp } from '../access/core/mcp-scopes.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import type { MillraceRequest } from '../common/request.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { isOwnOrigin } from './core/own-origin.ts';
import { McpCalls, type McpCall } from './mcp-calls.service.ts';
import { McpServers } from './mcp-server.factory.ts';
import { McpStreams } from './mcp-streams.service.ts';
import { beginSession, endSession, useSession } from './sessions.sql.ts';

const sessionHeader = 'mcp-session-id';
/** Messages of one request; newer versions of the protocol have only one. */
const mostMessages = 50;

const Message = z.looseObject({
  jsonrpc: z.literal('2.0'),
  method: z.string().optional(),
  id: z.union([z.string(), z.number()]).optional(),
  params: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;
const Initialize = z.object({ clientInfo: z.object({ name: z.string(), version: z.string().optional() }) });
const Cancelled = z.object({ requestId: z.union([z.string(), z.number()]) });

/**
 * The MCP endpoint over streamable HTTP. Any server may take any request: a session is a row that ties requests together, and is good for nothing without
 * the credentials that came with it, which are looked at each time.
 */
@Injectable()
export class McpService {
  constructor(
    private readonly database: Database,
    private readonly servers: McpServers,
    private readonly calls: McpCalls,
    private readonly streams: McpStreams,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Messages of a client, answered as JSON, or as a stream where calls may tell of progress. */
  async post(caller: Auth, request: MillraceRequest, response: Response): Promise<void> {
    this.requireOrigin(caller, request);
    const auth = withinMcp(caller);
    const messages = readMessages(request.body);
    const session = messages.some(({ method }) => method === 'initialize') ? await this.begin(auth, messages, response) : await this.session(auth, request);
    await this.cancelled(auth, session, messages);
    const isCall = messages.some(({ method }) => method === 'tools/call');
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: !isCall });
    await this.serve(this.servers.make(auth, session), transport, request, response);
  }

  /** A stream for what is told without being asked. */
  async listen(caller: Auth, request: MillraceRequest, response: Response): Promise<void> {
    this.requireOrigin(caller, request);
    const auth = withinMcp(caller);
    const session = await this.session(auth, request);
    const server = this.servers.make(auth, session);
    const forget = this.streams.add(auth, server);
    response.once('close', forget);
    await this.serve(server, new StreamableHTTPServerTransport({}), request, response);
  }

  /** A client says that it has finished. */
  async end(auth: Auth, request: MillraceRequest): Promise<void> {
    this.requireOrigin(auth, request);
    const id = sessionIdOf(request);
    const rows = id === null ? [] : await this.database.run(endSession(id, auth.workspaceId, auth.userId));
    if (rows.length === 0) throw unknownSession();
  }

  private async serve(server: Server, transport: StreamableHTTPServerTransport, request: MillraceRequest, response: Response): Promise<void> {
    response.once('close', () => void server.close());
    await server.connect(transport as Transport);
    await transport.handleRequest(request as IncomingMessage, response, request.body);
  }

  private async begin(auth: Auth, messages: readonly Message[], response: Response): Promise<McpCall['session']> {
    const parsed = Initialize.safeParse(messages[0]?.params);
    const { name = '', version = '' } = parsed.success ? parsed.data.clientInfo : {};
    const client = { name: plain(name).slice(0, 80), version: plain(version).slice(0, 40) };
    const id = newId();
    await this.database.run(beginSession(id, auth.workspaceId, auth.userId, client));
    response.setHeader(sessionHeader, id);
    return { id, clientName: client.name };
  }

  /** The session of a request; `null` without one. One that is not this caller's answers as one that is not there: the client then begins anew. */
  private async session(auth: Auth, request: MillraceRequest): Promise<McpCall['session']> {
    if (request.headers[sessionHeader] === undefined) return null;
    const id = sessionIdOf(request);
    const [row] = id === null ? [] : await this.database.run<{ client_name: string }>(useSession(id, auth.workspaceId, auth.userId));
    if (!row || id === null) throw unknownSession();
    return { id, clientName: row.client_name };
  }

  private async cancelled(auth: Auth, session: McpCall['session'], messages: readonly Message[]): Promise<void> {
    for (const { method, params } of messages) {
      const parsed = method === 'notifications/cancelled' ? Cancelled.safeParse(params) : null;
      if (parsed?.success && session) await this.calls.cancel(auth, session.id, String(parsed.data.requestId).slice(0, 200));
    }
  }

  /**
   * A page of another site must not speak with this endpoint in the name of who is signed in here, whatever name it has made for this machine. With a
   * token in the header it may: no browser sends one along by itself, so whoever has the token has given it to the page.
   */
  private requireOrigin({ via }: Auth, { headers }: MillraceRequest): void {
    const hasToken = via.kind === 'token' && headers.authorization !== undefined;
    if (!hasToken && !isOwnOrigin(headers.origin, baseUrl(this.config))) throw new AppError('auth/csrf', 'This request was made by a page of another site.');
  }
}

const withinMcp = (auth: Auth): Auth => ({ ...auth, scopes: scopesWithinMcp(auth.scopes) });

const unknownSession = (): AppError => new AppError('mcp/session_not_found', 'There is no such session any more. Begin a new one.');

function sessionIdOf({ headers }: MillraceRequest): string | null {
  const parsed = z.uuid().safeParse(headers[sessionHeader]);
  return parsed.success ? parsed.data : null;
}

function readMessages(body: unknown): Message[] {
  const parsed = z
    .array(Message)
    .min(1)
    .max(mostMessages)
    .safeParse(Array.isArray(body) ? body : [body]);
  if (parsed.success) return parsed.data;
  throw requestInvalid([{ path: [], message: 'is no message of JSON-RPC 2.0' }]);
}

/** What a client says of itself stands in lists: on one line, without characters that are not seen. */
const plain = (text: string): string => text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
