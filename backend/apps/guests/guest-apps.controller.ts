import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, PathParam, Public, Requires } from '../../access/requires.ts';
import { requireOwnOrigin } from '../../auth/credentials.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Returns, ReturnsNothing } from '../../common/returns.ts';
import { baseUrl, CONFIG, type Config } from '../../config/config.ts';
import { GuestAppsService } from './guest-apps.service.ts';
import { CreateEmbedToken, EmbedToken, GuestAppView, GuestResultQuery, GuestRun, RunGuestAction } from './guests.contract.ts';

/** Apps for people without an account, and the tokens of sites that embed apps. Public routes: the live release of the app decides who gets in. */
@ApiTags('apps')
@Controller()
export class GuestAppsController {
  constructor(
    private readonly guests: GuestAppsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('guest_apps/:workspace/view/*path')
  @Public()
  @Header('cache-control', 'no-store')
  @Returns(GuestAppView)
  viewGuestApp(@Req() request: MillraceRequest, @Param('workspace') workspace: string, @PathParam() path: string): Promise<GuestAppView> {
    return this.guests.view(request, workspace, path);
  }

  @Post('guest_apps/:workspace/actions/:action/run/*path')
  @Public()
  @Returns(GuestRun)
  runGuestAction(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @PathParam() path: string,
    @Param('action') action: string,
    @Body({ schema: RunGuestAction }) input: RunGuestAction,
  ): Promise<GuestRun> {
    requireOwnOrigin(request, this.config);
    return this.guests.run(request, workspace, path, action, input);
  }

  @Get('guest_apps/:workspace/runs/:ticket')
  @Public()
  @Header('cache-control', 'no-store')
  async getGuestRun(
    @Param('workspace') workspace: string,
    @Param('ticket') ticket: string,
    @Query({ schema: GuestResultQuery }) { wait_s }: GuestResultQuery,
    @Res() response: Response,
  ): Promise<void> {
    response.type('json').send(await this.guests.result(workspace, ticket, wait_s));
  }

  @Post('guest_apps/:workspace/runs/:ticket/cancel')
  @HttpCode(204)
  @Public()
  @ReturnsNothing()
  cancelGuestRun(@Req() request: MillraceRequest, @Param('workspace') workspace: string, @Param('ticket') ticket: string): Promise<void> {
    requireOwnOrigin(request, this.config);
    return this.guests.cancel(workspace, ticket);
  }

  /** For the backend of an embedding site, which knows who looks at its page. */
  @Post('w/:workspace/app_embed_tokens/*path')
  @Requires('apps:embed', { kind: 'app' })
  @Header('cache-control', 'no-store')
  @Returns(EmbedToken, 201)
  createAppEmbedToken(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: CreateEmbedToken }) input: CreateEmbedToken): Promise<EmbedToken> {
    return this.guests.createEmbedToken(auth, path, baseUrl(this.config), input);
  }
}
