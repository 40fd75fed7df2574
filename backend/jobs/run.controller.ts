import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { JobStream } from './job-stream.ts';
import { resultOrThrow } from './job-results.ts';
import { RunPreview } from './jobs.contract.ts';
import { runEndpoints, sendJobId, type RunPort } from './run-endpoints.ts';
import { RunService } from './run.service.ts';

/** The run endpoints of scripts, and of code that is not deployed. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class RunController extends runEndpoints({ kind: 'script', letter: 'p', named: 'a script', streamed: 'status, log, result' }) {
  protected readonly port: RunPort;

  constructor(
    private readonly runs: RunService,
    stream: JobStream,
  ) {
    super();
    this.port = {
      run: (...call) => runs.run(...call),
      runAndWait: async (auth, path, args, options, known) => {
        const job = await runs.runAndWait(auth, path, args, options);
        known(job.id);
        return resultOrThrow(job);
      },
      runBatch: (...call) => runs.runBatch(...call),
      follow: (auth, path, jobId, response) => stream.send(auth, { kind: 'script', path }, jobId, response),
    };
  }

  @Post('preview')
  @Requires('jobs:preview')
  @ApiOperation({ summary: 'Run code that is not deployed; answers the job id as text' })
  async preview(@CurrentAuth() auth: Auth, @Body({ schema: RunPreview }) input: RunPreview, @Res() response: Response): Promise<void> {
    sendJobId(response, await this.runs.preview(auth, input));
  }
}
