import { Module } from '@nestjs/common';
import { AgentRunsModule } from '../agents/runs/agent-runs.module.ts';
import { AgentsModule } from '../agents/agents.module.ts';
import { AuthModule } from '../auth/auth.module.ts';
import { FlowEngineModule } from '../flows/engine/flow-engine.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { ResourcesModule } from '../resources/resources.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { ScheduleAlerts } from './schedule-alerts.service.ts';
import { ScheduleEnds } from './schedule-ends.service.ts';
import { ScheduleHistory } from './schedule-history.service.ts';
import { ScheduleRuns } from './schedule-runs.service.ts';
import { ScheduleRetries } from './schedule-retries.service.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { ScheduleTicker } from './schedule-ticker.service.ts';
import { SchedulesController } from './schedules.controller.ts';
import { SchedulesService } from './schedules.service.ts';

/** What runs when. */
@Module({
  imports: [AgentRunsModule, AgentsModule, AuthModule, FlowEngineModule, FlowsModule, ResourcesModule, ScriptsModule],
  controllers: [SchedulesController],
  providers: [ScheduleAlerts, ScheduleEnds, ScheduleHistory, ScheduleRuns, ScheduleRetries, ScheduleTargets, ScheduleTicker, SchedulesService],
  exports: [SchedulesService],
})
export class SchedulesModule {}
