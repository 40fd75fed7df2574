import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.ts';
import { AgentRunsModule } from '../agents/runs/agent-runs.module.ts';
import { FavouritesModule } from '../favourites/favourites.module.ts';
import { FlowEngineModule } from '../flows/engine/flow-engine.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { QueueModule } from '../queue/queue.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { AppAuthors } from './app-authors.ts';
import { AppDraftsController } from './app-drafts.controller.ts';
import { AppDraftsService } from './app-drafts.service.ts';
import { AppFileAccess } from './app-file-access.ts';
import { AppFileLinks } from './app-file-links.ts';
import { AppFileRules } from './app-file-rules.ts';
import { AppFilesController, FileLinksController } from './app-files.controller.ts';
import { AppFilesService } from './app-files.service.ts';
import { AppItems } from './app-items.ts';
import { AppPreviewsService } from './app-previews.service.ts';
import { AppReleasesService } from './app-releases.service.ts';
import { AppRunnables } from './app-runnables.ts';
import { AppRunsService } from './app-runs.service.ts';
import { AppSchemaController } from './app-schema.controller.ts';
import { AppViewingController } from './app-viewing.controller.ts';
import { AppViewingService } from './app-viewing.service.ts';
import { ComponentFrameController } from './component-frame.controller.ts';
import { AppsController } from './apps.controller.ts';
import { AppsRepository } from './apps.repository.ts';
import { AppsService } from './apps.service.ts';
import { AppExportsController } from './exports/app-exports.controller.ts';
import { AppExportsService } from './exports/app-exports.service.ts';
import { ExportPages } from './exports/export-pages.service.ts';
import { AppRetention } from './app-retention.ts';
import { EmbedTokens } from './guests/embed-tokens.ts';
import { GuestAccess } from './guests/guest-access.service.ts';
import { GuestAppsController } from './guests/guest-apps.controller.ts';
import { GuestAppsService } from './guests/guest-apps.service.ts';
import { GuestChatsController } from './guests/guest-chats.controller.ts';
import { GuestChats } from './guests/guest-chats.service.ts';
import { GuestFileKeys } from './guests/guest-file-keys.ts';
import { GuestFilesController } from './guests/guest-files.controller.ts';
import { GuestFilesService } from './guests/guest-files.service.ts';
import { GuestLimitsService } from './guests/guest-limits.service.ts';
import { InlineCode } from './inline-code.ts';
import { InlineRuns } from './inline-runs.ts';
import { RunTickets } from './guests/run-tickets.ts';
import { ThreadTickets } from './guests/thread-tickets.ts';
import { SavedViewsController } from './saved-views/saved-views.controller.ts';
import { SavedViewsService } from './saved-views/saved-views.service.ts';

/** Apps: working copies that people edit together, releases, and what viewers may run through them. */
@Module({
  imports: [AgentsModule, AgentRunsModule, FavouritesModule, FlowEngineModule, FlowsModule, JobsModule, QueueModule, ScriptsModule],
  controllers: [
    AppsController,
    AppDraftsController,
    AppFilesController,
    AppSchemaController,
    AppViewingController,
    ComponentFrameController,
    FileLinksController,
    GuestAppsController,
    GuestChatsController,
    GuestFilesController,
    AppExportsController,
    SavedViewsController,
  ],
  providers: [
    AppAuthors,
    AppDraftsService,
    AppFileAccess,
    AppFileLinks,
    AppRetention,
    AppFileRules,
    AppFilesService,
    AppItems,
    AppPreviewsService,
    AppReleasesService,
    AppRunnables,
    AppRunsService,
    AppViewingService,
    AppsRepository,
    AppsService,
    AppExportsService,
    EmbedTokens,
    ExportPages,
    GuestAccess,
    GuestAppsService,
    GuestChats,
    GuestFileKeys,
    GuestFilesService,
    GuestLimitsService,
    InlineCode,
    InlineRuns,
    RunTickets,
    ThreadTickets,
    SavedViewsService,
  ],
  exports: [AppRunnables, AppsService, GuestAccess],
})
export class AppsModule {}
