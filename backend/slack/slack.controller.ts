import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { SlackCommandsService } from './slack-commands.service.ts';
import { SlackLinks } from './slack-links.service.ts';
import { SlackSettings } from './slack-settings.service.ts';
import {
  LinkSlackPerson,
  PutSlackCommand,
  PutSlackConnection,
  SlackCommand,
  SlackCommandQuery,
  SlackConnection,
  SlackManifest,
  SlackManifestQuery,
  SlackPeople,
  SlackSetup,
  SlackTest,
  SlackUserId,
  type SlackPerson,
} from './slack.contract.ts';

const command = { kind: 'slack_command' } as const;

/** Slack: the connection of a workspace, who is who there, and what commands, shortcuts and mentions run. */
@ApiTags('slack')
@Controller('w/:workspace')
export class SlackController {
  constructor(
    private readonly settings: SlackSettings,
    private readonly commands: SlackCommandsService,
    private readonly links: SlackLinks,
  ) {}

  @Get('slack')
  @Requires('workspace:manage')
  @Returns(SlackSetup)
  getSlack(@CurrentAuth() auth: Auth): Promise<SlackSetup> {
    return this.settings.get(auth);
  }

  @Put('slack')
  @Requires('workspace:manage')
  @Returns(SlackConnection)
  putSlack(@CurrentAuth() auth: Auth, @Body({ schema: PutSlackConnection }) input: PutSlackConnection): Promise<SlackConnection> {
    return this.settings.put(auth, input);
  }

  @Delete('slack')
  @HttpCode(204)
  @Requires('workspace:manage')
  @ReturnsNothing()
  deleteSlack(@CurrentAuth() auth: Auth): Promise<void> {
    return this.settings.delete(auth);
  }

  @Post('slack/test')
  @HttpCode(200)
  @Requires('workspace:manage')
  @Returns(SlackTest)
  testSlack(@CurrentAuth() auth: Auth): Promise<SlackTest> {
    return this.settings.test(auth);
  }

  @Get('slack/manifest')
  @Requires('workspace:manage')
  @Returns(SlackManifest)
  getManifest(@CurrentAuth() auth: Auth, @Query({ schema: SlackManifestQuery }) query: SlackManifestQuery): Promise<SlackManifest> {
    return this.settings.manifest(auth, query);
  }

  @Get('slack/people')
  @Requires('workspace:manage')
  @Returns(SlackPeople)
  listPeople(@CurrentAuth() auth: Auth): Promise<{ items: SlackPerson[] }> {
    return this.links.list(auth);
  }

  @Put('slack/people/:slack_user')
  @Requires('workspace:manage')
  @Returns(SlackPeople)
  linkPerson(
    @CurrentAuth() auth: Auth,
    @Param('slack_user', { schema: SlackUserId }) slackUserId: string,
    @Body({ schema: LinkSlackPerson }) { username }: LinkSlackPerson,
  ): Promise<{ items: SlackPerson[] }> {
    return this.links.link(auth, slackUserId, username);
  }

  @Delete('slack/people/:slack_user')
  @Requires('workspace:manage')
  @Returns(SlackPeople)
  unlinkPerson(@CurrentAuth() auth: Auth, @Param('slack_user', { schema: SlackUserId }) slackUserId: string): Promise<{ items: SlackPerson[] }> {
    return this.links.unlink(auth, slackUserId);
  }

  @Get('slack_commands')
  @Requires('slack_commands:read')
  @Returns(pageOf(SlackCommand))
  listSlackCommands(@CurrentAuth() auth: Auth, @Query({ schema: SlackCommandQuery }) query: SlackCommandQuery): Promise<Page<SlackCommand>> {
    return this.commands.list(auth, query);
  }

  @Get('slack_commands/*path')
  @Requires('slack_commands:read', command)
  @Returns(SlackCommand)
  getSlackCommand(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<SlackCommand> {
    return this.commands.get(auth, path);
  }

  @Put('slack_commands/*path')
  @Requires('slack_commands:write', command)
  @Returns(SlackCommand)
  async putSlackCommand(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Body({ schema: PutSlackCommand }) input: PutSlackCommand,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SlackCommand> {
    const { command: saved, isNew } = await this.commands.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return saved;
  }

  @Delete('slack_commands/*path')
  @HttpCode(204)
  @Requires('slack_commands:write', command)
  @ReturnsNothing()
  deleteSlackCommand(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<void> {
    return this.commands.delete(auth, path);
  }
}
