import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import { Public } from '../access/requires.ts';
import { AppError } from '../common/app-error.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Metrics } from './metrics.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** `/metrics` in Prometheus form: for a scraper on the same machine, or for a token of somebody who runs the installation. */
@ApiTags('installation')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics, @Inject(IDENTIFIER) private readonly identifier: Identifier) {}

  // Public only as a route: names of paths are in the numbers, so the handler asks for loopback or a superadmin itself.
  @Get() @Public()
  async read(@Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
    await this.require(request);
    response.type(this.metrics.registry.contentType).send(await this.metrics.text());
  }

  private async require(request: MillraceRequest): Promise<void> {
    // The address of the socket, not of a header; behind a proxy on this machine every caller is on loopback.
    const isLocal = loopback.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined && request.headers['forwarded'] === undefined;
    if (isLocal) return;
    const identity = await this.identifier.identify(request);
    if (!identity) throw new AppError('access/not_signed_in', 'Send a token of somebody who runs this installation.');
    if (!identity.isSuperadmin || identity.scopes !== null) throw new AppError('access/forbidden', 'Only who runs the installation may read its metrics.');
  }
}
