import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { AccessGuard } from './access/access.guard.ts';
import { AuthModule } from './auth/auth.module.ts';
import { DraftsModule } from './drafts/drafts.module.ts';
import { AccessModule } from './access/access.module.ts';
import { AuditModule } from './audit/audit.module.ts';
import { ErrorFilter } from './common/error.filter.ts';
import { requestInvalid } from './common/request-invalid.ts';
import { EventsModule } from './events/events.module.ts';
import { ApprovalsModule } from './approvals/approvals.module.ts';
import { AgentRunsModule } from './agents/runs/agent-runs.module.ts';
import { AgentsModule } from './agents/agents.module.ts';
import { AppTemplatesModule } from './app-templates/app-templates.module.ts';
import { AppsModule } from './apps/apps.module.ts';
import { FavouritesModule } from './favourites/favourites.module.ts';
import { FlowEngineModule } from './flows/engine/flow-engine.module.ts';
import { FlowsModule } from './flows/flows.module.ts';
import { FlowViewModule } from './flows/view/flow-view.module.ts';
import { AdmissionModule } from './admission/admission.module.ts';
import { AuditorModule } from './auditor/auditor.module.ts';
import { JobsModule } from './jobs/jobs.module.ts';
import { LiveModule } from './live/live.module.ts';
import { ObjectsModule } from './objects/objects.module.ts';
import { ObservabilityModule } from './observability/observability.module.ts';
import { WorkersModule } from './workers/workers.module.ts';
import { QueueModule } from './queue/queue.module.ts';
import { ImportExportModule } from './import-export/import-export.module.ts';
import { PlatformModule } from './platform.module.ts';
import { EvaluationsModule } from './evaluations/evaluations.module.ts';
import { McpModule } from './mcp/mcp.module.ts';
import { OAuthModule } from './oauth/oauth.module.ts';
import { ResourcesModule } from './resources/resources.module.ts';
import { SchedulesModule } from './schedules/schedules.module.ts';
import { ScriptsModule } from './scripts/scripts.module.ts';
import { SlackModule } from './slack/slack.module.ts';
import { SearchModule } from './search/search.module.ts';
import { SecretsModule } from './secrets/secrets.module.ts';
import { StateModule } from './state/state.module.ts';
import { UsersModule } from './users/users.module.ts';
import { VariablesModule } from './variables/variables.module.ts';
import { WaitsModule } from './waits/waits.module.ts';
import { WorkspacesModule } from './workspaces/workspaces.module.ts';
import type { Platform } from './platform.ts';

/** The domains, lowest layer first: see docs/architecture.md. A new domain is one line here. */
const domains = [
  ObservabilityModule,
  ObjectsModule,
  QueueModule,
  EventsModule,
  SecretsModule,
  UsersModule,
  AuthModule,
  WorkspacesModule,
  AccessModule,
  AuditModule,
  FavouritesModule,
  DraftsModule,
  VariablesModule,
  ResourcesModule,
  StateModule,
  ScriptsModule,
  FlowsModule,
  FlowViewModule,
  AdmissionModule,
  WaitsModule,
  JobsModule,
  ApprovalsModule,
  FlowEngineModule,
  McpModule,
  OAuthModule,
  AgentsModule,
  AgentRunsModule,
  EvaluationsModule,
  AppsModule,
  AppTemplatesModule,
  SchedulesModule,
  SlackModule,
  WorkersModule,
  LiveModule,
  AuditorModule,
  SearchModule,
  ImportExportModule,
];

/** Millrace as one Nest application; which parts are active is a matter of MILLRACE_MODE. */
@Module({})
export class AppModule {
  static of(platform: Platform): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.of(platform), ...domains],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useValue: new StandardSchemaValidationPipe({ exceptionFactory: requestInvalid }) },
      ],
    };
  }
}
