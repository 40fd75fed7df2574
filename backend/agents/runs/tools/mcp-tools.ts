import { Injectable } from '@nestjs/common';
import type { McpCallResult, McpSession, McpTool } from '../../../../agents/mcp/index.ts';
import type { ToolEnding } from '../../../../agents/ports.ts';
import { requireAccess } from '../../../access/access.guard.ts';
import { isAppError } from '../../../common/app-error.ts';
import type { Json, JsonObject } from '../../../common/json.ts';
import { McpConnections } from '../../../mcp/client/mcp-connections.service.ts';
import { ReferenceResolver } from '../../../resources/reference-resolver.ts';
import { validateArgs } from '../../../schema/validate-args.ts';
import type { AgentMcpServer } from '../../agent.contract.ts';
import type { RunContext } from '../run-context.ts';
import type { HostedTool } from './hosted-tool.ts';

/** Longest name that every provider takes. */
const longestName = 64;

/** Tools of MCP servers for one stretch of a run: sessions are opened when they are first needed, and closed with it. */
export class McpToolSet {
  private readonly sessions = new Map<string, McpSession>();

  constructor(
    private readonly context: RunContext,
    private readonly connections: McpConnections,
    private readonly references: ReferenceResolver,
    private readonly tell: (problem: string) => void,
  ) {}

  /** A server that does not answer costs its tools, and not the run. */
  async tools(): Promise<HostedTool[]> {
    const lists = await Promise.all(
      this.context.agent.mcp_servers.map((server) => this.toolsOf(server).catch((error: unknown) => this.without(server, error))),
    );
    return lists.flat();
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map((session) => session.close().catch(() => undefined)));
    this.sessions.clear();
  }

  private without({ name }: AgentMcpServer, error: unknown): HostedTool[] {
    this.tell(`The tools of the MCP server "${name}" are not there: ${isAppError(error) ? error.message : 'Millrace met an error of its own'}`);
    return [];
  }

  private async toolsOf(server: AgentMcpServer): Promise<HostedTool[]> {
    const session = await this.sessionOf(server);
    return (await session.tools()).map((tool) => this.hosted(server, session, tool));
  }

  private async sessionOf({ name, resource, include, exclude }: AgentMcpServer): Promise<McpSession> {
    const known = this.sessions.get(name);
    if (known) return known;
    const author = await this.context.author();
    requireAccess(author, 'resources:read', { kind: 'resource', path: resource });
    const { value } = await this.references.resolve(author, { server: `$res:${resource}` }, { resources: 'resources:read', variables: 'variables:read' });
    const session = await this.connections.open(value.server as unknown as JsonObject, { include, exclude });
    this.sessions.set(name, session);
    return session;
  }

  private hosted(server: AgentMcpServer, session: McpSession, tool: McpTool): HostedTool {
    const { readOnly, idempotent } = tool.annotations;
    return {
      spec: { name: nameOf(server.name, tool.name), description: tool.description, inputSchema: tool.inputSchema, isReadOnly: readOnly },
      kind: 'mcp',
      path: `${server.name}/${tool.name}`,
      rule: readOnly ? { ...server.rule, otherwise: server.read_only_rule } : server.rule,
      plan: (args) =>
        Promise.resolve({
          detail: {
            kind: 'mcp',
            path: `${server.name}/${tool.name}`,
            version: null,
            fingerprint: tool.fingerprint,
            args: validateArgs(tool.inputSchema, args),
          },
          schema: tool.inputSchema,
        }),
      start: {
        by: 'host',
        isRepeatable: readOnly || idempotent,
        run: async ({ args, fingerprint }, signal) =>
          endingOf(await session.call(tool.name, args, { signal, ...(fingerprint === null ? {} : { fingerprint }) })),
      },
    };
  }
}

/** Opens the tools of MCP servers for runs. */
@Injectable()
export class McpTools {
  constructor(
    private readonly connections: McpConnections,
    private readonly references: ReferenceResolver,
  ) {}

  of(context: RunContext, tell: (problem: string) => void): McpToolSet {
    return new McpToolSet(context, this.connections, this.references, tell);
  }
}

const nameOf = (server: string, tool: string): string => `${server}_${tool.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`.slice(0, longestName);

function endingOf({ content, structured, isError }: McpCallResult): ToolEnding {
  const text = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  if (isError)
    return { status: 'failed', error: { code: 'agent/tool_failed', message: (text || 'The tool of the MCP server failed without a word.').slice(0, 8000) } };
  if (structured) return { status: 'succeeded', output: structured as unknown as Json };
  const isOnlyText = content.every(({ type }) => type === 'text');
  return { status: 'succeeded', output: isOnlyText ? text : (content as unknown as Json) };
}
