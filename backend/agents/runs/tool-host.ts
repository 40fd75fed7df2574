import { RunLost, type ToolEnding, type ToolHost, type ToolRecord, type ToolSpec } from '../../../agents/ports.ts';
import { AppError, isAppError } from '../../common/app-error.ts';
import { canonicalJson, sha256 } from '../../common/canonical-json.ts';
import type { ExpressionRunner } from '../../expressions/expression-runner.ts';
import { parseExpression } from '../../expressions/core/parse.ts';
import type { JobWaiter } from '../../jobs/job-waiter.ts';
import type { ToolRule, ToolRuleName } from '../agent.contract.ts';
import { conditionNames } from '../core/expression-names.ts';
import type { StepChange, ToolDetail } from './agent-step.sql.ts';
import type { PausePoint } from './pause-points.ts';
import type { RunContext } from './run-context.ts';
import type { KnownCall, RunJournal } from './run-journal.ts';
import { endingOfJob } from './tool-outcome.ts';
import type { ToolApprovals } from './tool-approvals.service.ts';
import type { HostedTool, PlannedCall } from './tools/hosted-tool.ts';

/** What a host of tools works with. */
export type ToolHostParts = {
  journal: RunJournal;
  waiter: JobWaiter;
  approvals: ToolApprovals;
  expressions: ExpressionRunner;
  tools: () => Promise<HostedTool[]>;
  /** How long a call is waited for here before the run goes to rest, in milliseconds. */
  hotMs: number;
  /** Ends jobs and requests that nobody waits for. */
  giveUp: (calls: readonly KnownCall[]) => Promise<void>;
  /** What a test may hold the run at. */
  pause: (point: PausePoint) => Promise<void>;
};

/**
 * Makes the calls of one run: completes and checks the arguments, asks the rule, asks people where it says so, and starts the job. A call that was
 * begun is gone on with: what it has come to is on record, so nothing is done twice.
 */
export class RunToolHost implements ToolHost {
  private tools: Promise<Map<string, HostedTool>> | null = null;

  constructor(
    private readonly context: RunContext,
    private readonly parts: ToolHostParts,
  ) {}

  async specs(): Promise<ToolSpec[]> {
    return [...(await this.known()).values()].map(({ spec }) => spec);
  }

  /** The tool of a name, for what is shown of a call. */
  async find(name: string): Promise<HostedTool | null> {
    return (await this.known()).get(name) ?? null;
  }

  async run({ callId, name }: ToolRecord, signal: AbortSignal): Promise<ToolEnding | 'waiting'> {
    const call = this.parts.journal.known(callId);
    if (call.childJobId !== null) return this.awaitChild(call.childJobId, call.detail?.kind ?? 'script', signal);
    const tool = await this.find(name);
    if (!tool) return failed('agent/tool_unknown', `There is no tool "${name}" any more, or it may not be used now.`);
    if (call.record.status === 'running') return this.afterLoss(call, tool, signal);
    if (call.record.status === 'asked') return this.afterQuestion(call, tool, signal);
    return this.begin(call, tool, signal);
  }

  async abandon(calls: readonly ToolRecord[]): Promise<void> {
    await this.parts.giveUp(calls.map(({ callId }) => this.parts.journal.known(callId)));
  }

  private async begin(call: KnownCall, tool: HostedTool, signal: AbortSignal): Promise<ToolEnding | 'waiting'> {
    const planned = await tool.plan(call.record.args);
    const rule = await this.decide(tool.rule, planned.detail);
    const record: ToolRecord = { ...call.record, rule, argsHash: hashOf(call.record.name, planned.detail) };
    if (rule === 'deny') return denied(`The rules of this agent do not let it call ${tool.spec.name} with these arguments.`);
    if (this.context.source === 'evaluation' && rule === 'ask') return denied('A person would have to approve this call, and an evaluation asks nobody.');
    if (this.context.source === 'evaluation' && !tool.spec.isReadOnly) return notMade;
    if (rule === 'auto') return this.start(call, record, tool, planned.detail, signal);
    return this.ask(record, tool, planned);
  }

  /** Opens the request and records it in one transaction: the call waits, and its decision wakes the run. */
  private async ask(record: ToolRecord, tool: HostedTool, planned: PlannedCall): Promise<'waiting'> {
    const identity = await this.context.toolIdentity();
    const asked: ToolRecord = { ...record, status: 'asked' };
    const request = this.parts.approvals.prepare(this.context, { record: asked, tool, planned, identity });
    const change: StepChange = { record: asked, detail: planned.detail, waitId: request.waitId };
    await this.parts.pause('before ask');
    await this.parts.journal.change(change, async (transaction) => {
      change.approvalId = await request.open(transaction);
      asked.approvalId = change.approvalId;
    });
    await this.parts.pause('after ask');
    return 'waiting';
  }

