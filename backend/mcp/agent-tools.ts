import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AgentStarts } from '../agents/runs/agent-starts.service.ts';
import { Database } from '../database/database.ts';
import { McpTools } from './mcp-tools.ts';

/** Agents as tools: an AI client asks one, which answers with its own tools, rules and approvals. */
@Injectable()
export class AgentTools implements OnModuleInit {
  constructor(
    private readonly tools: McpTools,
    private readonly starts: AgentStarts,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.tools.add({
      kind: 'agent',
      start: async (auth, path, args, options, announce) => {
        const draft = await this.starts.prepare(auth, path, args, options);
        await announce(draft.job.id);
        await this.database.transaction((transaction) => this.starts.write(transaction, draft));
        return draft.job.id;
      },
    });
  }
}
