import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/requires.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { defaultScope } from './core/granted-scopes.ts';
import { mcpAddress } from './core/mcp-address.ts';

/** Where clients look first: which server gives tokens for a workspace's MCP endpoint, and how. The same for every name, so that it tells nothing of which there are. */
@ApiTags('oauth')
@Controller('.well-known')
export class OAuthMetadataController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('oauth-protected-resource/api/w/:workspace/mcp')
  @Public()
  @ApiOperation({ summary: 'The MCP endpoint of a workspace as a protected resource (RFC 9728)' })
  protectedResource(@Param('workspace') workspace: string) {
    const base = baseUrl(this.config);
    return {
      resource: mcpAddress(base, workspace),
      authorization_servers: [base],
      scopes_supported: [defaultScope],
      bearer_methods_supported: ['header'],
      resource_name: 'Millrace',
      resource_documentation: `${base}/api/docs`,
    };
  }

  @Get('oauth-authorization-server')
  @Public()
  @ApiOperation({ summary: 'Millrace as an authorization server (RFC 8414)' })
  authorizationServer() {
    const base = baseUrl(this.config);
    return {
      issuer: base,
      authorization_endpoint: `${base}/oauth/authorize`,
      token_endpoint: `${base}/api/oauth/token`,
      registration_endpoint: `${base}/api/oauth/register`,
      revocation_endpoint: `${base}/api/oauth/revoke`,
      scopes_supported: [defaultScope],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
    };
  }
}
