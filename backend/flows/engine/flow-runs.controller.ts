import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { JobStream } from '../../jobs/job-stream.ts';
import { runEndpoints, sendJobId, type RunPort } from '../../jobs/run-endpoints.ts';
import { RestartFlow, RunFlowPreview } from '../flow-runs.contract.ts';
import { FlowCalls } from './flow-calls.service.ts';
import { FlowRestarts } from './flow-restarts.service.ts';
import { FlowStarts } from './flow-starts.service.ts';

const JobId = z.uuid();

/** The run endpoints of flows, of flows that are not deployed, and of finished runs that go on from a step. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class FlowRunsController extends runEndpoints({ kind: 'flow', letter: 'f', named: 'a flow', streamed: 'status, result' }) {
  protected readonly port: RunPort;

  constructor(
    private readonly starts: FlowStarts,
    private readonly restarts: FlowRestarts,
    calls: FlowCalls,
    stream: JobStream,
  ) {
    super();
    this.port = {
      run: (...call) => starts.run(...call),
      runAndWait: (...call) => calls.runAndWait(...call),
      runBatch: (...call) => starts.runBatch(...call),
      follow: (auth, path, jobId, response) => stream.send(auth, { kind: 'flow', path }, jobId, response),
    };
  }

  @Post('preview_flow')
  @Requires('jobs:preview')
  @ApiOperation({ summary: 'Run a flow that is not deployed, or a part of it; answers the job id as text' })
  async preview(@CurrentAuth() auth: Auth, @Body({ schema: RunFlowPreview }) input: RunFlowPreview, @Res() response: Response): Promise<void> {
    sendJobId(response, await this.starts.preview(auth, input));
  }

  @Post(':id/restart')
  @Requires('jobs:run')
  @ApiOperation({ summary: 'Run a finished flow again from a step on; answers the id of the new job as text' })
  async restart(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: JobId }) id: string,
    @Body({ schema: RestartFlow }) input: RestartFlow,
    @Res() response: Response,
  ): Promise<void> {
    sendJobId(response, await this.restarts.restart(auth, id, input));
  }
}
