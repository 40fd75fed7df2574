import { Catch, Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { AppError } from '../common/app-error.ts';
import { ErrorFilter } from '../common/error.filter.ts';
import type { MillraceRequest } from '../common/request.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Logger } from '../observability/logger.ts';
import { defaultScope } from '../oauth/core/granted-scopes.ts';

/** Errors of the MCP endpoint. Whoever is refused for want of credentials is told where to get some (RFC 9728, RFC 6750). */
@Injectable()
@Catch()
export class McpErrorFilter extends ErrorFilter {
  constructor(
    logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super(logger);
  }

  protected override prepare(request: MillraceRequest, response: Response, { code, status }: AppError): void {
    if (status === 401 || code === 'access/scope_missing') response.setHeader('www-authenticate', this.challenge(request, status));
  }

  private challenge({ params, headers }: MillraceRequest, status: number): string {
    const workspace = encodeURIComponent(String(params['workspace'] ?? ''));
    const reason = status === 403 ? ['error="insufficient_scope"'] : headers.authorization === undefined ? [] : ['error="invalid_token"'];
    const metadata = `resource_metadata="${baseUrl(this.config)}/.well-known/oauth-protected-resource/api/w/${workspace}/mcp"`;
    return `Bearer ${[...reason, metadata, `scope="${defaultScope}"`].join(', ')}`;
  }
}
