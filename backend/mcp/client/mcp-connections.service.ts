import { Inject, Injectable } from '@nestjs/common';
import { guardedFetch } from '../../../agents/outbound/guarded-fetch.ts';
import { openMcpSession, readMcpServerConfig, type McpPorts, type McpSession, type McpSessionOptions } from '../../../agents/mcp/index.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import type { JsonObject } from '../../common/json.ts';
import { McpStdioLauncher } from './stdio-launcher.service.ts';

/** Which tools of a server are used, besides what its resource says. */
export type McpChoice = { include?: readonly string[] | null; exclude?: readonly string[] };

/** Opens sessions with MCP servers for agents and for the test of a resource. Whoever asks has looked up whether the resource may be used. */
@Injectable()
export class McpConnections {
  /** What a session is given of the product. */
  readonly ports: McpPorts;

  constructor(@Inject(CONFIG) config: Config, launcher: McpStdioLauncher) {
    this.ports = { fetch: guardedFetch({ allowedPrivateHosts: config.MILLRACE_ALLOWED_PRIVATE_HOSTS }), launchStdio: launcher.launch };
  }

  /** Opens a session with the server that the resolved value of a resource describes. The caller closes it. */
  open(value: JsonObject, choice: McpChoice = {}, options: McpSessionOptions = {}): Promise<McpSession> {
    const config = readMcpServerConfig(value);
    const include = narrowed(config.include, choice.include);
    const exclude = [...(config.exclude ?? []), ...(choice.exclude ?? [])];
    return openMcpSession({ ...config, include, exclude }, this.ports, options);
  }
}

/** What both lists name; `null` is a list of everything. */
function narrowed(first: readonly string[] | null | undefined, second: readonly string[] | null | undefined): string[] | null {
  if (!first) return second ? [...second] : null;
  return second ? first.filter((name) => second.includes(name)) : [...first];
}
