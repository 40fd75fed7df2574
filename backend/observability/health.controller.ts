import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../access/requires.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';

/** Whether this process serves, for load balancers and people. */
@ApiTags('installation')
@Controller()
export class HealthController {
  constructor(private readonly database: Database, @Inject(CONFIG) private readonly config: Config) {}

  @Get('health') @Public()
  async health(@Res() response: Response): Promise<void> {
    const isUp = await this.database.run({ text: 'select 1', values: [] }).then(() => true, () => false);
    if (!isUp) response.setHeader('retry-after', '2');
    response.status(isUp ? 200 : 503).json({ status: isUp ? 'ok' : 'unavailable', database: isUp ? 'ok' : 'unreachable' });
  }

  @Get('version') @Public()
  version() { return { version: this.config.version }; }
}
