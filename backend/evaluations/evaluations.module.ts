import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.ts';
import { AgentRunsModule } from '../agents/runs/agent-runs.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { EvaluationScoring } from './evaluation-scoring.service.ts';
import { EvaluationsController } from './evaluations.controller.ts';
import { Evaluations } from './evaluations.service.ts';

/** Runs agents over their evaluation sets and scores what they answer. */
@Module({
  imports: [AgentsModule, AgentRunsModule, JobsModule, ScriptsModule],
  controllers: [EvaluationsController],
  providers: [Evaluations, EvaluationScoring],
})
export class EvaluationsModule {}
