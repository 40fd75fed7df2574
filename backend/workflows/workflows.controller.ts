import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { RestartWorkflow, WorkflowResultQuery, WorkflowSteps, WorkflowStepsQuery } from './workflows.contract.ts';
import { Workflows } from './workflows.service.ts';

const JobId = z.uuid();

/** What workflows recorded. Rights are those of their jobs. */
@ApiTags('workflows')
@Controller('w/:workspace/jobs')
export class WorkflowsController {
  constructor(private readonly workflows: Workflows) {}

  @Get(':id/workflow')
  @Requires('jobs:read')
  @Returns(WorkflowSteps)
  steps(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Query({ schema: WorkflowStepsQuery }) query: WorkflowStepsQuery) {
    return this.workflows.steps(auth, id, query);
  }

  @Get(':id/workflow/result')
  @Requires('jobs:read')
  async result(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: JobId }) id: string,
    @Query({ schema: WorkflowResultQuery }) { key }: WorkflowResultQuery,
    @Res() response: Response,
  ) {
    response.type('json').send(await this.workflows.result(auth, id, key));
  }

  @Post(':id/workflow/restart')
  @Requires('jobs:run')
  async restart(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: JobId }) id: string,
    @Body({ schema: RestartWorkflow }) input: RestartWorkflow,
    @Res() response: Response,
  ) {
    response
      .status(201)
      .type('text')
      .send(await this.workflows.restart(auth, id, input));
  }
}
