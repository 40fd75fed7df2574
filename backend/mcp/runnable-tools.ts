import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { FlowRunnables } from '../flows/flow-runnables.ts';
import { FlowStarts } from '../flows/engine/flow-starts.service.ts';
import { RunService } from '../jobs/run.service.ts';
import { McpTools } from './mcp-tools.ts';

/** Scripts and flows as tools. */
@Injectable()
export class RunnableTools implements OnModuleInit {
  constructor(
    private readonly tools: McpTools,
    private readonly runs: RunService,
    private readonly flowStarts: FlowStarts,
    private readonly schemas: FlowRunnables,
  ) {}

  onModuleInit(): void {
    this.tools.add({
      kind: 'script',
      isRunnable: 'v.has_main',
      isReadOnly: `coalesce((v.settings->>'is_read_only')::boolean, false)`,
      outputs: (auth, paths) => this.outputs(auth, paths),
      start: async (auth, path, args, options, announce) => {
        const job = await this.runs.prepare(auth, path, args, options);
        await announce(job.id);
        return this.runs.insert(job);
      },
    });
    this.tools.add({
      kind: 'flow',
      start: async (auth, path, args, options, announce) => {
        const job = await this.flowStarts.prepare(auth, path, args, options);
        await announce(job.id);
        return this.flowStarts.insert(auth, job);
      },
    });
  }

  private async outputs(auth: Auth, paths: readonly string[]): Promise<Map<string, JsonObject>> {
    const found = await this.schemas.find(auth, { scripts: paths, flows: [] });
    return new Map(paths.flatMap((path) => (found.get(`script ${path}`) ? [[path, found.get(`script ${path}`)?.result ?? {}] as const] : [])));
  }
}
