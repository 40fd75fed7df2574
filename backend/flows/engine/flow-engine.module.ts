import { Module } from '@nestjs/common';
import { AgentsModule } from '../../agents/agents.module.ts';
import { AuthModule } from '../../auth/auth.module.ts';
import { FavouritesModule } from '../../favourites/favourites.module.ts';
import { ResourcesModule } from '../../resources/resources.module.ts';
import { ScriptsModule } from '../../scripts/scripts.module.ts';
import { FlowsModule } from '../flows.module.ts';
import { FlowViewModule } from '../view/flow-view.module.ts';
import { FlowCalls } from './flow-calls.service.ts';
import { FlowEngine } from './flow-engine.service.ts';
import { FlowHomes } from './flow-homes.ts';
import { FlowKinds } from './flow-kinds.ts';
import { FlowRestarts } from './flow-restarts.service.ts';
import { FlowRunsController } from './flow-runs.controller.ts';
import { FlowStarts } from './flow-starts.service.ts';
import { FlowTasks } from './flow-tasks.ts';
import { RunIdentities } from './run-identities.ts';
import { RunLoader } from './run-loader.ts';
import { StepApprovals } from './step-approvals.ts';
import { StepEnds } from './step-ends.service.ts';
import { StepJobs } from './step-jobs.ts';
import { StepRunnables } from './step-runnables.ts';
import { TurnWriter } from './turn-writer.ts';

/** Runs flows: the shell around the pure engine. */
@Module({
  imports: [AgentsModule, AuthModule, FavouritesModule, FlowsModule, FlowViewModule, ResourcesModule, ScriptsModule],
  controllers: [FlowRunsController],
  providers: [
    FlowCalls,
    FlowEngine,
    FlowHomes,
    FlowKinds,
    FlowRestarts,
    FlowStarts,
    FlowTasks,
    RunIdentities,
    RunLoader,
    StepApprovals,
    StepEnds,
    StepJobs,
    StepRunnables,
    TurnWriter,
  ],
  exports: [FlowStarts, StepEnds],
})
export class FlowEngineModule {}
