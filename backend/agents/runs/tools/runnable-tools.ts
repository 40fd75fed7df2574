import { Injectable } from '@nestjs/common';
import { requireAccess } from '../../../access/access.guard.ts';
import { subjectOf, type Auth } from '../../../access/core/auth.ts';
import { AppError } from '../../../common/app-error.ts';
import type { JsonObject } from '../../../common/json.ts';
import { runIn } from '../../../database/database.ts';
import type { ExpressionRunner } from '../../../expressions/expression-runner.ts';
import { FlowStarts } from '../../../flows/engine/flow-starts.service.ts';
import { insertJobs } from '../../../jobs/insert-jobs.sql.ts';
import { RunService } from '../../../jobs/run.service.ts';
import { validateArgs } from '../../../schema/validate-args.ts';
import type { AgentTool } from '../../agent.contract.ts';
import { AgentWorlds } from '../../agent-world.ts';
import type { ToolFacts } from '../../core/check.ts';
import { modelSchema } from '../../core/tool-schema.ts';
import { AgentStarts, type AgentRunOptions } from '../agent-starts.service.ts';
import type { ToolDetail } from '../agent-step.sql.ts';
import type { RunContext } from '../run-context.ts';
import type { ChildJob, HostedTool, PlannedCall } from './hosted-tool.ts';
import { argumentsOfCall, notFixed } from './tool-arguments.ts';

/** Scripts, flows and other agents as tools: each call is a job of its own, with the access check, log and audit of every job. */
@Injectable()
export class RunnableTools {
  constructor(
    private readonly worlds: AgentWorlds,
    private readonly runs: RunService,
    private readonly flows: FlowStarts,
    private readonly agents: AgentStarts,
  ) {}

  /** The tools that are there and may be used now; one that was taken away since the deploy is not offered. */
  async of(context: RunContext, expressions: ExpressionRunner): Promise<HostedTool[]> {
    const { tools } = context.agent;
    if (tools.length === 0) return [];
    const paths = (kind: AgentTool['kind']): string[] => tools.flatMap((tool) => (tool.kind === kind ? [tool.path] : []));
    const facts = await this.worlds.tools(await context.toolIdentity(), { scripts: paths('script'), flows: paths('flow'), agents: paths('agent') });
    return tools.flatMap((tool) => {
      const known = facts.get(`${tool.kind} ${tool.path}`);
      return known?.isRunnable ? [this.toolOf(context, tool, known, expressions)] : [];
    });
  }

  private toolOf(context: RunContext, tool: AgentTool, facts: ToolFacts, expressions: ExpressionRunner): HostedTool {
    const { name, kind, path, rule } = tool;
    return {
      spec: { name, description: tool.description || facts.summary, inputSchema: modelSchema(facts.schema, tool), isReadOnly: facts.isReadOnly },
      kind,
      path,
      rule,
      plan: (args) => this.plan(context, tool, args, expressions),
      start: { by: 'job', prepare: (detail) => this.prepare(context, tool, detail) },
    };
  }

  /** The schema is read anew: what was deployed meanwhile counts, and a decision is bound to its version. */
  private async plan(context: RunContext, tool: AgentTool, given: JsonObject, expressions: ExpressionRunner): Promise<PlannedCall> {
    const { kind, path } = tool;
    const identity = await context.toolIdentity();
    requireAccess(identity, 'jobs:run', { kind, path });
    const wanted = { scripts: kind === 'script' ? [path] : [], flows: kind === 'flow' ? [path] : [], agents: kind === 'agent' ? [path] : [] };
    const facts = (await this.worlds.tools(identity, wanted)).get(`${kind} ${path}`);
    if (!facts) throw new AppError('agent/tool_failed', `There is no ${kind} at "${path}" any more.`);
    const args = await argumentsOfCall(context, tool, given, expressions);
    const detail: ToolDetail = {
      kind,
      path,
      version: facts.version,
      fingerprint: null,
      args: validateArgs(facts.schema, args),
      given: notFixed(tool, Object.keys(args)),
    };
    return { detail, schema: facts.schema };
  }

  private async prepare(context: RunContext, tool: AgentTool, { args, given, version }: ToolDetail): Promise<ChildJob> {
    const { kind, path } = tool;
    const { job } = context;
    const identity = await context.toolIdentity();
    requireAccess(identity, 'jobs:run', { kind, path });
    const options: AgentRunOptions = {
      triggerKind: 'agent',
      createdBy: job.created_by,
      // What a model or a stranger wrote is text, whatever it looks like; only authors may name resources and variables: that of the agent, and that
      // of the tool in the defaults of its arguments.
      plainArguments: given ?? notFixed(tool, Object.keys(args)),
      family: { parentId: job.id, rootId: job.root_id ?? job.id, traceId: job.trace_id },
      ...(version === null ? {} : { version }),
    };
    if (kind === 'agent') return this.agentJob(identity, path, args, options);
    const prepared = await (kind === 'script' ? this.runs : this.flows).prepare(identity, path, args, options);
    const child = { ...prepared, triggerKind: 'job', triggerPath: job.path };
    return { id: child.id, write: async (transaction) => void (await runIn(transaction, insertJobs([child]))) };
  }

  private async agentJob(identity: Auth, path: string, args: JsonObject, options: AgentRunOptions): Promise<ChildJob> {
    const draft = await this.agents.prepare(identity, path, args, { ...options, source: 'agent', createdBy: options.createdBy ?? subjectOf(identity) });
    return { id: draft.job.id, write: async (transaction) => void (await this.agents.write(transaction, draft)) };
  }
}
