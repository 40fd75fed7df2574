import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../../access/requires.ts';
import { Returns } from '../../common/returns.ts';
import { AppExportsService } from './app-exports.service.ts';
import { AppExport, BeginExport, ExportQuery } from './exports.contract.ts';

const ExportId = z.uuid();

/** Files of all rows of a table of an app. Each belongs to who asked for it. */
@ApiTags('apps')
@Controller('w/:workspace')
export class AppExportsController {
  constructor(private readonly exports: AppExportsService) {}

  @Post('app_actions/:action/export/*path')
  @Requires('apps:read', { kind: 'app' })
  @Returns(AppExport, 201)
  beginAppExport(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Param('action') action: string,
    @Body({ schema: BeginExport }) input: BeginExport,
  ): Promise<AppExport> {
    return this.exports.begin(auth, path, action, input);
  }

  @Get('app_exports')
  @Requires('apps:read')
  @Returns(z.object({ items: z.array(AppExport) }))
  listAppExports(@CurrentAuth() auth: Auth): Promise<{ items: AppExport[] }> {
    return this.exports.list(auth);
  }

  @Get('app_exports/:id')
  @Requires('apps:read')
  @Returns(AppExport)
  getAppExport(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: ExportId }) id: string,
    @Query({ schema: ExportQuery }) { wait_s }: ExportQuery,
  ): Promise<AppExport> {
    return this.exports.get(auth, id, wait_s);
  }

  @Post('app_exports/:id/cancel')
  @HttpCode(200)
  @Requires('apps:read')
  @Returns(AppExport)
  cancelAppExport(@CurrentAuth() auth: Auth, @Param('id', { schema: ExportId }) id: string): Promise<AppExport> {
    return this.exports.cancel(auth, id);
  }

  @Get('app_exports/:id/file')
  @Requires('apps:read')
  @Header('cache-control', 'private, no-store')
  async downloadAppExport(@CurrentAuth() auth: Auth, @Param('id', { schema: ExportId }) id: string): Promise<StreamableFile> {
    const { name, type, pieces } = await this.exports.file(auth, id);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type,
      disposition: `attachment; filename="rows${name.slice(name.lastIndexOf('.'))}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  }
}
