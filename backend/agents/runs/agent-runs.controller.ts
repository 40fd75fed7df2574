import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../../access/requires.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Returns } from '../../common/returns.ts';
import { resultOrThrow } from '../../jobs/job-results.ts';
import { RunBatch } from '../../jobs/jobs.contract.ts';
import { readRunRequest } from '../../jobs/run-request.ts';
import { RunService } from '../../jobs/run.service.ts';
import { AgentTrace, RunAgentPreview } from '../agents.contract.ts';
import { ThreadStream } from '../threads/thread-stream.ts';
import { AgentStarts } from './agent-starts.service.ts';
import { AgentTraces } from './agent-traces.service.ts';

const agent = { kind: 'agent' } as const;
const JobId = z.uuid();

/** The run endpoints of agents, in the forms of those of scripts; the stream is that of the chat. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class AgentRunsController {
  constructor(
    private readonly starts: AgentStarts,
    private readonly runs: RunService,
    private readonly stream: ThreadStream,
    private readonly traces: AgentTraces,
  ) {}

  @Post('run/a/*path')
  @Requires('jobs:run', agent)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Run an agent; answers the job id as text' })
  run(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.start(auth, path, request, response);
  }

  @Get('run/a/*path')
  @Requires('jobs:run', agent)
  @ApiOperation({ summary: 'Run an agent with the arguments in the query; answers the job id as text' })
  runByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.start(auth, path, request, response);
  }

  @Post('run_wait_result/a/*path')
  @Requires('jobs:run', agent)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Run an agent and wait for its raw result' })
  runAndWait(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.wait(auth, path, request, response);
  }

  @Get('run_wait_result/a/*path')
  @Requires('jobs:run', agent)
  @ApiOperation({ summary: 'Run an agent with the arguments in the query and wait for its raw result' })
  runAndWaitByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.wait(auth, path, request, response);
  }

  @Post('run_and_stream/a/*path')
  @Requires('jobs:run', agent)
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Run an agent; answers server-sent events in the protocol of UI messages, and the result at the end' })
  runAndStream(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.follow(auth, path, request, response);
  }

  @Get('run_and_stream/a/*path')
  @Requires('jobs:run', agent)
  @ApiOperation({ summary: 'Run an agent with the arguments in the query; answers server-sent events' })
  runAndStreamByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.follow(auth, path, request, response);
  }

  @Post('run_batch/a/*path')
  @HttpCode(201)
  @Requires('jobs:run', agent)
  @Returns(z.object({ ids: z.array(z.uuid()) }), 201)
  async runBatch(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RunBatch }) { args }: RunBatch, @Req() request: MillraceRequest) {
    return { ids: await this.starts.runBatch(auth, path, args, readRunRequest(request).options) };
  }

  @Post('preview_agent')
  @Requires('jobs:preview')
  @ApiOperation({ summary: 'Run an agent that is not deployed; answers the job id as text' })
  async preview(@CurrentAuth() auth: Auth, @Body({ schema: RunAgentPreview }) input: RunAgentPreview, @Res() response: Response) {
    response
      .status(201)
      .type('text')
      .send(await this.starts.preview(auth, input));
  }

  @Get(':id/agent')
  @Requires('jobs:read')
  @Returns(AgentTrace)
  trace(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string): Promise<AgentTrace> {
    return this.traces.of(auth, id);
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
    const jobId = await this.starts.run(auth, path, args, options);
    response.setHeader('x-millrace-job-id', jobId);
    response
      .status(200)
      .type('json')
      .send(resultOrThrow(await this.runs.waitFor(jobId, options.wait_s)));
  }

  private async follow(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    await this.stream.sendRun(auth, { ...agent, path }, await this.starts.run(auth, path, args, options), response);
  }
}
