import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database/database.ts';
import { JobResults } from '../../jobs/job-results.ts';
import { JobWaiter } from '../../jobs/job-waiter.ts';
import { RunService } from '../../jobs/run.service.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { VariableReader } from '../../variables/variable-reader.ts';
import { AgentSources } from '../agent-sources.ts';
import { AgentBudgets } from './agent-budgets.service.ts';
import { AgentEnder } from './agent-ender.service.ts';
import { AgentModels } from './agent-models.service.ts';
import { AgentStarts } from './agent-starts.service.ts';
import { PausePoints } from './pause-points.ts';
import { AgentIdentities } from './run-identities.ts';
import { ToolApprovals } from './tool-approvals.service.ts';
import { McpTools } from './tools/mcp-tools.ts';
import { CodeTools } from './tools/code-tools.ts';
import { RunnableTools } from './tools/runnable-tools.ts';
import { SandboxTools } from './tools/sandbox-tools.ts';

/** The services that runs of agents work with, named once. */
@Injectable()
export class AgentRunServices {
  constructor(
    @Inject(OBJECT_STORE) readonly objects: ObjectStore,
    readonly database: Database,
    readonly results: JobResults,
    readonly waiter: JobWaiter,
    readonly runs: RunService,
    readonly sources: AgentSources,
    readonly starts: AgentStarts,
    readonly identities: AgentIdentities,
    readonly models: AgentModels,
    readonly budgets: AgentBudgets,
    readonly variables: VariableReader,
    readonly approvals: ToolApprovals,
    readonly ender: AgentEnder,
    readonly runnables: RunnableTools,
    readonly code: CodeTools,
    readonly mcp: McpTools,
    readonly sandboxes: SandboxTools,
    readonly pauses: PausePoints,
  ) {}
}
