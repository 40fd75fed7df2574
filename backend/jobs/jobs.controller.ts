import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { pageOf } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { BulkJobs, BulkResult, CancelJob, DurationPoint, Job, JobCounts, JobLog, JobQuery, JobRow, RerunJob, ResultQuery, SetProgress } from './jobs.contract.ts';
import { JobsService } from './jobs.service.ts';

const JobId = z.uuid();
const LogQuery = z.object({ after_seq: z.coerce.number().int().min(0).default(0) });
type LogQuery = z.infer<typeof LogQuery>;

/** Jobs of a workspace: look at them and act on them. */
@ApiTags('jobs')
@Controller('w/:workspace/jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get() @Requires('jobs:read') @Returns(pageOf(JobRow))
  list(@CurrentAuth() auth: Auth, @Query({ schema: JobQuery }) query: JobQuery) { return this.jobs.list(auth, query); }

  @Get('counts') @Requires('jobs:read') @Returns(JobCounts)
  counts(@CurrentAuth() auth: Auth) { return this.jobs.counts(auth); }

  @Get('durations') @Requires('jobs:read') @Returns(z.object({ items: z.array(DurationPoint) }))
  durations(@CurrentAuth() auth: Auth, @Query({ schema: JobQuery }) query: JobQuery) { return this.jobs.durations(auth, query); }

  @Post('bulk_cancel') @HttpCode(200) @Requires('jobs:cancel') @Returns(BulkResult)
  bulkCancel(@CurrentAuth() auth: Auth, @Body({ schema: BulkJobs }) { ids, reason }: BulkJobs) { return this.jobs.bulkCancel(auth, ids, reason); }

  @Post('bulk_rerun') @HttpCode(200) @Requires('jobs:run') @Returns(BulkResult)
  bulkRerun(@CurrentAuth() auth: Auth, @Body({ schema: BulkJobs }) { ids }: BulkJobs) { return this.jobs.bulkRerun(auth, ids); }

  @Get(':id') @Requires('jobs:read') @Returns(Job)
  get(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string) { return this.jobs.get(auth, id); }

  @Get(':id/result') @Requires('jobs:read')
  async result(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Query({ schema: ResultQuery }) { wait_s }: ResultQuery, @Res() response: Response) { response.type('json').send(await this.jobs.resultJson(auth, id, wait_s)); }

  @Get(':id/logs') @Requires('jobs:read') @Returns(JobLog)
  log(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Query({ schema: LogQuery }) { after_seq }: LogQuery) { return this.jobs.log(auth, id, after_seq); }

  @Get(':id/logs.txt') @Requires('jobs:read')
  async logText(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Res() response: Response) { await sendText(response, `${id}.log`, this.jobs.logText(auth, id)); }

  @Post(':id/cancel') @HttpCode(200) @Requires('jobs:cancel') @Returns(Job)
  cancel(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Body({ schema: CancelJob }) { reason }: CancelJob) { return this.jobs.cancel(auth, id, reason); }

  @Post(':id/rerun') @Requires('jobs:run')
  async rerun(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Body({ schema: RerunJob }) input: RerunJob, @Res() response: Response) { response.status(201).type('text').send(await this.jobs.rerun(auth, id, input)); }

  @Post(':id/progress') @HttpCode(204) @Requires('state:write') @ReturnsNothing()
  setProgress(@CurrentAuth() auth: Auth, @Param('id', { schema: JobId }) id: string, @Body({ schema: SetProgress }) { percent }: SetProgress) { return this.jobs.setProgress(auth, id, percent); }
}

/** Streams text as a file; the first piece is asked for before the headers go, so that "not found" is still an answer. */
async function sendText(response: Response, fileName: string, pieces: AsyncGenerator<string>): Promise<void> {
  const first = await pieces.next();
  response.type('text/plain; charset=utf-8').setHeader('content-disposition', `attachment; filename="${fileName}"`);
  async function* all() {
    if (!first.done) yield first.value;
    yield* pieces;
  }
  Readable.from(all()).pipe(response);
}
