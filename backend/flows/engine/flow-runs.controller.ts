import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../../access/requires.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Returns } from '../../common/returns.ts';
import { JobStream } from '../../jobs/job-stream.ts';
import { RunBatch } from '../../jobs/jobs.contract.ts';
import { readRunRequest } from '../../jobs/run-request.ts';
import { RestartFlow, RunFlowPreview } from '../flow-runs.contract.ts';
import { FlowCalls } from './flow-calls.service.ts';
import { FlowRestarts } from './flow-restarts.service.ts';
import { FlowStarts } from './flow-starts.service.ts';

const flow = { kind: 'flow' } as const;
const JobId = z.uuid();

/** The run endpoints of flows, in the forms of those of scripts. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class FlowRunsController {
  constructor(
    private readonly starts: FlowStarts,
    private readonly calls: FlowCalls,
    private readonly restarts: FlowRestarts,
    private readonly stream: JobStream,
  ) {}

  @Post('run/f/*path')
  @Requires('jobs:run', flow)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Run a flow; answers the job id as text' })
  run(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.start(auth, path, request, response);
  }

  @Get('run/f/*path')
  @Requires('jobs:run', flow)
  @ApiOperation({ summary: 'Run a flow with the arguments in the query; answers the job id as text' })
  runByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.start(auth, path, request, response);
  }

  @Post('run_wait_result/f/*path')
  @Requires('jobs:run', flow)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Run a flow and wait for its raw result' })
  runAndWait(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.wait(auth, path, request, response);
  }

  @Get('run_wait_result/f/*path')
  @Requires('jobs:run', flow)
  @ApiOperation({ summary: 'Run a flow with the arguments in the query and wait for its raw result' })
  runAndWaitByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.wait(auth, path, request, response);
  }

  @Post('run_and_stream/f/*path')
  @Requires('jobs:run', flow)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Run a flow; answers server-sent events: status, result' })
  runAndStream(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.follow(auth, path, request, response);
  }

  @Get('run_and_stream/f/*path')
  @Requires('jobs:run', flow)
  @ApiOperation({ summary: 'Run a flow with the arguments in the query; answers server-sent events' })
  runAndStreamByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.follow(auth, path, request, response);
  }

  @Post('run_batch/f/*path')
  @HttpCode(201)
  @Requires('jobs:run', flow)
  @Returns(z.object({ ids: z.array(z.uuid()) }), 201)
  async runBatch(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RunBatch }) { args }: RunBatch, @Req() request: MillraceRequest) {
    return { ids: await this.starts.runBatch(auth, path, args, readRunRequest(request).options) };
  }

  @Post('preview_flow')
  @Requires('jobs:preview')
  @ApiOperation({ summary: 'Run a flow that is not deployed, or a part of it; answers the job id as text' })
  async preview(@CurrentAuth() auth: Auth, @Body({ schema: RunFlowPreview }) input: RunFlowPreview, @Res() response: Response) {
    response
      .status(201)
      .type('text')
      .send(await this.starts.preview(auth, input));
  }

  @Post(':id/restart')
  @Requires('jobs:run')
  @ApiOperation({ summary: 'Run a finished flow again from a step on; answers the id of the new job as text' })
  async restart(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: JobId }) id: string,
    @Body({ schema: RestartFlow }) input: RestartFlow,
    @Res() response: Response,
  ) {
    response
      .status(201)
      .type('text')
      .send(await this.restarts.restart(auth, id, input));
  }

  private async start(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    response
      .status(201)
      .type('text')
      .send(await this.starts.run(auth, path, args, options));
  }

  private async wait(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    const { jobId, resultJson } = await this.calls.runAndWait(auth, path, args, options);
    response.setHeader('x-millrace-job-id', jobId);
    response.status(200).type('json').send(resultJson);
  }

  private async follow(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    await this.stream.send(auth, { ...flow, path }, await this.starts.run(auth, path, args, options), response);
  }
}
