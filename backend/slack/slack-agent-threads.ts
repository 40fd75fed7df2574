import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AgentSources } from '../agents/agent-sources.ts';
import { AgentStarts } from '../agents/runs/agent-starts.service.ts';
import { SendMessage } from '../agents/threads.contract.ts';
import { Threads } from '../agents/threads/threads.service.ts';
import { isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import type { RunOptions } from '../jobs/run.service.ts';
import { SlackAgents, type AgentConversations, type Said } from './slack-agents.ts';

/** Talks with the agents of the installation: a thread in Slack goes on in a thread of the same person here, and can be read and gone on with in the chat. */
@Injectable()
export class SlackAgentThreads implements AgentConversations, OnModuleInit {
  constructor(
    private readonly port: SlackAgents,
    private readonly sources: AgentSources,
    private readonly starts: AgentStarts,
    private readonly threads: Threads,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.port.use(this);
  }

  async schemaOf(auth: Auth, path: string): Promise<JsonObject> {
    return (await this.sources.sourceFor(auth.workspaceId, path, null)).schema;
  }

  run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string> {
    return this.starts.run(auth, path, args, { ...options, source: 'slack' });
  }

  async converse(auth: Auth, { path, threadId, text, options: { watcher } }: Said): Promise<{ threadId: string; jobId: string }> {
    const thread = (await this.known(auth, threadId)) ?? (await this.threads.create(auth, { agent: path, title: '' }, 'slack')).id;
    const { job_id: jobId } = await this.threads.send(auth, thread, SendMessage.parse({ text }));
    // Who follows a job looks at it once after this, so that an end before it is seen as well.
    await this.database.run({ text: 'update job set watcher = $2 where id = $1 and watcher is null', values: [jobId, watcher ?? null] });
    return { threadId: thread, jobId };
  }

  /** A conversation that was deleted in the chat begins anew. */
  private async known(auth: Auth, threadId: string | null): Promise<string | null> {
    if (threadId === null) return null;
    try {
      return (await this.threads.get(auth, threadId)).id;
    } catch (error) {
      if (isAppError(error) && error.status === 404) return null;
      throw error;
    }
  }
}
