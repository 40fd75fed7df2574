import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.ts';
import { AgentRunsModule } from '../agents/runs/agent-runs.module.ts';
import { AuthModule } from '../auth/auth.module.ts';
import { FlowEngineModule } from '../flows/engine/flow-engine.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ResourcesModule } from '../resources/resources.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { WorkflowsModule } from '../workflows/workflows.module.ts';
import { JobArguments } from './job-arguments.ts';
import { PreviewLocks } from './preview-locks.ts';
import { RecoveryService } from './recovery.service.ts';
import { WorkerHost } from './worker-host.ts';
import { WorkersController } from './workers.controller.ts';
import { WorkersService } from './workers.service.ts';

/** Processes that take jobs, what they report, and the recovery of those that died. */
@Module({
  imports: [AdmissionModule, AgentRunsModule, AuthModule, FlowEngineModule, JobsModule, ResourcesModule, ScriptsModule, WorkflowsModule],
  controllers: [WorkersController],
  providers: [JobArguments, PreviewLocks, RecoveryService, WorkerHost, WorkersService],
  exports: [RecoveryService, WorkerHost],
})
export class WorkersModule {}
