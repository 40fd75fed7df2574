import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, PageQuery, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { ScriptRenameService } from './script-rename.service.ts';
import { DeleteQuery, PutScript, References, RenameItem, Script, ScriptQuery, ScriptRow, ScriptVersionQuery, ScriptVersionRow } from './scripts.contract.ts';
import { ScriptsService } from './scripts.service.ts';

const script = { kind: 'script' } as const;

/** Scripts: deploy, read, list, versions, archive, rename. */
@ApiTags('scripts')
@Controller('w/:workspace')
export class ScriptsController {
  constructor(
    private readonly scripts: ScriptsService,
    private readonly renames: ScriptRenameService,
  ) {}

  @Get('scripts')
  @Requires('scripts:read')
  @Returns(pageOf(ScriptRow))
  listScripts(@CurrentAuth() auth: Auth, @Query({ schema: ScriptQuery }) query: ScriptQuery): Promise<Page<ScriptRow>> {
    return this.scripts.list(auth, query);
  }

  @Get('scripts/*path')
  @Requires('scripts:read', script)
  @Returns(Script)
  getScript(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: ScriptVersionQuery }) query: ScriptVersionQuery): Promise<Script> {
    return this.scripts.get(auth, path, query.version);
  }

  @Put('scripts/*path')
  @Requires('scripts:write', script)
  @Returns(Script)
  async putScript(
    @CurrentAuth() auth: Auth,
    @PathParam() path: string,
    @Body({ schema: PutScript }) input: PutScript,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Script> {
    const { script: deployed, isNew } = await this.scripts.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return deployed;
  }

  @Delete('scripts/*path')
  @HttpCode(204)
  @Requires('scripts:write', script)
  @ReturnsNothing()
  deleteScript(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: DeleteQuery }) query: DeleteQuery): Promise<void> {
    return query.purge ? this.scripts.purge(auth, path) : this.scripts.archive(auth, path);
  }

  @Get('script_versions/*path')
  @Requires('scripts:read', script)
  @Returns(pageOf(ScriptVersionRow))
  listScriptVersions(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: PageQuery }) query: PageQuery): Promise<Page<ScriptVersionRow>> {
    return this.scripts.versions(auth, path, query);
  }

  @Get('script_references/*path')
  @Requires('scripts:read', script)
  @Returns(References)
  listScriptReferences(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<References> {
    return this.scripts.references(auth, path);
  }

  @Post('script_rename/*path')
  @HttpCode(200)
  @Requires('scripts:write', script)
  @Returns(Script)
  renameScript(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RenameItem }) input: RenameItem): Promise<Script> {
    return this.renames.rename(auth, path, input);
  }

  @Post('script_restore/*path')
  @HttpCode(200)
  @Requires('scripts:write', script)
  @Returns(Script)
  restoreScript(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<Script> {
    return this.scripts.restore(auth, path);
  }
}
