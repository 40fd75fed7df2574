import { Injectable } from '@nestjs/common';
import { ErrorCode, McpError, type CallToolRequest, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { toAppError } from '../common/error.filter.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { isTerminal } from '../jobs/core/job-status.ts';
import { Logger } from '../observability/logger.ts';
import { builtinTools, LogArguments, logTool, ResultArguments, resultTool } from './builtin-tools.ts';
import { pageOfText } from './core/page-of-text.ts';
import { plainArgumentsOf } from './core/plain-arguments.ts';
import { McpJobs } from './mcp-jobs.service.ts';
import { McpProgress, type TellProgress } from './mcp-progress.service.ts';
import { McpToolList, type FoundTool } from './tool-list.service.ts';
import { McpTools } from './mcp-tools.ts';
import { cancelCall, forgetCall, isCancelled, noteCall } from './sessions.sql.ts';
import { endedResult, errorResult, resultText, thrownResult } from './tool-result.ts';

/** A call as it came in. `session`: where it can be cancelled from another request. */
export type McpCall = {
  session: { id: string; clientName: string } | null;
  requestId: string;
  params: CallToolRequest['params'];
  /** Present when the client wants to be told. */
  tellProgress: TellProgress | null;
};

/** So long a call is waited for. A client without progress gives up after a minute; one with it goes on as long as it hears something. */
const waitSeconds = { quiet: 50, told: 600 };

/** Runs tools: each call is a job, started as the caller, with the arguments checked against the schema, on record like every other. */
@Injectable()
export class McpCalls {
  constructor(
    private readonly database: Database,
    private readonly list: McpToolList,
    private readonly tools: McpTools,
    private readonly jobs: McpJobs,
    private readonly progress: McpProgress,
    private readonly logger: Logger,
  ) {}

  /** Answers a call. What goes wrong with the tool comes as a result that a model can read; only a tool that is not there is an error of the protocol. */
  async call(auth: Auth, call: McpCall): Promise<CallToolResult> {
    const { name, arguments: args = {} } = call.params;
    if (builtinTools.some((tool) => tool.name === name)) return this.builtin(auth, name, args).catch((error: unknown) => this.failed(error));
    const tool = await this.list.find(auth, name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `There is no tool "${name.slice(0, 100)}", or you may not use it. List the tools again.`);
    return this.run(auth, tool, args, call).catch((error: unknown) => this.failed(error));
  }

  /** Cancels the job of a call, also of one that another server runs, or that has not come yet. */
  async cancel(auth: Auth, sessionId: string, requestId: string): Promise<void> {
    const [row] = await this.database.run<{ job_id: string | null }>(cancelCall(sessionId, requestId));
    if (row?.job_id) await this.jobs.cancel(auth, row.job_id);
  }

  /** What Millrace itself did wrong is on its log; the model learns only that it was not the model. */
  private failed(error: unknown): CallToolResult {
    const { code, status, message } = toAppError(error);
    if (status >= 500) this.logger.error({ err: error, code }, message);
    return thrownResult(error);
  }

  private async run(auth: Auth, tool: FoundTool, args: JsonObject, call: McpCall): Promise<CallToolResult> {
    const kind = this.tools.get(tool.kind);
    if (!kind) throw new AppError('mcp/tool_not_found', 'This kind of tool is not there any more.');
    const options = {
      triggerKind: 'mcp',
      plainArguments: plainArgumentsOf(tool.schema, args),
      ...(call.session?.clientName ? { triggerPath: call.session.clientName } : {}),
    };
    const begun: (() => Promise<unknown> | void)[] = [];
    try {
      const jobId = await kind.start(auth, tool.path, args, options, async (id) => {
        begun.push(await this.announce(call, id));
        // From here on, so that not even the start of the run is missed.
        if (call.tellProgress) begun.push(this.progress.follow(id, call.tellProgress));
      });
      if (await this.wasCancelled(call)) await this.jobs.cancel(auth, jobId);
      return await this.result(tool, jobId, call.tellProgress ? waitSeconds.told : waitSeconds.quiet);
    } finally {
      for (const end of begun) await end();
    }
  }

  private async result(tool: FoundTool, jobId: string, seconds: number): Promise<CallToolResult> {
    const job = await this.jobs.ended(jobId, seconds);
    if (job) return endedResult(job, tool.outputSchema);
    return errorResult(
      `The run has not ended within ${seconds} seconds. It goes on: do not start it again. Ask for its result with the tool ${resultTool}, job_id ${jobId}. It may be waiting for somebody's approval.`,
      { 'millrace/job_id': jobId },
    );
  }

  /** Notes the job of a call; gives what forgets it again. */
  private async announce({ session, requestId }: McpCall, jobId: string): Promise<() => Promise<unknown>> {
    if (!session) return () => Promise.resolve();
    const rows = await this.database.run(noteCall(session.id, requestId, jobId));
    if (rows.length === 0) throw new AppError('job/cancelled', 'This call was cancelled before it began, or its id is that of a call under way.');
    return () => this.database.run(forgetCall(session.id, requestId));
  }

  private async wasCancelled({ session, requestId }: McpCall): Promise<boolean> {
    return session !== null && (await this.database.run(isCancelled(session.id, requestId))).length > 0;
  }

  private async builtin(auth: Auth, name: string, args: JsonObject): Promise<CallToolResult> {
    if (name === logTool) {
      const { job_id: jobId, offset } = read(LogArguments, args);
      return pieceResult(await this.jobs.log(auth, jobId, offset), logTool, jobId);
    }
    const { job_id: jobId, offset, wait_s: wait } = read(ResultArguments, args);
    const job = await this.jobs.read(auth, jobId, wait);
    if (!isTerminal(job.status))
      return { content: [{ type: 'text', text: `The run has not ended: it is ${job.status}. Ask again later.` }], _meta: { 'millrace/status': job.status } };
    return job.status === 'succeeded' && offset > 0
      ? pieceResult(pageOfText(resultText(job.resultJson ?? 'null'), offset), resultTool, jobId)
      : endedResult(job, null);
  }
}

/** A piece of a text, with the way to the next one. */
function pieceResult({ text, next, total }: ReturnType<typeof pageOfText>, tool: string, jobId: string): CallToolResult {
  const more =
    next === null
      ? []
      : [{ type: 'text' as const, text: `[Up to character ${next} of ${total}. Go on with the tool ${tool}, job_id ${jobId}, offset ${next}.]` }];
  return { content: [{ type: 'text', text }, ...more] };
}

function read<Output>(
  schema: {
    safeParse(
      value: unknown,
    ): { success: true; data: Output } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  },
  args: JsonObject,
): Output {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message }));
  throw new AppError('job/args_invalid', 'The arguments do not fit the schema of the tool.', { problems });
}
