import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, PageQuery, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';
import { DeleteQuery, References, RenameItem, ScriptVersionQuery } from '../scripts/scripts.contract.ts';
import { CheckFlow, Flow, FlowCheck, FlowRow, PutFlow } from './flows.contract.ts';
import { FlowsService } from './flows.service.ts';

const flow = { kind: 'flow' } as const;

/** Flows: deploy, check, read, list, versions, archive, rename. */
@ApiTags('flows')
@Controller('w/:workspace')
export class FlowsController {
  constructor(private readonly flows: FlowsService) {}

  @Get('flows')
  @Requires('flows:read')
  @Returns(pageOf(FlowRow))
  listFlows(@CurrentAuth() auth: Auth, @Query({ schema: VersionedItemQuery }) query: VersionedItemQuery): Promise<Page<FlowRow>> {
    return this.flows.list(auth, query);
  }

  @Get('flows/*path')
  @Requires('flows:read', flow)
  @Returns(Flow)
  getFlow(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: ScriptVersionQuery }) query: ScriptVersionQuery): Promise<Flow> {
    return this.flows.get(auth, path, query.version);
  }

  @Put('flows/*path')
  @Requires('flows:write', flow)
  @Returns(Flow)
  async putFlow(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Body({ schema: PutFlow }) input: PutFlow,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Flow> {
    const { flow: deployed, isNew } = await this.flows.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return deployed;
  }

  @Delete('flows/*path')
  @HttpCode(204)
  @Requires('flows:write', flow)
  @ReturnsNothing()
  deleteFlow(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: DeleteQuery }) query: DeleteQuery): Promise<void> {
    return query.purge ? this.flows.purge(auth, path) : this.flows.archive(auth, path);
  }

  @Get('flow_versions/*path')
  @Requires('flows:read', flow)
  @Returns(pageOf(VersionRow))
  listFlowVersions(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: PageQuery }) query: PageQuery): Promise<Page<VersionRow>> {
    return this.flows.versions(auth, path, query);
  }

  @Get('flow_references/*path')
  @Requires('flows:read', flow)
  @Returns(References)
  listFlowReferences(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<References> {
    return this.flows.references(auth, path);
  }

  @Post('flow_rename/*path')
  @HttpCode(200)
  @Requires('flows:write', flow)
  @Returns(Flow)
  renameFlow(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RenameItem }) input: RenameItem): Promise<Flow> {
    return this.flows.rename(auth, path, input);
  }

  @Post('flow_restore/*path')
  @HttpCode(200)
  @Requires('flows:write', flow)
  @Returns(Flow)
  restoreFlow(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<Flow> {
    return this.flows.restore(auth, path);
  }

  @Post('flow_check')
  @HttpCode(200)
  @Requires('flows:write')
  @Returns(FlowCheck)
  checkFlow(@CurrentAuth() auth: Auth, @Body({ schema: CheckFlow }) input: CheckFlow): Promise<FlowCheck> {
    return this.flows.check(auth, input);
  }
}
