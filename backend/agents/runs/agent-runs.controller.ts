import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { Returns } from '../../common/returns.ts';
import { resultOrThrow } from '../../jobs/job-results.ts';
import { runEndpoints, sendJobId, type RunPort } from '../../jobs/run-endpoints.ts';
import { RunService } from '../../jobs/run.service.ts';
import { AgentTrace, RunAgentPreview } from '../agents.contract.ts';
import { ThreadStream } from '../threads/thread-stream.ts';
import { AgentStarts } from './agent-starts.service.ts';
import { AgentTraces } from './agent-traces.service.ts';

const JobId = z.uuid();

/** The run endpoints of agents, whose stream is that of the chat, and what a run did. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class AgentRunsController extends runEndpoints({
  kind: 'agent',
  letter: 'a',
  named: 'an agent',
  streamed: 'the protocol of UI messages, and the result at the end',
}) {
  protected readonly port: RunPort;

  constructor(
    private readonly starts: AgentStarts,
    private readonly traces: AgentTraces,
    runs: RunService,
    stream: ThreadStream,
  ) {
    super();
    this.port = {
      run: (...call) => starts.run(...call),
      runAndWait: async (auth, path, args, options, known) => {
        const jobId = await starts.run(auth, path, args, options);
        known(jobId);
        return resultOrThrow(await runs.waitFor(jobId, options.wait_s));
      },
      runBatch: (...call) => starts.runBatch(...call),
      follow: (auth, path, jobId, response) => stream.sendRun(auth, { kind: 'agent', path }, jobId, response),
    };
  }

  @Post('preview_agent')
  @Requires('jobs:preview')
  @ApiOperation({ summary: 'Run an agent that is not deployed; answers the job id as text' })
  async preview(@CurrentAuth() auth: Auth, @Body({ schema: RunAgentPreview }) input: RunAgentPreview, @Res() response: Response): Promise<void> {
    sendJobId(response, await this.starts.preview(auth, input));
  }

  @Get(':id/agent')
  @Requires('jobs:read')
  @Returns(AgentTrace)
  trace(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string): Promise<AgentTrace> {
    return this.traces.of(auth, id);
  }
}
