import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { pageOf } from '../../common/page.ts';
import { Returns } from '../../common/returns.ts';
import { FlowFrame, FlowFrameQuery, FlowRun, FlowRunStep, FlowStepQuery, FlowStepsQuery, FlowTimeline } from '../flow-runs.contract.ts';
import { FlowViewService } from './flow-view.service.ts';
import { StepResults } from './step-results.ts';

const JobId = z.uuid();

/** What happened in a flow run. Rights are those of its job. */
@ApiTags('flow runs')
@Controller('w/:workspace/jobs')
export class FlowViewController {
  constructor(
    private readonly view: FlowViewService,
    private readonly results: StepResults,
  ) {}

  @Get(':id/flow') @Requires('jobs:read') @Returns(FlowRun)
  run(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string) { return this.view.run(auth, id); }

  @Get(':id/flow/steps') @Requires('jobs:read') @Returns(z.object({ items: z.array(FlowRunStep) }))
  steps(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Query({ schema: FlowStepsQuery }) { frame }: FlowStepsQuery) { return this.view.steps(auth, id, frame); }

  @Get(':id/flow/frames') @Requires('jobs:read') @Returns(pageOf(FlowFrame))
  frames(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Query({ schema: FlowFrameQuery }) query: FlowFrameQuery) { return this.view.frames(auth, id, query); }

  @Get(':id/flow/timeline') @Requires('jobs:read') @Returns(FlowTimeline)
  timeline(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string) { return this.view.timeline(auth, id); }

  @Get(':id/flow/result') @Requires('jobs:read')
  async result(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Query({ schema: FlowStepQuery }) query: FlowStepQuery, @Res() response: Response) { await sendPieces(response, this.results.json(auth, id, query)); }
}

/** Streams JSON text; the first piece is asked for before the headers go, so that "not found" is still an answer. */
async function sendPieces(response: Response, pieces: AsyncGenerator<string>): Promise<void> {
  const first = await pieces.next();
  response.type('json');
  async function* all() {
    if (!first.done) yield first.value;
    yield* pieces;
  }
  Readable.from(all()).on('error', (error) => response.destroy(error)).pipe(response);
}
