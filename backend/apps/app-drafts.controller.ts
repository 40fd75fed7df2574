import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { AppDraftsService } from './app-drafts.service.ts';
import { App, AppChanges, AppCommandsResult, AppDraft, BeginAppDraft, ReleaseApp, SendAppCommands } from './apps.contract.ts';
import { AppsService } from './apps.service.ts';

const app = { kind: 'app' } as const;

/** The working copy of an app, which people edit together. */
@ApiTags('apps')
@Controller('w/:workspace')
export class AppDraftsController {
  constructor(
    private readonly drafts: AppDraftsService,
    private readonly apps: AppsService,
  ) {}

  @Get('app_drafts/*path')
  @Requires('apps:write', app)
  @Returns(AppDraft)
  getAppDraft(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<AppDraft> {
    return this.drafts.get(auth, path);
  }

  @Post('app_drafts/*path')
  @HttpCode(200)
  @Requires('apps:write', app)
  @Returns(AppDraft)
  beginAppDraft(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: BeginAppDraft }) input: BeginAppDraft): Promise<AppDraft> {
    return this.drafts.begin(auth, path, input);
  }

  @Delete('app_drafts/*path')
  @HttpCode(204)
  @Requires('apps:write', app)
  @ReturnsNothing()
  discardAppDraft(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<void> {
    return this.drafts.discard(auth, path);
  }

  @Post('app_commands/*path')
  @HttpCode(200)
  @Requires('apps:write', app)
  @Returns(AppCommandsResult)
  sendAppCommands(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: SendAppCommands }) input: SendAppCommands): Promise<AppCommandsResult> {
    return this.drafts.send(auth, path, input);
  }

  @Get('app_changes/*path')
  @Requires('apps:write', app)
  @Returns(AppChanges)
  getAppChanges(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<AppChanges> {
    return this.drafts.changes(auth, path);
  }

  @Post('app_release/*path')
  @HttpCode(200)
  @Requires('apps:write', app)
  @Returns(App)
  async releaseApp(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: ReleaseApp }) input: ReleaseApp): Promise<App> {
    return this.apps.view(auth, await this.drafts.release(auth, path, input));
  }
}
