import type { ModelMessage } from 'ai';
import type { Json } from '../../backend/common/json.ts';
import type { AgentError, AgentRecord, AgentRun, ToolRecord } from '../ports.ts';
import { conversation, roundsOf, summaryOf, textOfTurn, type Round } from './conversation.ts';
import { limitBeforeTurn, limitOfTime, limitOfToolCalls } from './limits.ts';
import { remember } from './memory.ts';
import { describeProblems, readOutput } from './structured-output.ts';

/** What a run does next. */
export type NextStep =
  | { kind: 'summarize'; earlier: string | null; before: ModelMessage[]; messages: number }
  | { kind: 'ask'; messages: ModelMessage[] }
  | { kind: 'run_tools'; calls: ToolRecord[] }
  | { kind: 'succeed'; output: Json }
  | { kind: 'fail'; error: AgentError };

/** The reason of a turn whose answer a guard has stopped; its text is what people are told instead. */
export const blockedReason = 'blocked';

const openStatuses: readonly ToolRecord['status'][] = ['open', 'asked', 'running'];

/** Whether a call has not ended. */
export const isOpen = (call: ToolRecord): boolean => openStatuses.includes(call.status);

/** Calls that have not ended. */
export const openCalls = (records: readonly AgentRecord[]): ToolRecord[] =>
  records.filter((record): record is ToolRecord => record.kind === 'tool' && isOpen(record));

/**
 * Decides what a run does next, from what is recorded of it and nothing else: after a crash the same records give the same step.
 *
 * - Calls that have not ended are run, or waited for, before anything else.
 * - A turn without calls is the answer. With a schema it has to fit; the second that does not is an error.
 * - Otherwise a model is asked, as long as no limit is reached; before the first time what its memory leaves out is summed up.
 */
export function nextStep(run: AgentRun, thread: readonly ModelMessage[], records: readonly AgentRecord[], nowMs: number): NextStep {
  const { limits } = run.agent;
  const rounds = roundsOf(records);
  const last = rounds.at(-1);
  const tooMany = limitOfToolCalls(limits, records);
  if (tooMany) return { kind: 'fail', error: tooMany };
  const calls = openCalls(records);
  if (calls.length > 0) {
    const outOfTime = limitOfTime(limits, records, nowMs);
    return outOfTime ? { kind: 'fail', error: outOfTime } : { kind: 'run_tools', calls };
  }
  const ending = last ? endingOf(run, rounds, last) : null;
  if (ending) return ending;
  const reached = limitBeforeTurn(limits, records, nowMs);
  if (reached) return { kind: 'fail', error: reached };
  return summaryStep(run, thread, records) ?? { kind: 'ask', messages: conversation(run, thread, records) };
}

/** Sums up what the memory leaves out and no summary stands for; once in a run. */
function summaryStep(run: AgentRun, thread: readonly ModelMessage[], records: readonly AgentRecord[]): NextStep | null {
  const summary = summaryOf(run, records);
  if (run.agent.memory.kind !== 'summary' || summary?.isOwn === true) return null;
  const { covered, before } = remember(run.agent.memory, thread, summary?.covered);
  return before.length === 0 ? null : { kind: 'summarize', earlier: covered > 0 && summary ? summary.text : null, before, messages: covered + before.length };
}

/** How a run ends with its last turn; `null` when it goes on. */
function endingOf(run: AgentRun, rounds: readonly Round[], { turn, calls }: Round): NextStep | null {
  const text = textOfTurn(turn);
  if (turn.finishReason === blockedReason) return { kind: 'fail', error: { code: 'agent/guard_blocked', message: text } };
  if (calls.length > 0) return null;
  if (turn.finishReason === 'content-filter') return { kind: 'fail', error: filtered };
  if (turn.finishReason === 'length' && text.trim() === '') return { kind: 'fail', error: cut };
  const { output_schema: schema } = run.agent;
  if (schema === null) return { kind: 'succeed', output: text };
  const reading = readOutput(schema, text);
  if (reading.isValid) return { kind: 'succeed', output: reading.value };
  const answers = rounds.filter((round) => round.calls.length === 0).length;
  if (answers < 2) return null;
  const message = `The answer does not fit the output schema of the agent, also not after it was asked to repair it: ${describeProblems(reading.problems)}. Change the schema, the instructions or the model.`;
  return { kind: 'fail', error: { code: 'agent/output_invalid', message } };
}

const filtered: AgentError = {
  code: 'agent/content_filtered',
  message: 'The provider of the model has stopped this answer by its content rules. Ask differently, or choose another model.',
};

const cut: AgentError = {
  code: 'agent/answer_cut',
  message: 'The model used up its tokens before it answered. Allow more in `max_output_tokens`, or ask for less reasoning.',
};
