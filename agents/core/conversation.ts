import type { ModelMessage, ToolResultPart } from 'ai';
import type { JsonObject } from '../../backend/common/json.ts';
import type { AgentRecord, AgentRun, SummaryRecord, ToolRecord, TurnRecord } from '../ports.ts';
import { remember, summaryMessage } from './memory.ts';
import { readOutput, repairRequest, schemaInstructions } from './structured-output.ts';
import { markedOutput, toolDataRule } from './tool-output.ts';

/** A turn with the calls that it asked for. */
export type Round = { turn: TurnRecord; calls: ToolRecord[] };

/** Puts the records of a run together: each turn with its calls, in order. */
export function roundsOf(records: readonly AgentRecord[]): Round[] {
  const rounds: Round[] = [];
  for (const record of [...records].sort((left, right) => left.seq - right.seq)) {
    if (record.kind === 'turn') rounds.push({ turn: record, calls: [] });
    else if (record.kind === 'tool') rounds.at(-1)?.calls.push(record);
  }
  return rounds;
}

/** The text of a turn. */
export function textOfTurn({ messages }: TurnRecord): string {
  return messages
    .filter(({ role }) => role === 'assistant')
    .flatMap(({ content }) => (typeof content === 'string' ? [content] : content.map((part) => (part.type === 'text' ? part.text : ''))))
    .join('');
}

/** The summary that holds for a run: its own, or the last of the runs before it. */
export function summaryOf(run: AgentRun, records: readonly AgentRecord[]): { text: string; covered: number; isOwn: boolean } | null {
  const own = records.find((record): record is SummaryRecord => record.kind === 'summary');
  const summary = own ?? run.summary;
  return summary ? { text: summary.text, covered: summary.messages ?? 0, isOwn: own !== undefined } : null;
}

/** What a model is asked next: the thread as its memory leaves it, and everything that the run has done. All of it follows from the records. */
export function conversation(run: AgentRun, thread: readonly ModelMessage[], records: readonly AgentRecord[]): ModelMessage[] {
  const summary = summaryOf(run, records);
  const { shown, covered } = remember(run.agent.memory, thread, summary?.covered);
  const isUsed = summary !== null && run.agent.memory.kind === 'summary' && (summary.isOwn || covered > 0);
  return [...(isUsed ? [summaryMessage(summary.text)] : []), ...shown, ...roundsOf(records).flatMap((round) => [...said(round), ...afterRound(run, round)])];
}

/** The messages that a run adds to its thread: without an answer that had to be repaired, and without the request to do so. */
export function newMessages(records: readonly AgentRecord[]): ModelMessage[] {
  const rounds = roundsOf(records);
  return rounds.filter(({ calls }, index) => calls.length > 0 || index === rounds.length - 1).flatMap(said);
}

/** The instructions of the agent, with the rules that always hold. */
export function instructionsOf(run: AgentRun, hasTools: boolean): string {
  const { output_schema: schema } = run.agent;
  return [run.instructions, hasTools ? toolDataRule : '', schema === null ? '' : schemaInstructions(schema)].filter((part) => part !== '').join('\n\n');
}

function said({ turn, calls }: Round): ModelMessage[] {
  return calls.length === 0 ? turn.messages : [...turn.messages, { role: 'tool', content: calls.map(resultOf) }];
}

/** A turn without calls ends a run, so another one follows only where its answer has to be repaired. */
function afterRound(run: AgentRun, { turn, calls }: Round): ModelMessage[] {
  const { output_schema: schema } = run.agent;
  if (calls.length > 0 || schema === null) return [];
  const reading = readOutput(schema, textOfTurn(turn));
  return reading.isValid ? [] : [{ role: 'user', content: repairRequest(reading.problems) }];
}

/** What the model is told of a call that has ended. */
function resultOf({ callId, name, status, output, error }: ToolRecord): ToolResultPart {
  const part = (result: ToolResultPart['output']): ToolResultPart => ({ type: 'tool-result', toolCallId: callId, toolName: name, output: result });
  if (status === 'succeeded') return part({ type: 'json', value: markedOutput(name, callId, output) as JsonObject & Record<string, never> });
  if (status === 'cancelled') return part({ type: 'error-text', value: 'The call was cancelled.' });
  const message = error?.message ?? 'The call failed.';
  return part({ type: 'error-text', value: status === 'denied' ? `The call was not allowed, and must not be tried again: ${message}` : message });
}
