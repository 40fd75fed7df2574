import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../access/requires.ts';
import { AcceptInvitation, InvitationInfo, SignedIn } from '../auth/auth.contract.ts';
import { CurrentClient, type Client } from '../auth/client.ts';
import { setSessionCookies } from '../auth/cookies.ts';
import { requireOwnOrigin } from '../auth/credentials.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns } from '../common/returns.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Invitations } from './invitations.service.ts';

@ApiTags('auth')
@Controller('auth/invitations')
export class AcceptInvitationController {
  constructor(private readonly invitations: Invitations, @Inject(CONFIG) private readonly config: Config) {}

  @Get(':token') @Public() @Returns(InvitationInfo)
  getInvitation(@Param('token') token: string): Promise<InvitationInfo> {
    return this.invitations.info(token);
  }

  @Post(':token') @HttpCode(200) @Public() @Returns(SignedIn)
  async acceptInvitation(
    @Param('token') token: string,
    @Body({ schema: AcceptInvitation }) input: AcceptInvitation,
    @CurrentClient() client: Client,
    @Req() request: MillraceRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    requireOwnOrigin(request, this.config);
    const session = await this.invitations.accept(token, input, client);
    setSessionCookies(response, this.config, session);
    return session.answer;
  }
}
