import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.ts';
import { AuthModule } from '../auth/auth.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { WaitsModule } from '../waits/waits.module.ts';
import { WorkflowApprovalRequests } from './workflow-approval-requests.ts';
import { WorkflowChanges } from './workflow-changes.ts';
import { WorkflowEngine } from './workflow-engine.service.ts';
import { WorkflowTasks } from './workflow-tasks.service.ts';
import { WorkflowsController } from './workflows.controller.ts';
import { Workflows } from './workflows.service.ts';

/** Workflows as code: their checkpoints, what they wait for, and what people see of them. */
@Module({
  imports: [ApprovalsModule, AuthModule, JobsModule, ScriptsModule, WaitsModule],
  controllers: [WorkflowsController],
  providers: [WorkflowApprovalRequests, WorkflowChanges, WorkflowEngine, WorkflowTasks, Workflows],
  exports: [WorkflowEngine],
})
export class WorkflowsModule {}
