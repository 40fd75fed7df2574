import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import type { JsonObject } from '../common/json.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns } from '../common/returns.ts';
import { RunBatch } from './jobs.contract.ts';
import { readRunRequest } from './run-request.ts';
import type { RunOptions } from './run.service.ts';

/** A kind of runnable as its run endpoints speak of it: the letter in their addresses, its name in a sentence, what its stream sends. */
export type RunnableRoutes = { kind: 'script' | 'flow' | 'agent'; letter: 'p' | 'f' | 'a'; named: string; streamed: string };

/** Told which job a waiting caller waits for, before it is known how that ends: also who gets its error learns its id. */
export type JobKnown = (jobId: string) => void;

/** What the run endpoints need of a kind. The guard has checked that `auth` may run the path. */
export type RunPort = {
  /** Writes a job and gives its id. */
  run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string>;
  /** Writes a job and waits for its result, as raw JSON. A failed job throws what a caller is told of it. */
  runAndWait(auth: Auth, path: string, args: JsonObject, options: RunOptions, known: JobKnown): Promise<string>;
  /** Writes a job for each set of arguments; all of them or none. */
  runBatch(auth: Auth, path: string, batch: readonly JsonObject[], options: RunOptions): Promise<string[]>;
  /** Sends what a job says as server-sent events, until it ends. */
  follow(auth: Auth, path: string, jobId: string, response: Response): Promise<void>;
};

/**
 * The run endpoints of a kind of runnable, as the controller that its own one extends: by form, by HTTP, by webhook, the same for all kinds. What
 * they answer is what the field knows: an id as text, or the raw result.
 */
export function runEndpoints({ kind, letter, named, streamed }: RunnableRoutes) {
  const target = { kind };

  @ApiTags('jobs')
  @Controller('w/:workspace/jobs')
  abstract class RunEndpoints {
    protected abstract readonly port: RunPort;

    @Post(`run/${letter}/*path`)
    @Requires('jobs:run', target)
    @ApiBody({ type: Object })
    @ApiOperation({ summary: `Run ${named}; answers the job id as text` })
    async run(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
      const { args, options } = readRunRequest(request);
      sendJobId(response, await this.port.run(auth, path, args, options));
    }

    @Get(`run/${letter}/*path`)
    @Requires('jobs:run', target)
    @ApiOperation({ summary: `Run ${named} with the arguments in the query; answers the job id as text` })
    runByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
      return this.run(auth, path, request, response);
    }

    @Post(`run_wait_result/${letter}/*path`)
    @Requires('jobs:run', target)
    @ApiBody({ type: Object })
    @ApiOperation({ summary: `Run ${named} and wait for its raw result` })
    async runAndWait(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
      const { args, options } = readRunRequest(request);
      const resultJson = await this.port.runAndWait(auth, path, args, options, (jobId) => response.setHeader('x-millrace-job-id', jobId));
      response.status(200).type('json').send(resultJson);
    }

    @Get(`run_wait_result/${letter}/*path`)
    @Requires('jobs:run', target)
    @ApiOperation({ summary: `Run ${named} with the arguments in the query and wait for its raw result` })
    runAndWaitByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
      return this.runAndWait(auth, path, request, response);
    }

    @Post(`run_and_stream/${letter}/*path`)
    @Requires('jobs:run', target)
    @ApiBody({ type: Object })
    @ApiOperation({ summary: `Run ${named}; answers server-sent events: ${streamed}` })
    async runAndStream(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
      const { args, options } = readRunRequest(request);
      await this.port.follow(auth, path, await this.port.run(auth, path, args, options), response);
    }

    @Get(`run_and_stream/${letter}/*path`)
    @Requires('jobs:run', target)
    @ApiOperation({ summary: `Run ${named} with the arguments in the query; answers server-sent events: ${streamed}` })
    runAndStreamByGet(@CurrentAuth() auth: Auth, @PathParam() path: string, @Req() request: MillraceRequest, @Res() response: Response): Promise<void> {
      return this.runAndStream(auth, path, request, response);
    }

    @Post(`run_batch/${letter}/*path`)
    @HttpCode(201)
    @Requires('jobs:run', target)
    @Returns(z.object({ ids: z.array(z.uuid()) }), 201)
    async runBatch(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: RunBatch }) { args }: RunBatch, @Req() request: MillraceRequest) {
      return { ids: await this.port.runBatch(auth, path, args, readRunRequest(request).options) };
    }
  }
  return RunEndpoints;
}

/** Answers with the id of a job as text: what webhooks and shells can use as it is. */
export function sendJobId(response: Response, jobId: string): void {
  response.status(201).type('text').send(jobId);
}
