import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConnectionTesters } from '../resources/connection-testers.ts';
import { McpConnections } from './client/mcp-connections.service.ts';

const shownTools = 12;

/** The test of a resource of the type `mcp_server`: connects, and lists the tools. */
@Injectable()
export class McpConnectionTest implements OnModuleInit {
  constructor(
    private readonly testers: ConnectionTesters,
    private readonly connections: McpConnections,
  ) {}

  onModuleInit(): void {
    this.testers.add('mcp_server', async (value, signal) => {
      const session = await this.connections.open(value, {}, { signal });
      try {
        const tools = await session.tools();
        const names = tools.slice(0, shownTools).map(({ name }) => name);
        const more = tools.length > shownTools ? ` and ${tools.length - shownTools} more` : '';
        const left = session.problems.length > 0 ? ` ${session.problems.length} of its tools cannot be used: ${session.problems[0]}` : '';
        return `"${session.server.name}" has ${tools.length} ${tools.length === 1 ? 'tool' : 'tools'}${names.length > 0 ? `: ${names.join(', ')}${more}` : ''}.${left}`;
      } finally {
        await session.close();
      }
    });
  }
}
