import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { WorkersOverview } from './workers.contract.ts';
import { WorkersService } from './workers.service.ts';

/** Workers and queues. */
@ApiTags('workers')
@Controller('w/:workspace/workers')
export class WorkersController {
  constructor(private readonly workers: WorkersService) {}

  @Get() @Requires('workers:read') @Returns(WorkersOverview)
  overview(@CurrentAuth() auth: Auth) { return this.workers.overview(auth); }
}
