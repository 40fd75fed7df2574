import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { pageOf, type Page } from '../../common/page.ts';
import { Returns, ReturnsNothing } from '../../common/returns.ts';
import { CreateThread, GiveFeedback, MessageSent, RetryMessage, SendMessage, Thread, ThreadQuery, ThreadRow, UpdateThread } from '../threads.contract.ts';
import { ThreadAccess } from './thread-access.ts';
import { ThreadStream } from './thread-stream.ts';
import { Threads } from './threads.service.ts';

const Id = z.uuid();
const StreamQuery = z.object({ after: z.coerce.number().int().min(0).optional().describe('The last piece that was seen') });
type StreamQuery = z.infer<typeof StreamQuery>;

/** Conversations with agents. */
@ApiTags('threads')
@Controller('w/:workspace')
export class ThreadsController {
  constructor(
    private readonly threads: Threads,
    private readonly access: ThreadAccess,
    private readonly stream: ThreadStream,
  ) {}

  @Get('threads')
  @Requires('agents:read')
  @Returns(pageOf(ThreadRow))
  listThreads(@CurrentAuth() auth: Auth, @Query({ schema: ThreadQuery }) query: ThreadQuery): Promise<Page<ThreadRow>> {
    return this.threads.list(auth, query);
  }

  @Post('threads')
  @Requires('jobs:run')
  @Returns(Thread, 201)
  createThread(@CurrentAuth() auth: Auth, @Body({ schema: CreateThread }) input: CreateThread): Promise<Thread> {
    return this.threads.create(auth, input);
  }

  @Get('threads/:id')
  @Requires('agents:read')
  @Returns(Thread)
  getThread(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string): Promise<Thread> {
    return this.threads.get(auth, id);
  }

  @Patch('threads/:id')
  @Requires('jobs:run')
  @Returns(Thread)
  updateThread(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string, @Body({ schema: UpdateThread }) input: UpdateThread): Promise<Thread> {
    return this.threads.update(auth, id, input);
  }

  @Delete('threads/:id')
  @HttpCode(204)
  @Requires('jobs:run')
  @ReturnsNothing()
  deleteThread(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.threads.delete(auth, id);
  }

  @Post('threads/:id/messages')
  @Requires('jobs:run')
  @Returns(MessageSent, 201)
  sendMessage(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string, @Body({ schema: SendMessage }) input: SendMessage): Promise<MessageSent> {
    return this.threads.send(auth, id, input);
  }

  @Post('threads/:id/retry')
  @Requires('jobs:run')
  @Returns(MessageSent, 201)
  retryMessage(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string, @Body({ schema: RetryMessage }) input: RetryMessage): Promise<MessageSent> {
    return this.threads.retry(auth, id, input.message_id);
  }

  @Post('threads/:id/stop')
  @HttpCode(204)
  @Requires('jobs:run')
  @ReturnsNothing()
  stopThread(@CurrentAuth() auth: Auth, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.threads.stop(auth, id);
  }

  @Post('threads/:id/messages/:message/feedback')
  @HttpCode(204)
  @Requires('jobs:run')
  @ReturnsNothing()
  giveFeedback(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: Id }) id: string,
    @Param('message', { schema: Id }) message: string,
    @Body({ schema: GiveFeedback }) input: GiveFeedback,
  ): Promise<void> {
    return this.threads.giveFeedback(auth, id, message, input);
  }

  @Get('threads/:id/stream')
  @Requires('agents:read')
  @ApiOperation({ summary: 'The answer that is being written, as server-sent events in the protocol of UI messages' })
  async streamThread(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: StreamQuery }) { after }: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    await this.access.readable(auth, id);
    const wanted = { threadId: id, after: /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : (after ?? 0) };
    const require = async (now: Auth): Promise<void> => {
      requireAccess(now, 'agents:read');
      await this.access.readable(now, id);
    };
    await this.stream.send(auth, wanted, response, { status: 200, require });
  }
}
