import { Module } from '@nestjs/common';
import { AgentsRepository } from '../agents/agents.repository.ts';
import { FavouritesModule } from '../favourites/favourites.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { FlowChecker } from './flow-checker.ts';
import { FlowDeployService } from './flow-deploy.service.ts';
import { FlowItems } from './flow-items.ts';
import { FlowPlanner } from './flow-planner.ts';
import { FlowRunnables } from './flow-runnables.ts';
import { FlowSources } from './flow-sources.ts';
import { FlowsController } from './flows.controller.ts';
import { FlowsRepository } from './flows.repository.ts';
import { FlowsService } from './flows.service.ts';
import { StepCodeReader } from './step-code-reader.ts';

/** Flows and their versions. `FlowSources` is what the flow engine runs from. */
@Module({
  imports: [FavouritesModule, ScriptsModule],
  controllers: [FlowsController],
  providers: [AgentsRepository, FlowChecker, FlowDeployService, FlowItems, FlowPlanner, FlowRunnables, FlowSources, FlowsRepository, FlowsService, StepCodeReader],
  exports: [FlowChecker, FlowRunnables, FlowsRepository, FlowSources, FlowsService],
})
export class FlowsModule {}
