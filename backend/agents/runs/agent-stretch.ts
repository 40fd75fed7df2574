import { runAgent } from '../../../agents/loop.ts';
import type { AgentEnding, AgentPorts, AgentRun } from '../../../agents/ports.ts';
import { isAppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { maskSecrets } from '../../jobs/job-view.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { Auth } from '../../access/core/auth.ts';
import { askingPerson } from '../core/asking-person.ts';
import { shownAs } from '../core/fold-chunks.ts';
import { toolPart, type ToolPart } from '../core/tool-part.ts';
import { DescribedAgent } from '../described-agent.ts';
import { AgentStream } from './agent-chunks.ts';
import { loadRun, markAnswer, type RunRow } from './agent-run.sql.ts';
import type { AgentRunParts } from './agent-run-parts.ts';
import { fillInstructions } from './instructions.ts';
import { runGuardScript } from './guard-runs.ts';
import type { RunContext } from './run-context.ts';
import { RunJournal, type KnownCall } from './run-journal.ts';
import { readHistory, readSummary } from './thread-history.ts';
import { RunToolHost } from './tool-host.ts';
import type { HostedTool } from './tools/hosted-tool.ts';

/** How a stretch ended, with what its answer shows. */
export type StretchEnding = { ending: AgentEnding; stream: AgentStream | null; model: string | null; isPractice: boolean; row: RunRow | null };

/** What a stretch is given by the worker that runs it. */
export type StretchPlace = { workerId: () => string; signal: AbortSignal; /** It is not to be ended, but to go on elsewhere. */ isHandedOn: () => boolean };

/** Runs one job of an agent from what is recorded of it until it ends or goes to rest. Rejects with `RunLost`, and where Millrace itself failed. */
export async function runStretch(job: StartedJob, parts: AgentRunParts, place: StretchPlace): Promise<StretchEnding> {
  const load = async (): Promise<RunRow | undefined> => (await untilAnswered(() => parts.database.run<RunRow>(loadRun(job.id))))[0];
  let row = await load();
  if (!row) {
    await untilAnswered(() => parts.starts.adopt(job));
    row = await load();
  }
  if (!row) return { ending: failure('agent/not_found', 'What this run was about has been deleted.'), stream: null, model: null, isPractice: false, row: null };
  const stretch = new AgentStretch(job, row, parts, place);
  return stretch.run();
}

class AgentStretch {
  private readonly stream: AgentStream;
  private model: string | null = null;
  private isPractice = false;

  constructor(
    private readonly job: StartedJob,
    private readonly row: RunRow,
    private readonly parts: AgentRunParts,
    private readonly place: StretchPlace,
  ) {
    this.stream = new AgentStream(parts.chunks, { threadId: row.thread_id, jobId: job.id }, row.next_seq, shownAs([]));
  }

  async run(): Promise<StretchEnding> {
    const { parts, job, row } = this;
    await untilAnswered(() => parts.database.run(markAnswer(job.id, 'running')));
    await this.takeUpStream();
    const mcpTools = { current: null as ReturnType<AgentRunParts['mcp']['of']> | null };
    try {
      const context = await this.context();
      mcpTools.current = parts.mcp.of(context, (problem) => parts.log(job, problem));
      const servers = mcpTools.current;
      const tools = async (): Promise<HostedTool[]> => [
        ...(await parts.runnables.of(context, parts.expressions)),
        ...parts.code.of(context, parts.expressions),
        ...(await servers.tools()),
        ...(await parts.sandboxes.of(context)),
      ];
      const { journal, host } = this.recorders(context, tools);
      const ending = await runAgent(await this.agentRun(context), this.ports(context, journal, host), this.place.signal);
      return { ending, stream: this.stream, model: this.model, isPractice: this.isPractice, row };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ending: failure(error.code, error.message), stream: this.stream, model: this.model, isPractice: this.isPractice, row };
    } finally {
      await mcpTools.current?.close();
    }
  }

  /** A stretch after the first one begins with what is on record; what was shown of a turn that nobody finished is taken back. */
  private async takeUpStream(): Promise<void> {
    if (this.job.attempt === 1 && this.job.wakes === 0) return this.stream.emit({ type: 'start', messageId: this.row.message_id });
    const { shown } = await this.parts.ender.shownOf(this.row.thread_id, this.job.id, this.row.kept_seq);
    this.stream.emit({ type: 'data-message', id: this.row.message_id, data: { parts: shown.parts } });
  }

  private async context(): Promise<RunContext> {
    const { job, row, parts } = this;
    const deployed = row.version_id === null ? null : await untilAnswered(() => parts.sources.sourceOf(row.version_id ?? ''));
    const { code_tools: codeTools, ...agent } = deployed ? { ...deployed.value, code_tools: [] } : DescribedAgent.parse(row.value ?? {});
    parts.identities.forget(job.workspace_id, [job.run_as_user_id, deployed?.authorId ?? null]);
    const caller = (): Promise<Auth> => untilAnswered(() => parts.identities.caller(job));
    const author = (): Promise<Auth> => untilAnswered(() => parts.identities.author(job, deployed));
    const user = askingPerson(job.created_by, await caller());
    return {
      job,
      agent,
      codeTools,
      schema: deployed?.schema ?? row.schema ?? {},
      deployed,
      threadId: row.thread_id,
      source: row.source,
      scope: {
        input: maskSecrets(job.args) as JsonObject,
        user,
        thread: { id: row.thread_id, source: row.source },
      },
      caller,
      author,
      toolIdentity: agent.run_as === 'author' ? author : caller,
    };
  }

  private async agentRun(context: RunContext): Promise<AgentRun> {
    const { parts, job, row } = this;
    const { agent, scope } = context;
    const values = { ...scope, agent: { path: job.path, summary: context.deployed?.summary ?? '' }, now: job.scheduled_for.toISOString() };
    const instructions = await fillInstructions(agent.instructions, values, await context.author(), parts.variables);
    const messages = row.question_id === null ? [] : await untilAnswered(() => readHistory(parts.database, parts.objects, row.question_id ?? ''));
    const isSummedUp = agent.memory.kind === 'summary' && row.question_id !== null;
    const summary = isSummedUp ? await untilAnswered(() => readSummary(parts.database, row.question_id ?? '')) : null;
    const picked = row.model && [agent.model, ...agent.models].find(({ resource, id }) => resource === row.model?.resource && id === row.model.id);
    return { jobId: job.id, agent, agentPath: job.path, instructions, input: scope.input, messages, ...(summary ? { summary } : {}), model: picked ?? null };
  }

  private recorders(context: RunContext, tools: () => Promise<HostedTool[]>): { journal: RunJournal; host: RunToolHost } {
    const { job, parts, place } = this;
    const journal = new RunJournal(parts.database, parts.results, job, place.workerId, this.stream, (call) => void this.show(host, call));
    const host: RunToolHost = new RunToolHost(context, {
      journal,
      waiter: parts.waiter,
      approvals: parts.approvals,
      expressions: parts.expressions,
      tools,
      hotMs: parts.hotMs,
      pause: (point) => parts.pauses.at(point, job.id),
      giveUp: (calls) => this.giveUp(calls),
    });
    return { journal, host };
  }

  private async giveUp(calls: readonly KnownCall[]): Promise<void> {
    if (this.place.isHandedOn()) return;
    const childJobIds = calls.flatMap(({ childJobId }) => childJobId ?? []);
    await this.parts.ender.giveUp({ jobId: this.job.id, workspaceId: this.job.workspace_id, callIds: calls.map(({ record }) => record.callId), childJobIds });
  }

  /** Tells watchers how a call stands. Of a tool that is gone only its name is known. */
  private async show(host: RunToolHost, call: KnownCall): Promise<void> {
    const tool = call.detail ? null : await host.find(call.record.name).catch(() => null);
    const kind: ToolPart['kind'] = call.detail?.kind ?? tool?.kind ?? 'script';
    const path = call.detail?.path ?? tool?.path ?? null;
    this.stream.emitTool(toolPart(call.record, { kind, path, args: call.detail?.args ?? null, jobId: call.childJobId, approvalId: call.approvalId }));
  }

  private ports(context: RunContext, journal: RunJournal, host: RunToolHost): AgentPorts {
    const { parts, job } = this;
    return {
      journal: {
        load: async () => {
          const records = await journal.load();
          // How calls stand may have been written and not been shown.
          for (const call of journal.calls.values()) await this.show(host, call);
          return records;
        },
        turn: async (record, calls) => {
          await parts.pauses.at('before turn', job.id);
          await journal.turn(record, calls);
          this.model = `${record.provider}/${record.modelId}`;
          this.isPractice = record.provider === 'practice';
          await parts.pauses.at('after turn', job.id);
        },
        summary: (record) => journal.summary(record),
        toolEnded: async (callId, ending) => {
          await parts.pauses.at('before tool end', job.id);
          await journal.toolEnded(callId, ending);
          await parts.pauses.at('after tool end', job.id);
        },
      },
      openModel: async (choice) => untilAnswered(async () => parts.models.open(await context.author(), choice)),
      tools: host,
      runGuard: (path, text) => runGuardScript(context, parts, path, text),
      emit: (chunk) => this.stream.emit(chunk),
      countLost: (usage) =>
        void parts.budgets.countLost(job, usage).catch(() => parts.log(job, 'What an answer has used up that broke off could not be counted.')),
      exhaustedBudget: () => parts.budgets.exhausted(job.workspace_id, job.path, job.created_by),
      now: () => Date.now(),
    };
  }
}

const noUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0, costUsd: 0 };

/** A run that cannot even begin. */
const failure = (code: string, message: string): AgentEnding => ({ kind: 'failed', error: { code, message }, usage: noUsage });
