import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../../access/requires.ts';
import { Returns, ReturnsNothing } from '../../common/returns.ts';
import { AppId } from '../app.contract.ts';
import { PutSavedView, SavedView, SavedViewName } from './saved-views.contract.ts';
import { SavedViewsService } from './saved-views.service.ts';

/** Views of tables that people keep for themselves. */
@ApiTags('apps')
@Controller('w/:workspace')
export class SavedViewsController {
  constructor(private readonly views: SavedViewsService) {}

  @Get('app_saved_views/:component/*path')
  @Requires('apps:read', { kind: 'app' })
  @Returns(z.object({ items: z.array(SavedView) }))
  listSavedViews(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Param('component', { schema: AppId }) component: string,
  ): Promise<{ items: SavedView[] }> {
    return this.views.list(auth, path, component);
  }

  @Put('app_saved_views/:component/*path')
  @Requires('apps:read', { kind: 'app' })
  @Returns(SavedView)
  putSavedView(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Param('component', { schema: AppId }) component: string,
    @Body({ schema: PutSavedView }) input: PutSavedView,
  ): Promise<SavedView> {
    return this.views.put(auth, path, component, input);
  }

  @Delete('app_saved_views/:component/*path')
  @HttpCode(204)
  @Requires('apps:read', { kind: 'app' })
  @ReturnsNothing()
  deleteSavedView(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Param('component', { schema: AppId }) component: string,
    @Query({ schema: SavedViewName }) { name }: SavedViewName,
  ): Promise<void> {
    return this.views.delete(auth, path, component, name);
  }
}
