import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, PageQuery, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';
import { DeleteQuery, References, RenameItem, ScriptVersionQuery } from '../scripts/scripts.contract.ts';
import { CheckAgent, Agent, AgentCheck, AgentRow, PutAgent } from './agents.contract.ts';
import { AgentsService } from './agents.service.ts';

const agent = { kind: 'agent' } as const;

/** Agents: deploy, check, read, list, versions, archive, rename. */
@ApiTags('agents')
@Controller('w/:workspace')
export class AgentsController {
  constructor(private readonly agents: AgentsService) {}

  @Get('agents')
  @Requires('agents:read')
  @Returns(pageOf(AgentRow))
  listAgents(@CurrentAuth() auth: Auth, @Query({ schema: VersionedItemQuery }) query: VersionedItemQuery): Promise<Page<AgentRow>> {
    return this.agents.list(auth, query);
  }

  @Get('agents/*path')
  @Requires('agents:read', agent)
  @Returns(Agent)
  getAgent(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: ScriptVersionQuery }) query: ScriptVersionQuery): Promise<Agent> {
    return this.agents.get(auth, path, query.version);
  }

  @Put('agents/*path')
  @Requires('agents:write', agent)
  @Returns(Agent)
  async putAgent(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Body({ schema: PutAgent }) input: PutAgent,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Agent> {
    const { agent: deployed, isNew } = await this.agents.release(auth, path, input);
    response.status(isNew ? 201 : 200);
    return deployed;
  }

  @Delete('agents/*path')
  @HttpCode(204)
  @Requires('agents:write', agent)
  @ReturnsNothing()
  deleteAgent(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: DeleteQuery }) query: DeleteQuery): Promise<void> {
    return query.purge ? this.agents.purge(auth, path) : this.agents.archive(auth, path);
  }

  @Get('agent_versions/*path')
  @Requires('agents:read', agent)
  @Returns(pageOf(VersionRow))
  listAgentVersions(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: PageQuery }) query: PageQuery): Promise<Page<VersionRow>> {
    return this.agents.versions(auth, path, query);
  }

  @Get('agent_references/*path')
  @Requires('agents:read', agent)
  @Returns(References)
  listAgentReferences(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<References> {
    return this.agents.references(auth, path);
  }

  @Post('agent_rename/*path')
  @HttpCode(200)
  @Requires('agents:write', agent)
  @Returns(Agent)
  renameAgent(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RenameItem }) input: RenameItem): Promise<Agent> {
    return this.agents.rename(auth, path, input);
  }

  @Post('agent_restore/*path')
  @HttpCode(200)
  @Requires('agents:write', agent)
  @Returns(Agent)
  restoreAgent(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<Agent> {
    return this.agents.restore(auth, path);
  }

  @Post('agent_check')
  @HttpCode(200)
  @Requires('agents:write')
  @Returns(AgentCheck)
  checkAgent(@CurrentAuth() auth: Auth, @Body({ schema: CheckAgent }) input: CheckAgent): Promise<AgentCheck> {
    return this.agents.check(auth, input);
  }
}
