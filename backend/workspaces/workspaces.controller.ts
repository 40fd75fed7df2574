import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth, Identity } from '../access/core/auth.ts';
import { CurrentAuth, CurrentIdentity, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { CreateWorkspace, UpdateWorkspace, Workspace, WorkspaceMe } from './workspaces.contract.ts';
import { Workspaces } from './workspaces.service.ts';

@ApiTags('workspaces')
@Controller()
export class WorkspacesController {
  constructor(private readonly workspaces: Workspaces) {}

  @Post('workspaces') @Requires('workspaces:create') @Returns(Workspace, 201)
  createWorkspace(@CurrentIdentity() identity: Identity, @Body({ schema: CreateWorkspace }) input: CreateWorkspace): Promise<Workspace> {
    return this.workspaces.create(identity, input);
  }

  @Get('w/:workspace') @Requires('workspace:read') @Returns(Workspace)
  getWorkspace(@CurrentAuth() auth: Auth): Promise<Workspace> {
    return this.workspaces.get(auth);
  }

  @Patch('w/:workspace') @Requires('workspace:manage') @Returns(Workspace)
  updateWorkspace(@CurrentAuth() auth: Auth, @Body({ schema: UpdateWorkspace }) input: UpdateWorkspace): Promise<Workspace> {
    return this.workspaces.update(auth, input);
  }

  @Get('w/:workspace/me') @Requires('workspace:read') @Returns(WorkspaceMe)
  getMyAccess(@CurrentAuth() auth: Auth): WorkspaceMe {
    return this.workspaces.me(auth);
  }
}
