import { Injectable } from '@nestjs/common';
import { notFound } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import type { RunOptions } from '../jobs/run.service.ts';

/** What somebody says to an agent; without a thread a new one begins. */
export type Said = { path: string; threadId: string | null; text: string; options: RunOptions };

/** Port: agents as Slack needs them. */
export type AgentConversations = {
  schemaOf(auth: Auth, path: string): Promise<JsonObject>;
  run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string>;
  /** Puts a message into a thread of this person and has the agent answer; gives the job of the answer. The same idempotency key gives the same. */
  converse(auth: Auth, said: Said): Promise<{ threadId: string; jobId: string }>;
};

/** Where the domain of agents says how they are talked to. An installation without it has none. */
@Injectable()
export class SlackAgents implements AgentConversations {
  private conversations: AgentConversations | null = null;

  /** Call in `onModuleInit`. */
  use(conversations: AgentConversations): void {
    this.conversations = conversations;
  }

  async schemaOf(auth: Auth, path: string): Promise<JsonObject> {
    return this.require(path).schemaOf(auth, path);
  }

  async run(auth: Auth, path: string, args: JsonObject, options: RunOptions): Promise<string> {
    return this.require(path).run(auth, path, args, options);
  }

  async converse(auth: Auth, said: Said): Promise<{ threadId: string; jobId: string }> {
    return this.require(said.path).converse(auth, said);
  }

  private require(path: string): AgentConversations {
    if (!this.conversations) throw notFound({ kind: 'agent', path });
    return this.conversations;
  }
}
