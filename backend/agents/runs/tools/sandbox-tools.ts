import { Injectable } from '@nestjs/common';
import type { ToolEnding } from '../../../../agents/ports.ts';
import type { JsonObject } from '../../../common/json.ts';
import { validateArgs } from '../../../schema/validate-args.ts';
import { AgentVolumes, type VolumeCommand } from '../../volumes/agent-volumes.service.ts';
import type { CommandEnding } from '../../volumes/sandbox-command.ts';
import type { RunContext } from '../run-context.ts';
import type { HostedTool } from './hosted-tool.ts';

/** Longest text that is written at once: what one argument of a program may hold. */
const mostCharacters = 90_000;

type SandboxTool = {
  name: string;
  description: string;
  properties: JsonObject;
  required: string[];
  isReading: boolean;
  command: (args: Record<string, string>) => Pick<VolumeCommand, 'script' | 'args'>;
  outcome: (ending: CommandEnding) => ToolEnding;
};

const path = { type: 'string', minLength: 1, maxLength: 1000, description: 'Within the files of the sandbox, such as notes/today.md' };

/** Paths are arguments, never part of a script. */
const tools: readonly SandboxTool[] = [
  {
    name: 'shell',
    description: 'Runs a command of sh among the files of a sandbox, which stay. Gives its output and exit code.',
    properties: { command: { type: 'string', minLength: 1, maxLength: 20_000 }, timeout_s: { type: 'integer', minimum: 1, maximum: 600, default: 60 } },
    required: ['command'],
    isReading: false,
    command: ({ command = '' }) => ({ script: command, args: [] }),
    outcome: ({ exitCode, output, isCut }) => ({
      status: 'succeeded',
      output: { exit_code: exitCode, output, ...(isCut ? { note: 'The output was longer; only its begin is here.' } : {}) },
    }),
  },
  {
    name: 'read_file',
    description: 'Reads a text file of the sandbox.',
    properties: { path },
    required: ['path'],
    isReading: true,
    command: (args) => ({ script: 'cat -- "$1"', args: [args['path'] ?? ''] }),
    outcome: (ending) => textOr(ending, ending.isCut ? `${ending.output}\n[The file is longer. Read the rest by the shell.]` : ending.output),
  },
  {
    name: 'write_file',
    description: `Writes a text file of the sandbox, at most ${mostCharacters} characters; larger ones by the shell.`,
    properties: { path, content: { type: 'string', maxLength: mostCharacters } },
    required: ['path', 'content'],
    isReading: false,
    command: (args) => ({ script: 'mkdir -p -- "$(dirname -- "$1")" && printf %s "$2" > "$1"', args: [args['path'] ?? '', args['content'] ?? ''] }),
    outcome: (ending) => textOr(ending, 'Written.'),
  },
  {
    name: 'list_files',
    description: 'Lists the files of the sandbox with their sizes.',
    properties: { path: { ...path, default: '.' } },
    required: [],
    isReading: true,
    command: (args) => ({ script: 'cd -- "$1" && find . -type f -printf "%s %P\\n" | sort -k2 | head -n 2000', args: [args['path'] ?? '.'] }),
    outcome: (ending) => textOr(ending, ending.output === '' ? 'There are no files.' : ending.output),
  },
];

/** A shell and files in a sandbox as tools. */
@Injectable()
export class SandboxTools {
  constructor(private readonly volumes: AgentVolumes) {}

  of(context: RunContext): Promise<HostedTool[]> {
    return Promise.resolve(context.agent.sandbox === null ? [] : tools.map((tool) => this.hosted(context, tool)));
  }

  private hosted(context: RunContext, tool: SandboxTool): HostedTool {
    const schema: JsonObject = { type: 'object', properties: tool.properties, required: tool.required, additionalProperties: false };
    const { sandbox } = context.agent;
    return {
      spec: { name: tool.name, description: tool.description, inputSchema: schema, isReadOnly: tool.isReading },
      kind: 'sandbox',
      path: null,
      rule: sandbox?.rule ?? { otherwise: 'deny', when: [], approval: {} },
      plan: (args) => Promise.resolve({ detail: { kind: 'sandbox', path: null, version: null, fingerprint: null, args: validateArgs(schema, args) }, schema }),
      start: { by: 'host', isRepeatable: tool.name !== 'shell', run: (detail, signal) => this.run(context, tool, detail.args, signal) },
    };
  }

  private async run({ job, agent, threadId }: RunContext, tool: SandboxTool, args: JsonObject, signal: AbortSignal): Promise<ToolEnding> {
    const { scope, quota_mb: quotaMb, is_network_allowed: hasNetwork } = agent.sandbox ?? { scope: 'thread' as const, quota_mb: 1, is_network_allowed: false };
    const texts = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
    const place = { workspaceId: job.workspace_id, agentPath: job.path, threadId, scope, quotaMb };
    const command = { ...tool.command(texts), isReading: tool.isReading, hasNetwork, timeoutMs: Number(args['timeout_s'] ?? 60) * 1000 };
    return tool.outcome(await this.volumes.run(place, command, signal));
  }
}

/** What a command that failed says is the reason. */
function textOr({ exitCode, output }: CommandEnding, text: string): ToolEnding {
  if (exitCode === 0) return { status: 'succeeded', output: text };
  return { status: 'failed', error: { code: 'agent/tool_failed', message: output.trim().slice(0, 2000) || `It ended with the code ${exitCode}.` } };
}
