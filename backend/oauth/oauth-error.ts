import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { toAppError } from '../common/error.filter.ts';
import type { MillraceRequest } from '../common/request.ts';
import { loggedRequest } from '../observability/logged-request.ts';
import { Logger } from '../observability/logger.ts';

/** The codes of RFC 6749, 7009, 7591 and 8707 that are used here. */
export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_grant'
  | 'invalid_redirect_uri'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

const status: Partial<Record<OAuthErrorCode, number>> = { invalid_client: 401, server_error: 500, temporarily_unavailable: 429 };

/** An answer to a program that speaks OAuth: these endpoints have a form of their own for errors. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly code: OAuthErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Errors of the endpoints that programs call, as `{error, error_description}`. */
@Injectable()
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<MillraceRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = thrown instanceof OAuthError ? thrown : fromOther(thrown);
    const code = status[error.code] ?? 400;
    if (code >= 500) this.logger.error({ ...loggedRequest(request), err: thrown }, 'OAuth failed');
    else this.logger.info({ ...loggedRequest(request), code: error.code, status: code }, 'A request was refused');
    if (code === 429) response.setHeader('retry-after', '3600');
    response.status(code).setHeader('cache-control', 'no-store').json({ error: error.code, error_description: error.message });
  }
}

function fromOther(thrown: unknown): OAuthError {
  const error = toAppError(thrown);
  return error.status >= 500 ? new OAuthError('server_error', error.message) : new OAuthError('invalid_request', error.message);
}
