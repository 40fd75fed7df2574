import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { pageOf, PageQuery, type Page } from '../common/page.ts';
import { Returns } from '../common/returns.ts';
import { Evaluation, EvaluationRow, StartEvaluation } from './evaluations.contract.ts';
import { Evaluations } from './evaluations.service.ts';

const agent = { kind: 'agent' } as const;
const EvaluationId = z.uuid();

/** Evaluations of agents: who may change an agent may evaluate it, who may read it may read what came out. */
@ApiTags('agents')
@Controller('w/:workspace')
export class EvaluationsController {
  constructor(private readonly evaluations: Evaluations) {}

  @Get('agent_evaluations/*path')
  @Requires('agents:read', agent)
  @Returns(pageOf(EvaluationRow))
  listEvaluations(@CurrentAuth() auth: Auth, @PathParam() path: string, @Query({ schema: PageQuery }) query: PageQuery): Promise<Page<EvaluationRow>> {
    return this.evaluations.list(auth, path, query);
  }

  @Post('agent_evaluations/*path')
  @Requires('agents:write', agent)
  @Returns(Evaluation)
  startEvaluation(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: StartEvaluation }) input: StartEvaluation): Promise<Evaluation> {
    return this.evaluations.start(auth, path, input);
  }

  @Get('evaluations/:id')
  @Requires('agents:read')
  @Returns(Evaluation)
  getEvaluation(@CurrentAuth() auth: Auth, @Param('id', { schema: EvaluationId }) id: string): Promise<Evaluation> {
    return this.evaluations.get(auth, id);
  }

  @Post('evaluations/:id/cancel')
  @Requires('agents:write')
  @Returns(Evaluation)
  cancelEvaluation(@CurrentAuth() auth: Auth, @Param('id', { schema: EvaluationId }) id: string): Promise<Evaluation> {
    return this.evaluations.cancel(auth, id);
  }
}
