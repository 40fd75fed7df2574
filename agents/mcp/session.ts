import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema, ErrorCode, ListToolsResultSchema, McpError, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { AppError, isAppError } from '../../backend/common/app-error.ts';
import type { JsonObject } from '../../backend/common/json.ts';
import { readCallResult, type McpCallResult } from './content.ts';
import { HttpTransport } from './http-transport.ts';
import type { McpPorts } from './ports.ts';
import type { McpServerConfig } from './server-config.ts';
import { StdioTransport } from './stdio-transport.ts';
import { readTool, toolLimits, type McpTool } from './tool.ts';

/** Progress that a server tells of; `total` and `message` where it says them. */
export type McpProgress = { progress: number; total: number | null; message: string | null };

/** How a tool is called. */
export type McpCallOptions = {
  /** Aborting tells the server to stop, and rejects with the reason of the signal at once. */
  signal?: AbortSignal;
  onProgress?: (progress: McpProgress) => void;
  /** So long the server may say nothing at all; progress begins it anew. */
  timeoutMs?: number;
  /** {@link McpTool.fingerprint} of what was approved. Without it, that of the tool as {@link McpSession.tools} last gave it. */
  fingerprint?: string;
};

/** A connection to an MCP server. Reject with `AppError`s whose codes begin with `mcp/` or `outbound/`. */
export type McpSession = {
  /** What the server calls itself. */
  readonly server: { name: string; version: string };
  /** What it asks whoever uses it to know; data, not to be trusted. */
  readonly instructions: string;
  /** What was left out of the list, and why, in words. */
  readonly problems: readonly string[];
  /** Its tools as far as they are included; asked again when the server has said that they changed. */
  tools(): Promise<McpTool[]>;
  /**
   * Calls a tool. What the tool itself says went wrong comes as `isError`. Rejects with `mcp/tool_changed` when its description or schema is not
   * what it was when it was listed or approved, and with `mcp/tool_not_found` when it is gone or not included.
   */
  call(name: string, args: JsonObject, options?: McpCallOptions): Promise<McpCallResult>;
  /** Ends the session, and the program where it is one. */
  close(): Promise<void>;
};

/** Times that a session allows. */
export type McpSessionOptions = { connectTimeoutMs?: number; signal?: AbortSignal };

const defaultConnectTimeoutMs = 20_000;
const listTimeoutMs = 20_000;
const defaultCallTimeoutMs = 60_000;
/** A server that tells of progress for ever is not waited for longer. */
const longestCallMs = 60 * 60_000;
const shownReasonLength = 500;

type ServerTransport = HttpTransport | StdioTransport;

/** Connects to a server. Rejects with an `AppError` that says what happened in words for the author of the agent. */
export async function openMcpSession(config: McpServerConfig, ports: McpPorts, options: McpSessionOptions = {}): Promise<McpSession> {
  const transport = transportOf(config, ports);
  const client = new Client({ name: 'millrace', version: '1' }, { capabilities: {} });
  const secrets = secretsOf(config);
  const session = new OpenSession(client, transport, config, secrets);
  try {
    await client.connect(transport, { timeout: options.connectTimeoutMs ?? defaultConnectTimeoutMs, ...(options.signal ? { signal: options.signal } : {}) });
  } catch (error) {
    const failure = options.signal?.aborted ? (options.signal.reason as Error) : session.explain(error);
    await session.close().catch(() => undefined);
    throw failure;
  }
  return session;
}

function transportOf(config: McpServerConfig, ports: McpPorts): ServerTransport {
  if (config.transport === 'http') return new HttpTransport({ url: config.url, token: config.token, headers: config.headers }, ports.fetch);
  return new StdioTransport(ports.launchStdio, { command: config.command, args: config.args ?? [], environment: config.env ?? {} });
}

class OpenSession implements McpSession {
  problems: readonly string[] = [];
  private listed: Promise<McpTool[]> | null = null;
  /** As they were when the caller last saw them. */
  private shown = new Map<string, string>();

