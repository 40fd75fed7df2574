import { Module } from '@nestjs/common';
import { OAuthAuthorizations } from './authorizations.service.ts';
import { OAuthClients } from './clients.service.ts';
import { OAuthGrants } from './grants.service.ts';
import { OAuthMetadataController } from './metadata.controller.ts';
import { OAuthController } from './oauth.controller.ts';
import { OAuthErrorFilter } from './oauth-error.ts';

/** OAuth 2.1: AI clients that people let into a workspace's MCP endpoint. */
@Module({
  controllers: [OAuthController, OAuthMetadataController],
  providers: [OAuthAuthorizations, OAuthClients, OAuthErrorFilter, OAuthGrants],
})
export class OAuthModule {}
