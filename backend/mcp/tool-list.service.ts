import { Injectable } from '@nestjs/common';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { decodeCursor, toPage, type Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { builtinTools } from './builtin-tools.ts';
import { pickTool, searchOf, toolName } from './core/tool-name.ts';
import { outputSchemaOf } from './core/output-schema.ts';
import { findTools, listTools, type ToolRow } from './list-tools.sql.ts';
import { McpTools } from './mcp-tools.ts';

const pageSize = 100;

/** A runnable that a name means, with the schema of its result as the list gives it. */
export type FoundTool = ToolRow & { outputSchema: JsonObject | null };

/** The tools of a caller: everything that they may run, asked about as a set. */
@Injectable()
export class McpToolList {
  constructor(
    private readonly database: Database,
    private readonly tools: McpTools,
  ) {}

  /** A page of the list. `auth` has the scopes that hold within MCP. */
  async list(auth: Auth, cursor: string | undefined): Promise<{ tools: Tool[]; nextCursor?: string }> {
    const { after, page } = await this.page(auth, cursor, false);
    const outputs = await this.outputsOf(auth, page.items);
    const own = page.items.map((row) => toTool({ ...row, outputSchema: outputs.get(`${row.kind} ${row.path}`) ?? null }));
    return { tools: after ? own : [...builtinTools, ...own], ...(page.next === null ? {} : { nextCursor: page.next }) };
  }

  /** A page of the tools that say what they are for: agents, and what has a summary. */
  async described(auth: Auth, cursor: string | undefined): Promise<{ rows: (ToolRow & { tool: string })[]; next: string | null }> {
    const { page } = await this.page(auth, cursor, true);
    return { rows: page.items.map((row) => ({ ...row, tool: toolName(row, row.sharing) })), next: page.next };
  }

  /** The runnable behind the name of a tool; `null` where the caller has none of that name. */
  async find(auth: Auth, name: string): Promise<FoundTool | null> {
    const rows = await this.database.run<ToolRow>(findTools(auth, this.tools.kinds, searchOf(name)));
    const tool = pickTool(name, rows);
    if (!tool) return null;
    const outputs = await this.outputsOf(auth, [tool]);
    return { ...tool, outputSchema: outputs.get(`${tool.kind} ${tool.path}`) ?? null };
  }

  /** The runnables at a path, of all kinds, that the caller may use. */
  async at(auth: Auth, path: string, plain: string): Promise<ToolRow[]> {
    const rows = await this.database.run<ToolRow>(findTools(auth, this.tools.kinds, { plain, stem: null }));
    return rows.filter((row) => row.path === path);
  }

  private async page(auth: Auth, cursor: string | undefined, onlyDescribed: boolean): Promise<{ after: [string, string] | null; page: Page<ToolRow> }> {
    const after = decodeCursor(cursor, ['text', 'text']) as [string, string] | null;
    const rows = await this.database.run<ToolRow>(listTools(auth, this.tools.kinds, { limit: pageSize, after, onlyDescribed }));
    const page = toPage(
      rows,
      pageSize,
      (row) => row,
      (row) => [row.path, row.kind],
    );
    return { after, page };
  }

  private async outputsOf(auth: Auth, rows: readonly ToolRow[]): Promise<Map<string, JsonObject>> {
    const found = new Map<string, JsonObject>();
    for (const kind of this.tools.kinds) {
      const paths = rows.filter((row) => row.kind === kind.kind).map(({ path }) => path);
      const outputs = paths.length > 0 ? await kind.outputs?.(auth, paths) : undefined;
      for (const [path, schema] of outputs ?? []) {
        const output = outputSchemaOf(schema);
        if (output) found.set(`${kind.kind} ${path}`, output);
      }
    }
    return found;
  }
}

function toTool(row: FoundTool): Tool {
  const { kind, path, summary, description } = row;
  return {
    name: toolName(row, row.sharing),
    title: summary === '' ? path : summary,
    description: `${description === '' ? summary : description}\n\nRuns the ${kind} ${path}.`.trim(),
    inputSchema: { ...row.schema, type: 'object' },
    ...(row.outputSchema ? { outputSchema: row.outputSchema as Tool['outputSchema'] } : {}),
    annotations: row.is_read_only ? { readOnlyHint: true, destructiveHint: false } : { readOnlyHint: false, destructiveHint: true },
    _meta: { 'millrace/kind': kind, 'millrace/path': path },
  };
}
