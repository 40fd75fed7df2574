import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { Draft, PutDraft } from '../scripts/scripts.contract.ts';
import { DraftKind, DraftList } from './drafts.contract.ts';
import { DraftsService } from './drafts.service.ts';

/** Drafts of the caller. */
@ApiTags('drafts')
@Controller('w/:workspace')
export class DraftsController {
  constructor(private readonly drafts: DraftsService) {}

  @Get('drafts')
  @Requires('drafts:write')
  @Returns(DraftList)
  listDrafts(@CurrentAuth() auth: Auth): Promise<DraftList> {
    return this.drafts.list(auth);
  }

  @Get('drafts/:kind/*path')
  @Requires('drafts:write')
  @Returns(Draft)
  getDraft(@CurrentAuth() auth: Auth, @Param('kind', { schema: DraftKind }) kind: DraftKind, @PathParam() path: string): Promise<Draft> {
    return this.drafts.get(auth, kind, path);
  }

  @Put('drafts/:kind/*path')
  @Requires('drafts:write')
  @Returns(Draft)
  putDraft(@CurrentAuth() auth: Auth, @Param('kind', { schema: DraftKind }) kind: DraftKind, @PathParam() path: string, @Body({ schema: PutDraft }) input: PutDraft): Promise<Draft> {
    return this.drafts.put(auth, kind, path, input);
  }

  @Delete('drafts/:kind/*path')
  @HttpCode(204)
  @Requires('drafts:write')
  @ReturnsNothing()
  deleteDraft(@CurrentAuth() auth: Auth, @Param('kind', { schema: DraftKind }) kind: DraftKind, @PathParam() path: string): Promise<void> {
    return this.drafts.delete(auth, kind, path);
  }
}
