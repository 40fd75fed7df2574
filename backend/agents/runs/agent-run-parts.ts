import type { ExpressionRunner } from '../../expressions/expression-runner.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { ChunkWriter } from './agent-chunks.ts';
import type { AgentRunServices } from './agent-run-services.ts';
import type { StretchEnding } from './agent-stretch.ts';

/** Everything of the product that runs of agents work with in one worker. */
export type AgentRunParts = AgentRunServices & {
  expressions: ExpressionRunner;
  chunks: ChunkWriter;
  hotMs: number;
  /** Writes a line into the log of a job. */
  log: (job: StartedJob, text: string) => void;
  /** Told of every run that ended here. */
  onEnd: (job: StartedJob, ended: StretchEnding) => void;
};
