import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, PageQuery, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';
import { DeleteQuery, RenameItem, ScriptVersionQuery } from '../scripts/scripts.contract.ts';
import { App, AppRow, PutApp, RollBackApp } from './apps.contract.ts';
import { AppsService } from './apps.service.ts';

const app = { kind: 'app' } as const;

/** Apps and their releases: list, read, release as a file, versions, roll back, archive, rename. */
@ApiTags('apps')
@Controller('w/:workspace')
export class AppsController {
  constructor(private readonly apps: AppsService) {}

  @Get('apps')
  @Requires('apps:read')
  @Returns(pageOf(AppRow))
  listApps(@CurrentAuth() auth: Auth, @Query({ schema: VersionedItemQuery }) query: VersionedItemQuery): Promise<Page<AppRow>> {
    return this.apps.list(auth, query);
  }

  /** The whole document with its policy: for who may edit it. Viewers get `app_view`. */
  @Get('apps/*path')
  @Requires('apps:write', app)
  @Returns(App)
  getApp(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: ScriptVersionQuery }) query: ScriptVersionQuery): Promise<App> {
    return this.apps.get(auth, path, query.version);
  }

  @Put('apps/*path')
  @Requires('apps:write', app)
  @Returns(App)
  async putApp(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Body({ schema: PutApp }) input: PutApp,
    @Res({ passthrough: true }) response: Response,
  ): Promise<App> {
    const { app: released, isNew } = await this.apps.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return released;
  }

  @Delete('apps/*path')
  @HttpCode(204)
  @Requires('apps:write', app)
  @ReturnsNothing()
  deleteApp(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: DeleteQuery }) query: DeleteQuery): Promise<void> {
    return query.purge ? this.apps.purge(auth, path) : this.apps.archive(auth, path);
  }

  @Get('app_versions/*path')
  @Requires('apps:write', app)
  @Returns(pageOf(VersionRow))
  listAppVersions(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: PageQuery }) query: PageQuery): Promise<Page<VersionRow>> {
    return this.apps.versions(auth, path, query);
  }

  @Post('app_rollback/*path')
  @HttpCode(200)
  @Requires('apps:write', app)
  @Returns(App)
  rollBackApp(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RollBackApp }) input: RollBackApp): Promise<App> {
    return this.apps.rollBack(auth, path, input.version);
  }

  @Post('app_rename/*path')
  @HttpCode(200)
  @Requires('apps:write', app)
  @Returns(App)
  renameApp(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RenameItem }) input: RenameItem): Promise<App> {
    return this.apps.rename(auth, path, input);
  }

  @Post('app_restore/*path')
  @HttpCode(200)
  @Requires('apps:write', app)
  @Returns(App)
  restoreApp(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<App> {
    return this.apps.restore(auth, path);
  }
}
