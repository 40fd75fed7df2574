import { Body, Controller, Delete, Get, Header, HttpCode, Ip, Param, Post, Query, Req, UseFilters } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Identity } from '../access/core/auth.ts';
import { CurrentIdentity, Public, SignedIn } from '../access/requires.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { OAuthAuthorizations } from './authorizations.service.ts';
import { OAuthClients } from './clients.service.ts';
import { OAuthGrants } from './grants.service.ts';
import { AuthorizationPreview, AuthorizationRequest, ConnectedClients, DecideAuthorization, DecidedAuthorization } from './oauth.contract.ts';
import { OAuthErrorFilter } from './oauth-error.ts';

/** OAuth 2.1 for AI clients: what programs call, and what the page of consent and the account page call. */
@ApiTags('oauth')
@Controller('oauth')
export class OAuthController {
  constructor(
    private readonly clients: OAuthClients,
    private readonly authorizations: OAuthAuthorizations,
    private readonly grants: OAuthGrants,
  ) {}

  @Post('register')
  @Public()
  @UseFilters(OAuthErrorFilter)
  @Header('cache-control', 'no-store')
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Register a public client (RFC 7591)' })
  register(@Req() request: MillraceRequest, @Ip() ip: string) {
    return this.clients.register(request.body, ip);
  }

  @Post('token')
  @HttpCode(200)
  @Public()
  @UseFilters(OAuthErrorFilter)
  @Header('cache-control', 'no-store')
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Exchange a code, or refresh (RFC 6749, 7636, 8707)' })
  token(@Req() request: MillraceRequest) {
    return this.grants.token(request.body);
  }

  @Post('revoke')
  @HttpCode(200)
  @Public()
  @UseFilters(OAuthErrorFilter)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'End the grant of a token (RFC 7009)' })
  revoke(@Req() request: MillraceRequest) {
    return this.grants.revokeToken(request.body);
  }

  @Get('authorizations')
  @SignedIn('session')
  @Returns(AuthorizationPreview)
  @ApiOperation({ summary: 'What a client asks for; changes nothing' })
  previewAuthorization(@CurrentIdentity() identity: Identity, @Query({ schema: AuthorizationRequest }) request: AuthorizationRequest) {
    return this.authorizations.preview(identity, request);
  }

  @Post('authorizations')
  @HttpCode(200)
  @SignedIn('session')
  @Returns(DecidedAuthorization)
  @ApiOperation({ summary: 'Let a client in, or not' })
  decideAuthorization(@CurrentIdentity() identity: Identity, @Body({ schema: DecideAuthorization }) decision: DecideAuthorization) {
    return this.authorizations.decide(identity, decision);
  }

  @Get('clients')
  @SignedIn('session')
  @Returns(ConnectedClients)
  @ApiOperation({ summary: 'Clients that you have let in' })
  listConnectedClients(@CurrentIdentity() identity: Identity) {
    return this.grants.list(identity);
  }

  @Delete('clients/:id')
  @HttpCode(204)
  @SignedIn('session')
  @ReturnsNothing()
  @ApiOperation({ summary: 'Shut a client out' })
  disconnectClient(@CurrentIdentity() identity: Identity, @Param('id', { schema: z.uuid() }) id: string) {
    return this.grants.disconnect(identity, id);
  }
}
