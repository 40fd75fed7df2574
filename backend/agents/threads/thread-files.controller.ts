import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { sendFile } from '../../apps/send-file.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Returns } from '../../common/returns.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { Attachment, VolumeFile } from '../threads.contract.ts';
import { AgentVolumes } from '../volumes/agent-volumes.service.ts';
import { ThreadAccess } from './thread-access.ts';
import { ThreadFiles } from './thread-files.service.ts';

const Id = z.uuid();
const UploadQuery = z.object({ name: z.string().min(1).max(300) });
type UploadQuery = z.infer<typeof UploadQuery>;
const FileQuery = z.object({ inline: z.stringbool().default(false).describe('Show a picture instead of saving it') });
type FileQuery = z.infer<typeof FileQuery>;

const VolumeQuery = z.object({ path: z.string().min(1).max(1000) });
type VolumeQuery = z.infer<typeof VolumeQuery>;

/** Files that go with messages, and those that an agent works with. */
@ApiTags('threads')
@Controller('w/:workspace/threads')
export class ThreadFilesController {
  constructor(
    private readonly files: ThreadFiles,
    private readonly access: ThreadAccess,
    private readonly volumes: AgentVolumes,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  @Post(':id/files')
  @Requires('jobs:run')
  @ApiOperation({ summary: 'Keep a file for a message; the body is its bytes, as application/octet-stream' })
  @Returns(Attachment, 201)
  putFile(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: UploadQuery }) { name }: UploadQuery,
    @Req() request: MillraceRequest,
  ): Promise<Attachment> {
    return this.files.put(auth, id, name, request.body);
  }

  @Get(':id/files/:file')
  @Requires('agents:read')
  @ApiOperation({ summary: 'A file of a conversation' })
  async getFile(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: Id }) id: string,
    @Param('file', { schema: Id }) file: string,
    @Query({ schema: FileQuery }) { inline }: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.files.find(auth, id, file);
    await sendFile(response, found, this.objects.stream(found.key), inline);
  }

  @Get(':id/volume')
  @Requires('agents:read')
  @Returns(z.object({ items: z.array(VolumeFile) }))
  async listVolume(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string): Promise<{ items: VolumeFile[] }> {
    await this.access.readable(auth, id);
    return { items: await this.volumes.list(auth.workspaceId, 'thread', id) };
  }

  @Get(':id/volume_file')
  @Requires('agents:read')
  @ApiOperation({ summary: 'A file of the sandbox of a conversation' })
  async getVolumeFile(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: VolumeQuery }) { path }: VolumeQuery,
    @Res() response: Response,
  ): Promise<void> {
    await this.access.readable(auth, id);
    const { size, content } = await this.volumes.read(auth.workspaceId, 'thread', id, path);
    await sendFile(response, { name: path.split('/').at(-1) ?? 'file', type: 'application/octet-stream', size }, content, false);
  }
}
