import { Body, Controller, Get, Header, HttpCode, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { Json } from '../common/json.ts';
import { ReturnsNothing } from '../common/returns.ts';
import { StateService } from './state.service.ts';

const script = { kind: 'script' } as const;

/** What scripts remember between runs. */
@ApiTags('state')
@Controller('w/:workspace')
export class StateController {
  constructor(private readonly states: StateService) {}

  /** As text, because a framework sends a bare `null` as nothing at all. */
  @Get('state/*path')
  @Header('content-type', 'application/json; charset=utf-8')
  @Requires('state:write', script)
  @ApiOkResponse({ standardSchema: Json, description: 'The value, or null' })
  async getState(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<string> {
    return JSON.stringify(await this.states.get(auth, path));
  }

  @Put('state/*path')
  @HttpCode(204)
  @Requires('state:write', script)
  @ReturnsNothing()
  putState(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: Json }) value: Json): Promise<void> {
    return this.states.put(auth, path, value);
  }
}
