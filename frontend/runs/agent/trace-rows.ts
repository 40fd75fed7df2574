import type { AgentTraceStep } from '../../../backend/agents/agents.contract.ts';
import type { JobStatus } from '../../../backend/jobs/core/job-status.ts';
import type { ToolPart } from '../../chat/parts/core/live-answer.ts';
import { toolStates } from '../../chat/parts/core/message-words.ts';

/** A step on the line of time; shares are percent of the whole run. */
export type TraceRow = { step: AgentTraceStep; turn: number | null; status: JobStatus; left: number; width: number; lengthMs: number };

const smallestShare = 0.4;

/** The state of a step as that of a run. */
export function statusOfStep({ kind, status, ended_at: endedAt }: Pick<AgentTraceStep, 'kind' | 'status' | 'ended_at'>): JobStatus {
  if (kind === 'tool' && status in toolStates) return toolStates[status as ToolPart['status']].looks;
  if (status === 'failed') return 'failed';
  return endedAt === null ? 'running' : 'succeeded';
}

/** The steps in the order in which they were recorded, on one line of time. What has not ended goes on to now. */
export function traceRows(steps: readonly AgentTraceStep[], nowMs: number): TraceRow[] {
  const spans = steps.map(({ started_at: from, ended_at: to }) => ({
    from: Date.parse(from),
    to: Math.max(Date.parse(from), to === null ? nowMs : Date.parse(to)),
  }));
  const first = Math.min(...spans.map(({ from }) => from));
  const whole = Math.max(1, Math.max(...spans.map(({ to }) => to)) - first);
  let turns = 0;
  return steps.map((step, index) => {
    const { from, to } = spans[index] as { from: number; to: number };
    if (step.kind === 'turn') turns += 1;
    const width = Math.max(smallestShare, ((to - from) / whole) * 100);
    const left = Math.min(100 - width, ((from - first) / whole) * 100);
    return { step, turn: step.kind === 'turn' ? turns : null, status: statusOfStep(step), left, width, lengthMs: to - from };
  });
}

/** The texts of a turn, out of the messages of the model. */
export function textsOfTurn(output: unknown): string {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const { type, text, content } = value as { type?: unknown; text?: unknown; content?: unknown };
      if (type === 'text' && typeof text === 'string') texts.push(text);
      else if (typeof content === 'string') texts.push(content);
      else visit(content);
    }
  };
  visit(output);
  return texts.join('\n\n').trim();
}

/** What of the result of an agent people want to see: its output, a text as the Markdown that it is. Anything else as it is. */
export function outputOf(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result) || !('output' in result && 'usage' in result)) return result;
  const { output } = result as { output: unknown };
  return typeof output === 'string' ? { markdown: output } : output;
}
