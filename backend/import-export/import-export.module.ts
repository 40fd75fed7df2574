import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { AgentsModule } from '../agents/agents.module.ts';
import { AppsModule } from '../apps/apps.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { ResourcesModule } from '../resources/resources.module.ts';
import { SchedulesModule } from '../schedules/schedules.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { SlackModule } from '../slack/slack.module.ts';
import { VariablesModule } from '../variables/variables.module.ts';
import { WorkspacesModule } from '../workspaces/workspaces.module.ts';
import { DemoDatabase } from './demo-database.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import { ExportService } from './export.service.ts';
import { FileGrantsService } from './file-grants.service.ts';
import { ImportExportController } from './import-export.controller.ts';
import { ImportService } from './import.service.ts';
import { ScriptOrder } from './script-order.ts';

/** A workspace as a tree of files, and the one that ships with Millrace. */
@Module({
  imports: [AccessModule, AgentsModule, AppsModule, FlowsModule, ResourcesModule, SchedulesModule, ScriptsModule, SlackModule, VariablesModule, WorkspacesModule],
  controllers: [ImportExportController],
  providers: [DemoDatabase, DemoWorkspace, ExportService, FileGrantsService, ImportService, ScriptOrder],
  exports: [DemoWorkspace, ExportService, ImportService],
})
export class ImportExportModule {}
