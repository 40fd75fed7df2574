import { Body, Controller, Delete, Get, HttpCode, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { PutVariable, Variable, VariableQuery, VariableValue } from './variables.contract.ts';
import { VariablesService } from './variables.service.ts';

const variable = { kind: 'variable' } as const;

/** Single values, maybe secret. */
@ApiTags('variables')
@Controller('w/:workspace')
export class VariablesController {
  constructor(private readonly variables: VariablesService) {}

  @Get('variables')
  @Requires('variables:read')
  @Returns(pageOf(Variable))
  listVariables(@CurrentAuth() auth: Auth, @Query({ schema: VariableQuery }) query: VariableQuery): Promise<Page<Variable>> {
    return this.variables.list(auth, query);
  }

  @Get('variables/*path')
  @Requires('variables:read', variable)
  @Returns(Variable)
  getVariable(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<Variable> {
    return this.variables.get(auth, path);
  }

  @Put('variables/*path')
  @Requires('variables:write', variable)
  @Returns(Variable)
  async putVariable(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: PutVariable }) input: PutVariable, @Res({ passthrough: true }) response: Response): Promise<Variable> {
    const { variable: saved, isNew } = await this.variables.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return saved;
  }

  @Delete('variables/*path')
  @HttpCode(204)
  @Requires('variables:write', variable)
  @ReturnsNothing()
  deleteVariable(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<void> {
    return this.variables.delete(auth, path);
  }

  @Get('variables_value/*path')
  @Requires('variables:read', variable)
  @Returns(VariableValue)
  getVariableValue(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<VariableValue> {
    return this.variables.value(auth, path);
  }
}
