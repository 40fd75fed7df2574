import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { PathParam, Public } from '../../access/requires.ts';
import { requireOwnOrigin } from '../../auth/credentials.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Returns, ReturnsNothing } from '../../common/returns.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { GuestChat, GuestStreamQuery, SaidAsGuest, SayAsGuest } from './guest-chats.contract.ts';
import { GuestChats } from './guest-chats.service.ts';

/** Conversations of people without an account. Public routes: the live release decides who gets in, and a ticket tells which conversation is whose. */
@ApiTags('apps')
@Controller('guest_apps/:workspace')
export class GuestChatsController {
  constructor(
    private readonly chats: GuestChats,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('actions/:action/say/*path')
  @Public()
  @Returns(SaidAsGuest, 201)
  @ApiOperation({ summary: 'Say something to the agent of an action, in a new conversation or in one that is known by its ticket' })
  sayAsGuest(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @PathParam() path: string,
    @Param('action') action: string,
    @Body({ schema: SayAsGuest }) input: SayAsGuest,
  ): Promise<SaidAsGuest> {
    requireOwnOrigin(request, this.config);
    return this.chats.say(request, workspace, path, action, input);
  }

  @Get('chats/:ticket/view/*path')
  @Public()
  @Header('cache-control', 'no-store')
  @Returns(GuestChat)
  viewGuestChat(@Req() request: MillraceRequest, @Param('workspace') workspace: string, @PathParam() path: string, @Param('ticket') ticket: string) {
    return this.chats.view(request, workspace, path, ticket);
  }

  @Get('chats/:ticket/stream/*path')
  @Public()
  @ApiOperation({ summary: 'The answer that is being written, as server-sent events' })
  streamGuestChat(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @PathParam() path: string,
    @Param('ticket') ticket: string,
    @Query({ schema: GuestStreamQuery }) { after }: GuestStreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    return this.chats.follow(request, workspace, path, ticket, /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : after, response);
  }

  @Post('chats/:ticket/stop/*path')
  @HttpCode(204)
  @Public()
  @ReturnsNothing()
  stopGuestChat(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @PathParam() path: string,
    @Param('ticket') ticket: string,
  ): Promise<void> {
    requireOwnOrigin(request, this.config);
    return this.chats.stop(request, workspace, path, ticket);
  }
}
