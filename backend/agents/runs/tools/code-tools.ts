import { Injectable } from '@nestjs/common';
import { sha256, canonicalJson } from '../../../common/canonical-json.ts';
import type { JsonObject } from '../../../common/json.ts';
import { runIn } from '../../../database/database.ts';
import type { ExpressionRunner } from '../../../expressions/expression-runner.ts';
import { insertJobs } from '../../../jobs/insert-jobs.sql.ts';
import { RunService } from '../../../jobs/run.service.ts';
import { validateArgs } from '../../../schema/validate-args.ts';
import { modelSchema } from '../../core/tool-schema.ts';
import type { CodeTool } from '../../described-agent.ts';
import type { ToolDetail } from '../agent-step.sql.ts';
import type { RunContext } from '../run-context.ts';
import type { ChildJob, HostedTool, PlannedCall } from './hosted-tool.ts';
import { argumentsOfCall, notFixed } from './tool-arguments.ts';

/**
 * Code that stands in a flow as a tool of the agent there. As a step with code does, it runs as whom the flow runs and needs no right of its own:
 * whoever may run the flow may run what stands in it.
 */
@Injectable()
export class CodeTools {
  constructor(private readonly runs: RunService) {}

  of(context: RunContext, expressions: ExpressionRunner): HostedTool[] {
    return context.codeTools.map((tool) => ({
      spec: { name: tool.name, description: tool.description, inputSchema: modelSchema(tool.schema, tool), isReadOnly: false },
      kind: 'code',
      path: tool.path === '' ? null : tool.path,
      rule: tool.rule,
      plan: (args) => plan(context, tool, args, expressions),
      start: { by: 'job', prepare: (detail) => this.prepare(context, tool, detail) },
    }));
  }

  private async prepare(context: RunContext, tool: CodeTool, { args, given }: ToolDetail): Promise<ChildJob> {
    const { job } = context;
    const runnable = { path: tool.path, versionId: '', schema: tool.schema, settings: tool.settings, language: tool.raw.language };
    const assembled = await this.runs.assemble(await context.toolIdentity(), runnable, args, {
      triggerKind: 'agent',
      createdBy: job.created_by,
      tag: tool.tag,
      plainArguments: given ?? notFixed(tool, Object.keys(args)),
      family: { parentId: job.id, rootId: job.root_id ?? job.id, traceId: job.trace_id },
    });
    const child = { ...assembled, kind: 'preview' as const, versionId: null, raw: tool.raw, triggerKind: 'job', triggerPath: job.path };
    return { id: child.id, write: async (transaction) => void (await runIn(transaction, insertJobs([child]))) };
  }
}

/** The code is that of the run, so nothing of it changes between a decision and the call. */
async function plan(context: RunContext, tool: CodeTool, given: JsonObject, expressions: ExpressionRunner): Promise<PlannedCall> {
  const args = validateArgs(tool.schema, await argumentsOfCall(context, tool, given, expressions));
  const fingerprint = sha256(canonicalJson(tool.raw));
  return { detail: { kind: 'code', path: tool.path, version: null, fingerprint, args, given: notFixed(tool, Object.keys(args)) }, schema: tool.schema };
}
