import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Identity } from '../access/core/auth.ts';
import { CurrentIdentity, Public, SignedIn as NeedsSignIn } from '../access/requires.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { ChangePassword, Login, Me, Session, SignedIn, UpdateMe } from './auth.contract.ts';
import { AuthService } from './auth.service.ts';
import { CurrentClient, type Client } from './client.ts';
import { clearSessionCookie, setSessionCookies } from './cookies.ts';
import { requireOwnOrigin } from './credentials.ts';
import { Identification } from './identification.service.ts';
import { Sessions } from './sessions.service.ts';

const SessionList = z.object({ items: z.array(Session) });

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService, private readonly sessions: Sessions, private readonly identification: Identification, @Inject(CONFIG) private readonly config: Config) {}

  @Post('login') @HttpCode(200) @Public() @Returns(SignedIn)
  async login(@Body({ schema: Login }) input: Login, @CurrentClient() client: Client, @Req() request: MillraceRequest, @Res({ passthrough: true }) response: Response): Promise<SignedIn> {
    requireOwnOrigin(request, this.config);
    const session = await this.auth.login(input, client);
    setSessionCookies(response, this.config, session);
    return session.answer;
  }

  @Get('me') @NeedsSignIn() @Returns(SignedIn)
  async me(@CurrentIdentity() identity: Identity, @Req() request: MillraceRequest): Promise<SignedIn> {
    return this.auth.me(identity, await this.identification.csrfTokenOf(request));
  }

  @Patch('me') @NeedsSignIn('session') @Returns(Me)
  updateMe(@CurrentIdentity() identity: Identity, @Body({ schema: UpdateMe }) input: UpdateMe): Promise<Me> {
    return this.auth.updateMe(identity, input);
  }

  @Post('logout') @HttpCode(204) @NeedsSignIn('session') @ReturnsNothing()
  async logout(@CurrentIdentity() identity: Identity, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.auth.logout(identity);
    clearSessionCookie(response, this.config);
  }

  @Post('logout_everywhere') @HttpCode(204) @NeedsSignIn('session') @ReturnsNothing()
  async logoutEverywhere(@CurrentIdentity() identity: Identity, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.auth.logoutEverywhere(identity);
    clearSessionCookie(response, this.config);
  }

  @Post('password') @HttpCode(204) @NeedsSignIn('session') @ReturnsNothing()
  changePassword(@CurrentIdentity() identity: Identity, @Body({ schema: ChangePassword }) input: ChangePassword, @CurrentClient() client: Client): Promise<void> {
    return this.auth.changePassword(identity, input, client);
  }

  @Get('sessions') @NeedsSignIn('session') @Returns(SessionList)
  async listSessions(@CurrentIdentity() identity: Identity): Promise<z.infer<typeof SessionList>> {
    return { items: await this.sessions.list(identity.userId, identity.via.kind === 'session' ? identity.via.sessionId : '') };
  }

  @Delete('sessions/:id') @HttpCode(204) @NeedsSignIn('session') @ReturnsNothing()
  endSession(@CurrentIdentity() identity: Identity, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.auth.endSession(identity, id);
  }
}
