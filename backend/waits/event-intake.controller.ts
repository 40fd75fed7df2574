import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Json } from '../common/json.ts';
import { Returns } from '../common/returns.ts';
import { EventReceived } from '../flows/flow-runs.contract.ts';
import { EventIntake } from './event-intake.service.ts';
import { EventKey, EventQuery } from './waits.contract.ts';

/** Events from outside. */
@ApiTags('events')
@Controller('w/:workspace')
export class EventIntakeController {
  constructor(private readonly intake: EventIntake) {}

  @Post('events/:key')
  @HttpCode(200)
  @Requires('jobs:run')
  @Returns(EventReceived)
  @ApiOperation({ summary: 'Tell what waits for this key that it has happened; the body is what they get' })
  receive(
    @CurrentAuth() auth: Auth,
    @Param('key', { schema: EventKey }) key: string,
    @Query({ schema: EventQuery }) query: EventQuery,
    @Body({ schema: Json }) payload: Json,
  ) {
    return this.intake.receive(auth, key, payload, query);
  }
}
