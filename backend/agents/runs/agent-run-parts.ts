import type { Database } from '../../database/database.ts';
import type { ExpressionRunner } from '../../expressions/expression-runner.ts';
import type { JobResults } from '../../jobs/job-results.ts';
import type { JobWaiter } from '../../jobs/job-waiter.ts';
import type { RunService } from '../../jobs/run.service.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import type { VariableReader } from '../../variables/variable-reader.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { AgentBudgets } from './agent-budgets.service.ts';
import type { AgentStarts } from './agent-starts.service.ts';
import type { StretchEnding } from './agent-stretch.ts';
import type { ChunkWriter } from './agent-chunks.ts';
import type { AgentEnder } from './agent-ender.service.ts';
import type { AgentModels } from './agent-models.service.ts';
import type { PausePoints } from './pause-points.ts';
import type { AgentIdentities } from './run-identities.ts';
import type { ToolApprovals } from './tool-approvals.service.ts';
import type { McpTools } from './tools/mcp-tools.ts';
import type { RunnableTools } from './tools/runnable-tools.ts';
import type { SandboxTools } from './tools/sandbox-tools.ts';

/** Everything of the product that runs of agents work with. */
export type AgentRunParts = {
  database: Database;
  objects: ObjectStore;
  results: JobResults;
  waiter: JobWaiter;
  runs: RunService;
  sources: AgentSources;
  starts: AgentStarts;
  identities: AgentIdentities;
  models: AgentModels;
  budgets: AgentBudgets;
  variables: VariableReader;
  approvals: ToolApprovals;
  ender: AgentEnder;
  runnables: RunnableTools;
  mcp: McpTools;
  sandboxes: SandboxTools;
  expressions: ExpressionRunner;
  chunks: ChunkWriter;
  pauses: PausePoints;
  hotMs: number;
  /** Writes a line into the log of a job. */
  log: (job: StartedJob, text: string) => void;
  /** Told of every run that ended here. */
  onEnd: (job: StartedJob, ended: StretchEnding) => void;
};
