import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { MillraceRequest } from '../common/request.ts';
import { cookiesOf, deviceCookie } from './credentials.ts';

/** From where someone signs in. */
export type Client = { ip: string; userAgent: string; deviceCookie: string | undefined };

/** The {@link Client} of a request. */
export const CurrentClient = createParamDecorator((_data: unknown, context: ExecutionContext): Client => clientOf(context.switchToHttp().getRequest<MillraceRequest>()));

/** Reads the {@link Client} off a request. */
export function clientOf(request: MillraceRequest): Client {
  return { ip: request.ip ?? '', userAgent: (request.headers['user-agent'] ?? '').slice(0, 300), deviceCookie: cookiesOf(request.headers)[deviceCookie] };
}