  /** What was decided is about exactly what was shown: another version or other arguments, and nothing runs. */
  private async afterQuestion(call: KnownCall, tool: HostedTool, signal: AbortSignal): Promise<ToolEnding | 'waiting'> {
    const decision = await this.parts.approvals.decisionOf(call.waitId);
    if (decision === null) return 'waiting';
    if (decision.outcome !== 'approved') return denied(decision.reason);
    const planned = await tool.plan(call.record.args);
    if (call.detail === null || hashOf(call.record.name, planned.detail) !== call.record.argsHash) {
      const change =
        call.detail && planned.detail.version !== call.detail.version
          ? `${tool.path ?? tool.spec.name} was changed since (version ${call.detail.version} then, ${planned.detail.version} now)`
          : 'what it would be called with has changed since';
      return failed('agent/approval_void', `The approval does not count any more: ${change}. Nothing was run. Call the tool again to ask anew.`);
    }
    return this.start(call, call.record, tool, planned.detail, signal);
  }

  private async start(call: KnownCall, record: ToolRecord, tool: HostedTool, detail: ToolDetail, signal: AbortSignal): Promise<ToolEnding | 'waiting'> {
    signal.throwIfAborted();
    const running: ToolRecord = { ...record, status: 'running' };
    if (tool.start.by === 'host') {
      await this.parts.journal.change({ record: running, detail });
      await this.parts.pause('after start');
      return this.runHere(tool.start, detail, signal);
    }
    const child = await tool.start.prepare(detail);
    running.childJobId = child.id;
    await this.parts.pause('before start');
    await this.parts.journal.change({ record: running, detail, childJobId: child.id }, child.write);
    await this.parts.pause('after start');
    return this.awaitChild(child.id, detail.kind, signal);
  }

  private async runHere(start: Extract<HostedTool['start'], { by: 'host' }>, detail: ToolDetail, signal: AbortSignal): Promise<ToolEnding> {
    try {
      return await start.run(detail, signal);
    } catch (error) {
      if (signal.aborted || error instanceof RunLost || !isAppError(error)) throw error;
      return failed(error.code, error.message);
    }
  }

  /** The worker was lost while a call was made that is no job. Only what does no harm twice is done again. */
  private async afterLoss(call: KnownCall, { start }: HostedTool, signal: AbortSignal): Promise<ToolEnding> {
    if (start.by === 'host' && start.isRepeatable && call.detail) return this.runHere(start, call.detail, signal);
    return failed(
      'agent/tool_failed',
      'The server was restarted while this tool was called, so nobody knows whether the call was made. Look before you call it again.',
    );
  }

  /** Waits a moment; a job that takes longer wakes the run when it ends. */
  private async awaitChild(jobId: string, kind: ToolDetail['kind'], signal: AbortSignal): Promise<ToolEnding | 'waiting'> {
    const waiting = this.parts.waiter.begin(jobId, this.parts.hotMs);
    waiting.check();
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    aborted.promise.catch(() => undefined);
    try {
      return endingOfJob(await Promise.race([waiting.ended, aborted.promise]), kind);
    } catch (error) {
      if (isAppError(error) && error.code === 'job/wait_timeout') return 'waiting';
      if (isAppError(error) && error.code === 'job/not_found') return failed('job/not_found', 'The run of the tool was deleted before its result was taken.');
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      waiting.stop();
    }
  }

  /** The first condition that holds decides. One that cannot be evaluated asks: nothing is let through by a mistake. */
  private async decide(rule: ToolRule, { args }: ToolDetail): Promise<ToolRuleName> {
    const scope = { args, ...this.context.scope };
    for (const { if: source, then } of rule.when) {
      try {
        if (await this.parts.expressions.evaluate(parseExpression(source, conditionNames), { scope, nowMs: Date.now() })) return then;
      } catch {
        return 'ask';
      }
    }
    return rule.otherwise;
  }

  private known(): Promise<Map<string, HostedTool>> {
    this.tools ??= this.parts.tools().then((tools) => new Map(tools.map((tool) => [tool.spec.name, tool])));
    return this.tools;
  }
}

/** What a decision is about: tool, version and all arguments, also those that the model does not set. */
function hashOf(name: string, { kind, path, version, fingerprint, args }: ToolDetail): string {
  return sha256(canonicalJson({ name, kind, path, version, fingerprint, args }));
}

/** An evaluation changes nothing: what the model asked for is on record, which is what it is measured by. */
const notMade: ToolEnding = {
  status: 'succeeded',
  output: { is_evaluation: true, message: 'The call was noted and not made, since this is an evaluation. Go on as if it had succeeded.' },
};

const failed = (code: string, message: string): ToolEnding => ({ status: 'failed', error: { code, message } });
const denied = (message: string): ToolEnding => ({ status: 'denied', error: { code: 'agent/tool_denied' satisfies AppError['code'], message } });
