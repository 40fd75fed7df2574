import { Module } from '@nestjs/common';
import { FavouritesModule } from '../favourites/favourites.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { AgentChecker } from './agent-checker.ts';
import { AgentDeployService } from './agent-deploy.service.ts';
import { AgentItems } from './agent-items.ts';
import { AgentSources } from './agent-sources.ts';
import { AgentWorlds } from './agent-world.ts';
import { AgentsController } from './agents.controller.ts';
import { AgentsRepository } from './agents.repository.ts';
import { AgentsService } from './agents.service.ts';
import { EvaluationGate } from './evaluation-gate.ts';

/** Agents and their versions. `AgentSources` is what runs begin from. */
@Module({
  imports: [FavouritesModule, FlowsModule, ScriptsModule],
  controllers: [AgentsController],
  providers: [AgentChecker, AgentDeployService, AgentItems, AgentSources, AgentWorlds, AgentsRepository, AgentsService, EvaluationGate],
  exports: [AgentSources, AgentsRepository, AgentsService, AgentWorlds],
})
export class AgentsModule {}
