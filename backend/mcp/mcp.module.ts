import { Module } from '@nestjs/common';
import { AgentRunsModule } from '../agents/runs/agent-runs.module.ts';
import { FlowEngineModule } from '../flows/engine/flow-engine.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ResourcesModule } from '../resources/resources.module.ts';
import { AgentTools } from './agent-tools.ts';
import { McpClientModule } from './client/mcp-client.module.ts';
import { McpCalls } from './mcp-calls.service.ts';
import { McpController } from './mcp.controller.ts';
import { McpErrorFilter } from './mcp-error.filter.ts';
import { McpJobs } from './mcp-jobs.service.ts';
import { McpProgress } from './mcp-progress.service.ts';
import { McpPrompts } from './mcp-prompts.service.ts';
import { McpResources } from './mcp-resources.service.ts';
import { McpServers } from './mcp-server.factory.ts';
import { McpService } from './mcp.service.ts';
import { McpStreams } from './mcp-streams.service.ts';
import { McpConnectionTest } from './mcp-test-connection.ts';
import { McpTools } from './mcp-tools.ts';
import { RunnableTools } from './runnable-tools.ts';
import { McpToolList } from './tool-list.service.ts';

/** The workspace as an MCP server, and the test of connections to servers of others; the client itself is {@link McpClientModule}. */
@Module({
  imports: [AgentRunsModule, FlowEngineModule, FlowsModule, JobsModule, McpClientModule, ResourcesModule],
  controllers: [McpController],
  providers: [
    AgentTools,
    McpCalls,
    McpConnectionTest,
    McpErrorFilter,
    McpJobs,
    McpProgress,
    McpPrompts,
    McpResources,
    McpServers,
    McpService,
    McpStreams,
    McpToolList,
    McpTools,
    RunnableTools,
  ],
  exports: [McpTools],
})
export class McpModule {}
