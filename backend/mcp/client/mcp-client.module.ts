import { Module } from '@nestjs/common';
import { McpConnections } from './mcp-connections.service.ts';
import { McpStdioLauncher } from './stdio-launcher.service.ts';

/** Millrace as a client of MCP servers. Apart from Millrace as one, which runs agents, which are clients. */
@Module({ providers: [McpConnections, McpStdioLauncher], exports: [McpConnections] })
export class McpClientModule {}
