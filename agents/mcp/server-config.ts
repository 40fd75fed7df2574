import { z } from 'zod';
import { AppError } from '../../backend/common/app-error.ts';

const Names = z.array(z.string().max(200)).max(500);

/** Which of the tools of a server are used. */
const Choice = { include: Names.nullish(), exclude: Names.nullish() };

/** A header that a resource may add: none that would change how the request itself is read. */
const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
  .refine((name) => !/^(host|content-length|content-type|transfer-encoding|connection|accept|mcp-.*)$/i.test(name), 'this header is set by Millrace');

const HttpServer = z.object({
  transport: z.literal('http'),
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().max(20_000).nullish(),
  headers: z.record(HeaderName, z.string().max(20_000)).nullish(),
  ...Choice,
});

const StdioServer = z.object({
  transport: z.literal('stdio'),
  command: z.string().min(1).max(1000),
  args: z.array(z.string().max(10_000)).max(200).nullish(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(20_000)).nullish(),
  ...Choice,
});

/** An MCP server as a resource of the type `mcp_server` describes it, and which of its tools are used: `include` absent means all. */
export type McpServerConfig = z.infer<typeof HttpServer> | z.infer<typeof StdioServer>;

const Config = z.discriminatedUnion('transport', [HttpServer, StdioServer]);

/** Reads the value of a resource. Throws `mcp/config_invalid` and says where, never what stands there. */
export function readMcpServerConfig(value: unknown): McpServerConfig {
  const given = typeof value === 'object' && value !== null ? withoutEmpty(value) : value;
  const parsed = Config.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message }));
  throw new AppError('mcp/config_invalid', `This does not describe an MCP server: ${problems[0]?.pointer ?? ''} ${problems[0]?.message ?? ''}.`, { problems });
}

/** A form leaves empty what was not filled in; an empty list of tools means all of them. */
function withoutEmpty(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== '' && part !== undefined && !(Array.isArray(part) && part.length === 0)));
}
