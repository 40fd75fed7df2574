import type { AgentLimits } from '../../backend/agents/agent.contract.ts';
import type { AgentError, AgentRecord, ToolRecord } from '../ports.ts';
import { usageOf } from './usage.ts';

/** The limit that keeps a model from being asked again; `null` when there is none. */
export function limitBeforeTurn(limits: AgentLimits, records: readonly AgentRecord[], nowMs: number): AgentError | null {
  const turns = records.filter(({ kind }) => kind === 'turn').length;
  if (turns >= limits.turns) return limitReached(`${turns} turns of the model`);
  const { inputTokens, outputTokens, costUsd } = usageOf(records);
  if (limits.tokens !== null && inputTokens + outputTokens >= limits.tokens) return limitReached(`${limits.tokens} tokens`);
  if (limits.cost_usd !== null && costUsd >= limits.cost_usd && records.length > 0) return limitReached(`${limits.cost_usd} US dollars`);
  return limitOfTime(limits, records, nowMs);
}

/** Whether a run has asked for more calls than it may; counted by what is recorded, so that it is the same after a crash. */
export function limitOfToolCalls(limits: AgentLimits, records: readonly AgentRecord[]): AgentError | null {
  return toolCallsOf(records).length > limits.tool_calls ? limitReached(`${limits.tool_calls} tool calls`) : null;
}

/** Whether a run has worked for longer than it may. */
export function limitOfTime(limits: AgentLimits, records: readonly AgentRecord[], nowMs: number): AgentError | null {
  return workedMs(records, nowMs) >= limits.time_s * 1000 ? limitReached(`${limits.time_s} seconds of work`) : null;
}

/** The error that names a limit. */
export const limitReached = (what: string): AgentError => ({
  code: 'agent/limit_reached',
  message: `The run was stopped at its limit of ${what}. What it had done by then stands. The limits of the agent can be changed by those who may edit it.`,
});

/**
 * How long a run has worked: the time covered by turns, and by calls of tools that nobody had to decide about. Turns and calls that overlap count once;
 * time in which a run waits for people, or for a worker, does not count.
 */
export function workedMs(records: readonly AgentRecord[], nowMs: number): number {
  const spans = records
    .filter((record) => record.kind !== 'tool' || record.approvalId === null)
    .map((record) => ({ from: record.startedAt, to: record.endedAt ?? nowMs }))
    .sort((left, right) => left.from - right.from);
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}

const toolCallsOf = (records: readonly AgentRecord[]): ToolRecord[] => records.filter((record) => record.kind === 'tool');
