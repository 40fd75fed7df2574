import { Catch, HttpException, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { loggedRequest } from '../observability/logged-request.ts';
import { Logger } from '../observability/logger.ts';
import { AppError, isAppError } from './app-error.ts';
import { isDatabaseLost } from './database-lost.ts';
import type { MillraceRequest } from './request.ts';
import { notUtf8 } from './request-body.ts';

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
    const about = { ...loggedRequest(request), code: error.code, status: error.status };
    // The message of a refusal may repeat what the caller sent; the code says enough.
    if (error.status >= 500) this.logger.error({ ...about, err: thrown }, error.message);
    else this.logger.info(about, 'A request was refused');
    if (response.headersSent) {
      response.end();
      return;
    }
    this.prepare(request, response, error);
    if (error.status === 503) response.setHeader('retry-after', '2');
    if (error.status === 429 && typeof error.details['retry_after_s'] === 'number') response.setHeader('retry-after', String(error.details['retry_after_s']));
    // A handler may have said that it answers with text before it failed.
    response
      .type('json')
      .status(error.status)
      .json({ error: { code: error.code, message: error.message, details: error.details, request_id: request.requestId ?? null } });
  }

  /** What a kind of endpoint adds to the answer before it is sent. */
  protected prepare(_request: MillraceRequest, _response: Response, _error: AppError): void {}
}

/** The {@link AppError} that stands for anything thrown; the message of a foreign error never reaches the client. */
export function toAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  if (isDatabaseLost(thrown))
    return new AppError('server/unavailable', 'Millrace cannot reach its database right now. Nothing was lost; try again in a moment.', {}, { cause: thrown });
  // Nest wraps what the body parser and the router throw, and keeps it as the cause.
  const parser = parserError(thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown) ?? valueError(thrown);
  if (parser) return parser;
  if (thrown instanceof HttpException && thrown.getStatus() === 404) return new AppError('request/not_found', 'There is nothing at this address.');
  if (thrown instanceof HttpException && thrown.getStatus() < 500) return new AppError('request/invalid', thrown.message);
  return new AppError('internal', 'Something went wrong in Millrace itself. The log has the details under this request id.', {}, { cause: thrown });
}

/** Errors of the body parser carry a `type`; Nest hands them on as they are. */
function parserError(thrown: unknown): AppError | null {
  const { type, limit } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { type?: unknown; limit?: unknown };
  if (type === 'entity.parse.failed')
    return new AppError('request/malformed_json', 'The body is not valid JSON. Check it for a missing quote, comma or bracket.');
  if (type === notUtf8)
    return new AppError('request/malformed_json', 'The body is not valid UTF-8, which JSON has to be. Check how the program that sends it encodes its text.');
  if (type === 'entity.too.large')
    return new AppError(
      'request/too_large',
      `The body is larger than the ${Math.floor(Number(limit) / 1024)} KB that this server accepts. Send less, or have MILLRACE_MAX_ARGS_KB raised.`,
      { limit_bytes: limit },
    );
  if (type === 'encoding.unsupported' || type === 'charset.unsupported' || type === 'request.size.invalid' || type === 'request.aborted')
    return new AppError('request/invalid', 'The body cannot be read.');
  if (thrown instanceof URIError) return new AppError('request/not_found', 'There is nothing at this address.');
  return null;
}

/** SQLSTATEs of values that fit no column: numbers and times out of range, text that is no number, time or id, and characters that cannot be stored. */
const valueStates = new Set(['22003', '22007', '22008', '22009', '22021', '22P02', '22P05']);

/** A value that passed every schema and that the database cannot take. */
function valueError(thrown: unknown): AppError | null {
  const { code, driverError } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { code?: unknown; driverError?: unknown };
  if (driverError !== undefined) return valueError(driverError);
  return typeof code === 'string' && valueStates.has(code)
    ? new AppError(
        'request/invalid',
        'The request holds a value that cannot be stored or compared: a number or a time out of its range, or text with characters that are not allowed.',
      )
    : null;
}
