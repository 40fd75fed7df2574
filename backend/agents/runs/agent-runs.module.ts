import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../../approvals/approvals.module.ts';
import { AuthModule } from '../../auth/auth.module.ts';
import { FavouritesModule } from '../../favourites/favourites.module.ts';
import { FlowEngineModule } from '../../flows/engine/flow-engine.module.ts';
import { JobsModule } from '../../jobs/jobs.module.ts';
import { McpClientModule } from '../../mcp/client/mcp-client.module.ts';
import { ResourcesModule } from '../../resources/resources.module.ts';
import { ScriptsModule } from '../../scripts/scripts.module.ts';
import { VariablesModule } from '../../variables/variables.module.ts';
import { WaitsModule } from '../../waits/waits.module.ts';
import { AgentsModule } from '../agents.module.ts';
import { ThreadAccess } from '../threads/thread-access.ts';
import { ThreadFiles } from '../threads/thread-files.service.ts';
import { ThreadFilesController } from '../threads/thread-files.controller.ts';
import { ThreadMessages } from '../threads/thread-messages.service.ts';
import { ThreadStream } from '../threads/thread-stream.ts';
import { ThreadsController } from '../threads/threads.controller.ts';
import { Threads } from '../threads/threads.service.ts';
import { AgentVolumesController } from '../volumes/agent-volumes.controller.ts';
import { AgentVolumes } from '../volumes/agent-volumes.service.ts';
import { AgentBudgets } from './agent-budgets.service.ts';
import { AgentEnder } from './agent-ender.service.ts';
import { AgentEngine } from './agent-engine.service.ts';
import { AgentKinds } from './agent-kinds.ts';
import { AgentModels } from './agent-models.service.ts';
import { AgentRunServices } from './agent-run-services.ts';
import { AgentRunsController } from './agent-runs.controller.ts';
import { AgentStarts } from './agent-starts.service.ts';
import { AgentTraces } from './agent-traces.service.ts';
import { AgentUsageController } from './agent-usage.controller.ts';
import { PausePoints } from './pause-points.ts';
import { AgentIdentities } from './run-identities.ts';
import { ThreadTitles } from './thread-titles.service.ts';
import { ToolApprovals } from './tool-approvals.service.ts';
import { TraceExport } from './trace-export.service.ts';
import { McpTools } from './tools/mcp-tools.ts';
import { CodeTools } from './tools/code-tools.ts';
import { RunnableTools } from './tools/runnable-tools.ts';
import { SandboxTools } from './tools/sandbox-tools.ts';

/** Runs agents, and keeps the threads in which they answer. `AgentStarts` and `Threads` are the two ways in. */
@Module({
  imports: [
    AgentsModule,
    ApprovalsModule,
    AuthModule,
    FavouritesModule,
    FlowEngineModule,
    JobsModule,
    McpClientModule,
    ResourcesModule,
    ScriptsModule,
    VariablesModule,
    WaitsModule,
  ],
  controllers: [AgentRunsController, AgentUsageController, AgentVolumesController, ThreadFilesController, ThreadsController],
  providers: [
    AgentBudgets,
    AgentEnder,
    AgentEngine,
    AgentIdentities,
    AgentKinds,
    AgentModels,
    AgentRunServices,
    AgentStarts,
    AgentTraces,
    AgentVolumes,
    McpTools,
    PausePoints,
    RunnableTools,
    CodeTools,
    SandboxTools,
    ThreadAccess,
    ThreadFiles,
    ThreadMessages,
    Threads,
    ThreadStream,
    ThreadTitles,
    ToolApprovals,
    TraceExport,
  ],
  exports: [AgentBudgets, AgentEngine, AgentIdentities, AgentModels, AgentStarts, PausePoints, ThreadFiles, Threads, ThreadStream],
})
export class AgentRunsModule {}
