import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../../access/requires.ts';
import { sendFile } from '../../apps/send-file.ts';
import { Returns } from '../../common/returns.ts';
import { VolumeFile } from '../threads.contract.ts';
import { AgentVolumes } from './agent-volumes.service.ts';

const FileQuery = z.object({ path: z.string().min(1).max(1000) });
type FileQuery = z.infer<typeof FileQuery>;

/** Files that an agent keeps over all its runs. They come from whoever has talked to it, so they are for those who may change it. */
@ApiTags('agents')
@Controller('w/:workspace')
export class AgentVolumesController {
  constructor(private readonly volumes: AgentVolumes) {}

  @Get('agent_volume/*path')
  @Requires('agents:write', { kind: 'agent' })
  @Returns(z.object({ items: z.array(VolumeFile) }))
  @ApiOperation({ summary: 'Files of the sandbox that all runs of an agent share' })
  async listAgentVolume(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<{ items: VolumeFile[] }> {
    return { items: await this.volumes.list(auth.workspaceId, 'agent', path) };
  }

  @Get('agent_volume_file/*path')
  @Requires('agents:write', { kind: 'agent' })
  @ApiOperation({ summary: 'One of these files' })
  async getAgentVolumeFile(
    @CurrentAuth() auth: Auth,
    @PathParam() agentPath: string,
    @Query({ schema: FileQuery }) { path }: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { size, content } = await this.volumes.read(auth.workspaceId, 'agent', agentPath, path);
    await sendFile(response, { name: path.split('/').at(-1) ?? 'file', type: 'application/octet-stream', size }, content, false);
  }
}
