import type { Auth } from '../../access/core/auth.ts';
import type { JsonObject } from '../../common/json.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { AgentValue } from '../agent.contract.ts';
import type { RunnableAgent } from '../agent-sources.ts';
import type { CodeTool } from '../described-agent.ts';
import type { ThreadSource } from '../threads.contract.ts';

/** What everything of a run is done with. Identities are asked for anew each time: what was taken is gone for the next step. */
export type RunContext = {
  job: StartedJob;
  agent: AgentValue;
  /** Tools whose code the agent carries. */
  codeTools: readonly CodeTool[];
  schema: JsonObject;
  /** The version; `null` for one that is not deployed. */
  deployed: RunnableAgent | null;
  threadId: string;
  source: ThreadSource;
  /** What expressions and instructions may name. */
  scope: { input: JsonObject; user: JsonObject; thread: JsonObject };
  /** As whom the run was asked for. */
  caller: () => Promise<Auth>;
  /** Who deployed the agent: models and MCP servers are reached with the rights of this person. */
  author: () => Promise<Auth>;
  /** As whom tools run: what the agent says. */
  toolIdentity: () => Promise<Auth>;
};
