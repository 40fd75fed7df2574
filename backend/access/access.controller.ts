import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { ItemName } from '../common/item-path.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { AccessRow, Folder, Grant, Group, ObjectQuery, PutFolder, PutGroup, SetGrant } from './access.contract.ts';
import type { Auth } from './core/auth.ts';
import { Folders } from './folders.service.ts';
import { Grants } from './grants.service.ts';
import { Groups } from './groups.service.ts';
import { CurrentAuth, Requires } from './requires.ts';

const GroupList = z.object({ items: z.array(Group) });
const FolderList = z.object({ items: z.array(Folder) });
const GrantList = z.object({ items: z.array(Grant) });
const AccessList = z.object({ items: z.array(AccessRow) });

@ApiTags('access')
@Controller('w/:workspace')
export class AccessController {
  constructor(private readonly groups: Groups, private readonly folders: Folders, private readonly grants: Grants) {}

  @Get('groups') @Requires('groups:read') @Returns(GroupList)
  listGroups(@CurrentAuth() auth: Auth): Promise<z.infer<typeof GroupList>> {
    return this.groups.list(auth);
  }

  @Get('groups/:name') @Requires('groups:read') @Returns(Group)
  getGroup(@CurrentAuth() auth: Auth, @Param('name') name: string): Promise<Group> {
    return this.groups.get(auth, name);
  }

  @Put('groups/:name') @Requires('groups:write') @Returns(Group)
  async putGroup(@CurrentAuth() auth: Auth, @Param('name', { schema: ItemName }) name: string, @Body({ schema: PutGroup }) input: PutGroup, @Res({ passthrough: true }) response: Response): Promise<Group> {
    const { item, isNew } = await this.groups.put(auth, name, input);
    response.status(isNew ? 201 : 200);
    return item;
  }

  @Delete('groups/:name') @HttpCode(204) @Requires('groups:write') @ReturnsNothing()
  deleteGroup(@CurrentAuth() auth: Auth, @Param('name') name: string): Promise<void> {
    return this.groups.delete(auth, name);
  }

  @Get('folders') @Requires('folders:read') @Returns(FolderList)
  listFolders(@CurrentAuth() auth: Auth): Promise<z.infer<typeof FolderList>> {
    return this.folders.list(auth);
  }

  @Get('folders/:name') @Requires('folders:read') @Returns(Folder)
  getFolder(@CurrentAuth() auth: Auth, @Param('name') name: string): Promise<Folder> {
    return this.folders.get(auth, name);
  }

  @Put('folders/:name') @Requires('folders:write') @Returns(Folder)
  async putFolder(@CurrentAuth() auth: Auth, @Param('name', { schema: ItemName }) name: string, @Body({ schema: PutFolder }) input: PutFolder, @Res({ passthrough: true }) response: Response): Promise<Folder> {
    const { item, isNew } = await this.folders.put(auth, name, input);
    response.status(isNew ? 201 : 200);
    return item;
  }

  @Delete('folders/:name') @HttpCode(204) @Requires('folders:write') @ReturnsNothing()
  deleteFolder(@CurrentAuth() auth: Auth, @Param('name') name: string): Promise<void> {
    return this.folders.delete(auth, name);
  }

  @Get('grants') @Requires('folders:read') @Returns(GrantList)
  listGrants(@CurrentAuth() auth: Auth, @Query({ schema: ObjectQuery }) query: ObjectQuery): Promise<z.infer<typeof GrantList>> {
    return this.grants.list(auth, { kind: query.object_kind, path: query.object_path });
  }

  @Put('grants') @HttpCode(204) @Requires('grants:write') @ReturnsNothing()
  setGrant(@CurrentAuth() auth: Auth, @Body({ schema: SetGrant }) input: SetGrant): Promise<void> {
    return this.grants.set(auth, input);
  }

  @Get('access') @Requires('folders:read') @Returns(AccessList)
  explainAccess(@CurrentAuth() auth: Auth, @Query({ schema: ObjectQuery }) query: ObjectQuery): Promise<z.infer<typeof AccessList>> {
    return this.grants.explain(auth, { kind: query.object_kind, path: query.object_path });
  }
}
