import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PathParam, Public } from '../../access/requires.ts';
import { requireOwnOrigin } from '../../auth/credentials.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Returns, ReturnsNothing } from '../../common/returns.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { AppUpload, BeginUpload, FileId } from '../app-files.contract.ts';
import { GuestFilesService } from './guest-files.service.ts';
import { GuestFileQuery, GuestPartQuery, GuestUpload } from './guests.contract.ts';

/** Files of people without an account. Public routes: the live release says whether there are any, and the key whose they are. */
@ApiTags('apps')
@Controller('guest_apps/:workspace')
export class GuestFilesController {
  constructor(
    private readonly files: GuestFilesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('uploads/*path')
  @Public()
  @Returns(GuestUpload, 201)
  beginGuestUpload(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @PathParam() path: string,
    @Body({ schema: BeginUpload }) input: BeginUpload,
  ): Promise<GuestUpload> {
    requireOwnOrigin(request, this.config);
    return this.files.begin(request, workspace, path, input);
  }

  /** The bytes themselves as `application/octet-stream`; see `readUploads`. */
  @Put('upload_parts/:id')
  @Public()
  @Returns(AppUpload)
  takeGuestPart(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @Param('id', { schema: FileId }) id: string,
    @Query({ schema: GuestPartQuery }) { key, at }: GuestPartQuery,
  ): Promise<AppUpload> {
    requireOwnOrigin(request, this.config);
    return this.files.takePart(request, workspace, id, key, at, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
  }

  @Delete('files/:id')
  @HttpCode(204)
  @Public()
  @ReturnsNothing()
  deleteGuestFile(
    @Req() request: MillraceRequest,
    @Param('workspace') workspace: string,
    @Param('id', { schema: FileId }) id: string,
    @Query({ schema: GuestFileQuery }) { key }: GuestFileQuery,
  ): Promise<void> {
    requireOwnOrigin(request, this.config);
    return this.files.remove(request, workspace, id, key);
  }
}
