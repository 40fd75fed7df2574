import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Public, Requires } from '../access/requires.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { AppFileLinks } from './app-file-links.ts';
import { AppUpload, BeginUpload, CreateFileLink, FileId, FileLink, FileQuery, PartQuery } from './app-files.contract.ts';
import { AppFilesService } from './app-files.service.ts';
import { sendFile } from './send-file.ts';

/** Files that people give to apps, and what scripts and people get of them. */
@ApiTags('apps')
@Controller('w/:workspace')
export class AppFilesController {
  constructor(
    private readonly files: AppFilesService,
    private readonly links: AppFileLinks,
  ) {}

  @Post('app_uploads/*path')
  @Requires('apps:read', { kind: 'app' })
  @Returns(AppUpload, 201)
  beginUpload(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: BeginUpload }) input: BeginUpload): Promise<AppUpload> {
    return this.files.begin(auth, path, input);
  }

  /** The bytes themselves as `application/octet-stream`; see `readUploads`. */
  @Put('app_upload_parts/:id')
  @Requires('apps:read')
  @Returns(AppUpload)
  takePart(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: FileId }) id: string,
    @Query({ schema: PartQuery }) { at }: PartQuery,
    @Req() { body }: MillraceRequest,
  ): Promise<AppUpload> {
    return this.files.takePart(auth, id, at, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  }

  @Get('app_files/:id')
  @Requires('apps:read')
  async readFile(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: FileId }) id: string,
    @Query({ schema: FileQuery }) { inline }: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { file, content } = await this.files.read(auth, id);
    await sendFile(response, file, content, inline === 'true');
  }

  @Delete('app_files/:id')
  @HttpCode(204)
  @Requires('apps:read')
  @ReturnsNothing()
  deleteFile(@CurrentAuth() auth: Auth, @Param('id', { schema: FileId }) id: string): Promise<void> {
    return this.files.remove(auth, id);
  }

  @Post('app_files/:id/links')
  @Requires('apps:read')
  @Returns(FileLink, 201)
  createFileLink(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: FileId }) id: string,
    @Body({ schema: CreateFileLink }) { expires_in_s: seconds }: CreateFileLink,
  ): Promise<FileLink> {
    return this.links.create(auth, id, seconds);
  }
}

/** Files by a link that was made for them: the link is the right. */
@ApiTags('apps')
@Controller('file_links')
export class FileLinksController {
  constructor(
    private readonly files: AppFilesService,
    private readonly links: AppFileLinks,
  ) {}

  @Get(':token')
  @Public()
  async readLinkedFile(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const file = await this.links.open(token);
    await sendFile(response, file, this.files.contentOf(file), false);
  }
}