  constructor(
    private readonly client: Client,
    private readonly transport: ServerTransport,
    private readonly config: McpServerConfig,
    private readonly secrets: readonly string[],
  ) {
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      this.listed = null;
    });
    client.onerror = () => undefined;
  }

  get server(): { name: string; version: string } {
    const { name = '', version = '' } = this.client.getServerVersion() ?? {};
    return { name: name.slice(0, 200), version: version.slice(0, 100) };
  }

  get instructions(): string {
    return (this.client.getInstructions() ?? '').slice(0, toolLimits.descriptionLength);
  }

  async tools(): Promise<McpTool[]> {
    const tools = await this.current();
    this.shown = new Map(tools.map(({ name, fingerprint }) => [name, fingerprint]));
    return tools;
  }

  async call(
    name: string,
    args: JsonObject,
    { signal, onProgress, timeoutMs = defaultCallTimeoutMs, fingerprint }: McpCallOptions = {},
  ): Promise<McpCallResult> {
    signal?.throwIfAborted();
    await this.requireUnchanged(name, fingerprint);
    try {
      const result = await this.client.request({ method: 'tools/call', params: { name, arguments: args } }, CallToolResultSchema, {
        timeout: timeoutMs,
        maxTotalTimeout: Math.max(longestCallMs, timeoutMs),
        resetTimeoutOnProgress: true,
        // Without a listener the server is not asked for progress, and a long call would look like one that hangs.
        onprogress: ({ progress, total, message }) => onProgress?.({ progress, total: total ?? null, message: message?.slice(0, shownReasonLength) ?? null }),
        ...(signal ? { signal } : {}),
      });
      return readCallResult(result);
    } catch (error) {
      signal?.throwIfAborted();
      throw this.explain(error);
    }
  }

  async close(): Promise<void> {
    await this.transport.close();
    await this.client.close();
  }

  /** The error for the caller: no address with its query, and nothing of the keys that were sent. */
  explain(error: unknown): AppError {
    if (isAppError(error)) return error;
    const cause = (error as { cause?: unknown }).cause;
    if (isAppError(cause)) return cause;
    const failure = this.transport instanceof StdioTransport ? this.transport.failure : null;
    if (error instanceof McpError && error.code === (ErrorCode.RequestTimeout as number))
      return new AppError('mcp/timeout', 'The MCP server did not answer in time. It was told to stop.', {}, { cause: error });
    const said = failure ?? (error instanceof Error ? error.message : String(error));
    const reason = this.withoutSecrets(said.replace(/^MCP error -?\d+: /, '').replace(/^Streamable HTTP error: /, '')).slice(0, shownReasonLength);
    return new AppError('mcp/server_failed', `The MCP server does not work: ${reason}`, {}, { cause: error });
  }

  private withoutSecrets(text: string): string {
    return this.secrets.reduce((left, secret) => left.replaceAll(secret, '•••'), text);
  }

  private current(): Promise<McpTool[]> {
    const listed = this.listed ?? this.list();
    this.listed = listed;
    listed.catch(() => {
      if (this.listed === listed) this.listed = null;
    });
    return listed;
  }

  private async requireUnchanged(name: string, approved: string | undefined): Promise<void> {
    const tool = (await this.current()).find((each) => each.name === name);
    if (!tool) throw new AppError('mcp/tool_not_found', `The MCP server has no tool "${name}" that may be used.`, { tool: name });
    const expected = approved ?? this.shown.get(name);
    if (expected !== undefined && expected !== tool.fingerprint)
      throw new AppError(
        'mcp/tool_changed',
        `The MCP server has changed what it says of its tool "${name}" since it was listed or approved. Look at it again before it is called.`,
        { tool: name },
      );
  }

  private async list(): Promise<McpTool[]> {
    const tools = new Map<string, McpTool>();
    const problems: string[] = [];
    const cursors = new Set<string>();
    try {
      for (let cursor: string | undefined; cursors.size < toolLimits.pages;) {
        const page = await this.client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, ListToolsResultSchema, {
          timeout: listTimeoutMs,
        });
        for (const tool of page.tools) this.add(tools, problems, tool);
        cursor = page.nextCursor;
        if (cursor === undefined || cursors.has(cursor) || tools.size >= toolLimits.tools) break;
        cursors.add(cursor);
      }
    } catch (error) {
      throw this.explain(error);
    }
    this.problems = problems.slice(0, toolLimits.tools);
    return [...tools.values()];
  }

  private add(tools: Map<string, McpTool>, problems: string[], tool: Parameters<typeof readTool>[0]): void {
    const { include, exclude } = this.config;
    if ((include && !include.includes(tool.name)) || exclude?.includes(tool.name)) return;
    if (tools.has(tool.name)) return void problems.push(`The tool "${tool.name.slice(0, 60)}" is listed twice: only the first is used.`);
    if (tools.size >= toolLimits.tools) return void problems.push(`Only the first ${toolLimits.tools} tools are used.`);
    const read = readTool(tool);
    if ('problem' in read) problems.push(read.problem);
    else tools.set(read.name, read);
  }
}

/** What must not stand in an error: keys of a resource, as long as they are long enough not to be a word. */
function secretsOf(config: McpServerConfig): string[] {
  const values = config.transport === 'http' ? [config.token, ...Object.values(config.headers ?? {})] : Object.values(config.env ?? {});
  return values.filter((value): value is string => typeof value === 'string' && value.length >= 6);
}
