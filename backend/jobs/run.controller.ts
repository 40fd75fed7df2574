import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns } from '../common/returns.ts';
import { JobStream } from './job-stream.ts';
import { resultOrThrow } from './job-results.ts';
import { RunBatch, RunPreview } from './jobs.contract.ts';
import { readRunRequest } from './run-request.ts';
import { RunService } from './run.service.ts';

const script = { kind: 'script' } as const;

/** The run endpoints: by form, by HTTP, by webhook. What they answer is what the field knows: an id as text, or the raw result. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class RunController {
  constructor(private readonly runs: RunService, private readonly stream: JobStream) {}

  @Post('run/p/*path') @Requires('jobs:run', script) @ApiBody({ type: Object }) @ApiOperation({ summary: 'Run a script; answers the job id as text' })
  run(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) { return this.start(auth, path, request, response); }

  @Get('run/p/*path') @Requires('jobs:run', script) @ApiOperation({ summary: 'Run a script with the arguments in the query; answers the job id as text' })
  runByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) { return this.start(auth, path, request, response); }

  @Post('run_wait_result/p/*path') @Requires('jobs:run', script) @ApiBody({ type: Object }) @ApiOperation({ summary: 'Run a script and wait for its raw result' })
  runAndWait(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) { return this.wait(auth, path, request, response); }

  @Get('run_wait_result/p/*path') @Requires('jobs:run', script) @ApiOperation({ summary: 'Run a script with the arguments in the query and wait for its raw result' })
  runAndWaitByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) { return this.wait(auth, path, request, response); }

  @Post('run_and_stream/p/*path') @Requires('jobs:run', script) @ApiBody({ type: Object }) @ApiOperation({ summary: 'Run a script; answers server-sent events: status, log, result' })
  runAndStream(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) { return this.follow(auth, path, request, response); }

  @Get('run_and_stream/p/*path') @Requires('jobs:run', script) @ApiOperation({ summary: 'Run a script with the arguments in the query; answers server-sent events' })
  runAndStreamByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response) { return this.follow(auth, path, request, response); }

  @Post('run_batch/p/*path') @HttpCode(201) @Requires('jobs:run', script) @Returns(z.object({ ids: z.array(z.uuid()) }), 201)
  async runBatch(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RunBatch }) { args }: RunBatch, @Req() request: MillraceRequest) { return { ids: await this.runs.runBatch(auth, path, args, readRunRequest(request).options) }; }

  @Post('preview') @Requires('jobs:preview') @ApiOperation({ summary: 'Run code that is not deployed; answers the job id as text' })
  async preview(@CurrentAuth() auth: Auth, @Body({ schema: RunPreview }) input: RunPreview, @Res() response: Response) { response.status(201).type('text').send(await this.runs.preview(auth, input)); }

  private async start(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    response.status(201).type('text').send(await this.runs.run(auth, path, args, options));
  }

  private async wait(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    const job = await this.runs.runAndWait(auth, path, args, options);
    response.setHeader('x-millrace-job-id', job.id);
    response.status(200).type('json').send(resultOrThrow(job));
  }

  private async follow(auth: Auth, path: string, request: MillraceRequest, response: Response): Promise<void> {
    const { args, options } = readRunRequest(request);
    await this.stream.send(auth, { ...script, path }, await this.runs.run(auth, path, args, options), response);
  }
}
