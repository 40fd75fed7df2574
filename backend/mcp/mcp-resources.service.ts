import { Injectable } from '@nestjs/common';
import { ErrorCode, McpError, type ReadResourceResult, type Resource, type ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { isAppError } from '../common/app-error.ts';
import { ItemPath } from '../common/item-path.ts';
import type { JsonObject } from '../common/json.ts';
import { decodeCursor, toPage } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { listItems } from '../items/list-items.sql.ts';
import { isTerminal } from '../jobs/core/job-status.ts';
import { pageOfText, type TextPage } from './core/page-of-text.ts';
import { plainName } from './core/tool-name.ts';
import { McpJobs } from './mcp-jobs.service.ts';
import { McpToolList } from './tool-list.service.ts';

const pageSize = 100;
const markdown = 'text/markdown';

/** Kinds of addresses that can be read besides the documents of the list. */
export const resourceTemplates: readonly ResourceTemplate[] = [
  {
    uriTemplate: 'millrace://runnables/{+path}',
    name: 'What a script or flow does',
    description: 'Its description and the schema of its input, by its path, such as f/support/refund_order',
    mimeType: markdown,
  },
  {
    uriTemplate: 'millrace://jobs/{id}/result{?offset}',
    name: 'Result of a run',
    description: 'Of a run that was started through MCP',
    mimeType: 'application/json',
  },
  { uriTemplate: 'millrace://jobs/{id}/log{?offset}', name: 'Log of a run', description: 'Of a run that was started through MCP', mimeType: 'text/plain' },
];

type DocumentRow = { path: string; description: string; value: JsonObject };

/** What clients may read: the documents of the workspace, what runnables do, and results and logs of their own runs. */
@Injectable()
export class McpResources {
  constructor(
    private readonly database: Database,
    private readonly jobs: McpJobs,
    private readonly tools: McpToolList,
  ) {}

  /** A page of the documents that the caller may read. */
  async list(auth: Auth, cursor: string | undefined): Promise<{ resources: Resource[]; nextCursor?: string }> {
    if (!can(auth, 'resources:read').allowed) return { resources: [] };
    const rows = await this.database.run<DocumentRow>(
      listItems(
        auth,
        { action: 'resources:read', kind: 'resource', columns: 'path, description, value' },
        { limit: pageSize, after: decodeCursor(cursor, ['text'])?.[0], resource_type: 'document' },
      ),
    );
    const page = toPage(rows, pageSize, toResource, (row) => [row.path]);
    return { resources: page.items, ...(page.next === null ? {} : { nextCursor: page.next }) };
  }

  /** Reads an address. One that is not there, and one that is not for the caller, answer the same. */
  async read(auth: Auth, uri: string): Promise<ReadResourceResult> {
    try {
      const contents = await this.contentsOf(auth, uri);
      if (contents) return { contents: [contents] };
    } catch (error) {
      if (!isAppError(error) || error.status >= 500) throw error;
    }
    throw new McpError(resourceNotFound, `There is nothing to read at "${uri.slice(0, 300)}", or you may not read it.`);
  }

  private async contentsOf(auth: Auth, uri: string): Promise<{ uri: string; mimeType: string; text: string } | null> {
    if (!URL.canParse(uri)) return null;
    const { protocol, host, pathname, searchParams } = new URL(uri);
    // Paths are plain: what is encoded is none.
    const place = pathname.slice(1);
    if (protocol !== 'millrace:') return null;
    if (host === 'documents') return this.document(auth, uri, place);
    if (host === 'runnables') return this.runnable(auth, uri, place);
    const [, id, part] = /^([0-9a-f-]{36})\/(result|log)$/.exec(place) ?? [];
    if (host !== 'jobs' || id === undefined) return null;
    const offset = Math.max(0, Math.floor(Number(searchParams.get('offset') ?? 0)) || 0);
    return part === 'log' ? { uri, mimeType: 'text/plain', text: pieceOf(uri, await this.jobs.log(auth, id, offset)) } : this.result(auth, uri, id, offset);
  }

  private async result(auth: Auth, uri: string, id: string, offset: number): Promise<{ uri: string; mimeType: string; text: string }> {
    const job = await this.jobs.read(auth, id);
    if (!isTerminal(job.status)) return { uri, mimeType: 'text/plain', text: `The run has not ended: it is ${job.status}.` };
    if (job.status !== 'succeeded') return { uri, mimeType: 'text/plain', text: job.error?.message ?? `The run was ${job.status}.` };
    return { uri, mimeType: 'application/json', text: pieceOf(uri, pageOfText(job.resultJson ?? 'null', offset)) };
  }

  private async document(auth: Auth, uri: string, path: string): Promise<{ uri: string; mimeType: string; text: string } | null> {
    if (!ItemPath.safeParse(path).success || !can(auth, 'resources:read', { kind: 'resource', path }).allowed) return null;
    const [row] = await this.database.run<DocumentRow>({
      name: 'mcp_document',
      text: `select path, description, value from resource where workspace_id = $1 and path = $2 and resource_type = 'document'`,
      values: [auth.workspaceId, path],
    });
    return row ? { uri, mimeType: mediaTypeOf(row.value), text: String(row.value['text'] ?? '') } : null;
  }

  private async runnable(auth: Auth, uri: string, path: string): Promise<{ uri: string; mimeType: string; text: string } | null> {
    if (!ItemPath.safeParse(path).success) return null;
    const found = await this.tools.at(auth, path, plainName(path));
    if (found.length === 0) return null;
    const parts = found.map(({ kind, summary, description, schema }) =>
      [`# ${summary || path}`, `The ${kind} \`${path}\`.`, description, 'Input:', `\`\`\`json\n${JSON.stringify(schema, null, 2)}\n\`\`\``]
        .filter((part) => part !== '')
        .join('\n\n'),
    );
    return { uri, mimeType: markdown, text: parts.join('\n\n') };
  }
}

/** The protocol's own code for a resource that is not there. */
const resourceNotFound = -32_002 as ErrorCode;

function toResource({ path, description, value }: DocumentRow): Resource {
  const title = typeof value['title'] === 'string' && value['title'] !== '' ? value['title'] : path;
  return { uri: `millrace://documents/${path}`, name: path, title, description, mimeType: mediaTypeOf(value) };
}

const mediaTypeOf = (value: JsonObject): string => (value['media_type'] === 'text/plain' ? 'text/plain' : markdown);

/** A piece names the address of the next one: it is never cut in silence. */
function pieceOf(uri: string, { text, next, total }: TextPage): string {
  return next === null ? text : `${text}\n[Up to character ${next} of ${total}. Go on at ${uri.split('?')[0]}?offset=${next}]`;
}
