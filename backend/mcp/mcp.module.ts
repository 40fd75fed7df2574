import { Module } from '@nestjs/common';
import { FlowEngineModule } from '../flows/engine/flow-engine.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ResourcesModule } from '../resources/resources.module.ts';
import { McpConnections } from './client/mcp-connections.service.ts';
import { McpStdioLauncher } from './client/stdio-launcher.service.ts';
import { McpCalls } from './mcp-calls.service.ts';
import { McpController } from './mcp.controller.ts';
import { McpErrorFilter } from './mcp-error.filter.ts';
import { McpJobs } from './mcp-jobs.service.ts';
import { McpProgress } from './mcp-progress.service.ts';
import { McpResources } from './mcp-resources.service.ts';
import { McpServers } from './mcp-server.factory.ts';
import { McpService } from './mcp.service.ts';
import { McpStreams } from './mcp-streams.service.ts';
import { McpConnectionTest } from './mcp-test-connection.ts';
import { McpTools } from './mcp-tools.ts';
import { RunnableTools } from './runnable-tools.ts';
import { McpToolList } from './tool-list.service.ts';

/** MCP both ways: the workspace as a server, and the client with which agents use servers of others. */
@Module({
  imports: [FlowEngineModule, FlowsModule, JobsModule, ResourcesModule],
  controllers: [McpController],
  providers: [
    McpCalls,
    McpConnections,
    McpConnectionTest,
    McpErrorFilter,
    McpJobs,
    McpProgress,
    McpResources,
    McpServers,
    McpService,
    McpStdioLauncher,
    McpStreams,
    McpToolList,
    McpTools,
    RunnableTools,
  ],
  exports: [McpConnections, McpTools],
})
export class McpModule {}
