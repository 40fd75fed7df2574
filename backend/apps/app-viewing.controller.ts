import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { AppPreviewsService } from './app-previews.service.ts';
import { AppRunsService } from './app-runs.service.ts';
import { AppViewingService } from './app-viewing.service.ts';
import { AppView, RunAppAction, StartedAction } from './apps.contract.ts';
import { AppPreviewQuery, TryAppAction } from './previews.contract.ts';

const app = { kind: 'app' } as const;

/** What people who use apps reach: live releases, and the actions of these; and what those who build them look at before. */
@ApiTags('apps')
@Controller('w/:workspace')
export class AppViewingController {
  constructor(
    private readonly viewing: AppViewingService,
    private readonly runs: AppRunsService,
    private readonly previews: AppPreviewsService,
  ) {}

  @Get('app_view/*path')
  @Requires('apps:read', app)
  @Returns(AppView)
  viewApp(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<AppView> {
    return this.viewing.view(auth, path);
  }

  @Get('app_preview/*path')
  @Requires('apps:write', app)
  @Returns(AppView)
  previewApp(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: AppPreviewQuery }) query: AppPreviewQuery): Promise<AppView> {
    return this.previews.view(auth, path, query);
  }

  @Post('app_preview_actions/:action/run/*path')
  @Requires('apps:write', app)
  @Returns(StartedAction)
  tryAppAction(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Param('action') action: string,
    @Body({ schema: TryAppAction }) input: TryAppAction,
  ): Promise<StartedAction> {
    return this.previews.run(auth, path, action, input);
  }

  /** The id of an action in the live release, and its open arguments: nothing else decides what runs. */
  @Post('app_actions/:action/run/*path')
  @Requires('apps:read', app)
  @Returns(StartedAction)
  runAppAction(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Param('action') action: string,
    @Body({ schema: RunAppAction }) input: RunAppAction,
  ): Promise<StartedAction> {
    return this.runs.run(auth, path, action, input);
  }
}
