import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { AgentCheck, CheckAgent } from './agents.contract.ts';
import { AgentWorlds } from './agent-world.ts';
import { checkAgent } from './core/check.ts';
import { modelSchema } from './core/tool-schema.ts';

/** Says everything about an agent that can be said before it runs: with the schemas of what its tools run, as this person may see it. */
@Injectable()
export class AgentChecker {
  constructor(private readonly worlds: AgentWorlds) {}

  async check(auth: Auth, { path, schema, value }: CheckAgent): Promise<AgentCheck> {
    const world = await this.worlds.of(auth, path, value);
    const tools = value.tools.flatMap((tool) => {
      const facts = world.tool(tool.kind, tool.path);
      if (!facts?.isRunnable) return [];
      return [
        { name: tool.name, description: tool.description || facts.summary, input_schema: modelSchema(facts.schema, tool), is_read_only: facts.isReadOnly },
      ];
    });
    return { problems: checkAgent({ schema, value }, world), tools };
  }
}
