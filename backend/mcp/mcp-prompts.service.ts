import { Injectable } from '@nestjs/common';
import { ErrorCode, McpError, type CompleteResult, type GetPromptResult, type Prompt } from '@modelcontextprotocol/sdk/types.js';
import type { Auth } from '../access/core/auth.ts';
import { completionsOf, promptArguments, promptOf, promptText, type PromptSource } from './core/prompt.ts';
import { McpToolList } from './tool-list.service.ts';

/**
 * Prompts: what a person picks in their client (a slash command there) and fills in. Each agent is one, and each script and flow that its author has
 * given a summary. A prompt runs nothing: it says which tool to call with which arguments, and has the name of that tool.
 */
@Injectable()
export class McpPrompts {
  constructor(private readonly tools: McpToolList) {}

  /** A page of the prompts of a caller. `auth` has the scopes that hold within MCP. */
  async list(auth: Auth, cursor: string | undefined): Promise<{ prompts: Prompt[]; nextCursor?: string }> {
    const { rows, next } = await this.tools.described(auth, cursor);
    return { prompts: rows.map(promptOf), ...(next === null ? {} : { nextCursor: next }) };
  }

  async get(auth: Auth, name: string, given: Readonly<Record<string, string>>): Promise<GetPromptResult> {
    const source = await this.find(auth, name);
    const read = promptArguments(source.schema, given);
    if ('problem' in read) throw new McpError(ErrorCode.InvalidParams, read.problem);
    return { description: promptOf(source).description, messages: [{ role: 'user', content: { type: 'text', text: promptText(source, read.args) } }] };
  }

  /** What an argument may be, while it is typed. */
  async complete(auth: Auth, name: string, argument: { name: string; value: string }): Promise<CompleteResult> {
    const { schema } = await this.find(auth, name);
    return { completion: completionsOf(schema, argument.name, argument.value) };
  }

  private async find(auth: Auth, name: string): Promise<PromptSource> {
    const tool = await this.tools.find(auth, name);
    if (!tool || (tool.kind !== 'agent' && tool.summary === ''))
      throw new McpError(ErrorCode.InvalidParams, `There is no prompt "${name.slice(0, 100)}", or you may not use it.`);
    return { ...tool, tool: name };
  }
}
