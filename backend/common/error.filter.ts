import { Catch, HttpException, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Logger } from '../observability/logger.ts';
import { AppError, isAppError } from './app-error.ts';
import { isDatabaseLost } from './database-lost.ts';
import type { MillraceRequest } from './request.ts';

/** Turns whatever was thrown into `{error: {code, message, details, request_id}}`. Only an {@link AppError} may speak; all else is `internal`. */
@Injectable()
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<MillraceRequest>();
    const response = http.getResponse<Response>();
    const error = toAppError(thrown);
    if (error.status >= 500) this.logger.error({ err: thrown, request_id: request.requestId, url: request.originalUrl.split('?')[0] }, error.message);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (error.status === 503) response.setHeader('retry-after', '2');
    if (error.status === 429 && typeof error.details['retry_after_s'] === 'number') response.setHeader('retry-after', String(error.details['retry_after_s']));
    response.status(error.status).json({ error: { code: error.code, message: error.message, details: error.details, request_id: request.requestId ?? null } });
  }
}

/** The {@link AppError} that stands for anything thrown; the message of a foreign error never reaches the client. */
export function toAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  if (isDatabaseLost(thrown)) return new AppError('server/unavailable', 'Millrace cannot reach its database right now. Nothing was lost; try again in a moment.', {}, { cause: thrown });
  // Nest wraps what the body parser and the router throw, and keeps it as the cause.
  const parser = parserError(thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown);
  if (parser) return parser;
  if (thrown instanceof HttpException && thrown.getStatus() === 404) return new AppError('request/not_found', 'There is nothing at this address.');
  if (thrown instanceof HttpException && thrown.getStatus() < 500) return new AppError('request/invalid', thrown.message);
  return new AppError('internal', 'Something went wrong in Millrace itself. The log has the details under this request id.', {}, { cause: thrown });
}

/** Errors of the body parser carry a `type`; Nest hands them on as they are. */
function parserError(thrown: unknown): AppError | null {
  const { type, limit } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { type?: unknown; limit?: unknown };
  if (type === 'entity.parse.failed') return new AppError('request/malformed_json', 'The body is not valid JSON.');
  if (type === 'entity.too.large') return new AppError('request/too_large', 'The body is larger than this server accepts.', { limit_bytes: limit });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported' || type === 'request.size.invalid' || type === 'request.aborted') return new AppError('request/invalid', 'The body cannot be read.');
  if (thrown instanceof URIError) return new AppError('request/not_found', 'There is nothing at this address.');
  return null;
}
