import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/requires.ts';
import type { JsonObject } from '../common/json.ts';
import type { MillraceRequest } from '../common/request.ts';
import { SlackIntake } from './slack-intake.service.ts';

/** Where Slack sends commands, clicks, forms and events. They prove themselves by the signature of the app; who acts is told by the payload and looked up. */
@ApiTags('slack')
@Controller('slack')
export class SlackEventsController {
  constructor(private readonly intake: SlackIntake) {}

  @Post('commands')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Slash commands, signed by Slack' })
  receiveCommand(@Req() request: MillraceRequest): Promise<void> {
    return this.intake.command(request);
  }

  @Post('interactivity')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Buttons, forms and shortcuts, signed by Slack' })
  receiveInteraction(@Req() request: MillraceRequest): Promise<JsonObject | undefined> {
    return this.intake.interaction(request);
  }

  @Post('events')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Events, signed by Slack' })
  receiveEvent(@Req() request: MillraceRequest): Promise<JsonObject | undefined> {
    return this.intake.event(request);
  }
}
