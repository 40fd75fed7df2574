import type { AgentEvaluation, AgentTool, EvaluationCase, Scorer } from '../../../backend/agents/agent.contract.ts';
import type { Json, JsonObject } from '../../../backend/common/json.ts';
import type { Thread, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { textOf } from '../../chat/parts/core/message-words.ts';

/** An id that no other case has. */
export function freeCaseId(cases: readonly EvaluationCase[]): string {
  const taken = new Set(cases.map(({ id }) => id));
  for (let number = cases.length + 1; ; number += 1) if (!taken.has(`case_${number}`)) return `case_${number}`;
}

/** A case of which only the question is known. */
export const newCase = (id: string, message = ''): EvaluationCase => ({
  id,
  input: { message },
  expected: null,
  tools: null,
  labels: [],
});

/**
 * A question and its answer out of a conversation as a case: the tools that were called are expected again, with what the model chose of their
 * arguments; what is fixed or from the context is no merit of an answer. A better answer that somebody gave counts.
 */
export function caseOfAnswer(thread: Pick<Thread, 'messages'>, answerId: string, id: string, agentTools: readonly AgentTool[] = []): EvaluationCase | null {
  const answer = thread.messages.find((message) => message.id === answerId);
  const question = thread.messages.find((message) => message.id === answer?.parent_id);
  if (!answer || !question) return null;
  const tools = answer.parts.flatMap((part) =>
    part.type === 'tool' && part.status === 'succeeded' ? [{ name: part.name, args: chosenArguments(part, agentTools) }] : [],
  );
  return {
    ...newCase(id, textOf(question.parts)),
    expected: expectedOf(answer),
    tools: tools.length > 0 ? tools : null,
  };
}

function chosenArguments({ name, args }: { name: string; args: JsonObject }, agentTools: readonly AgentTool[]): JsonObject {
  const given = agentTools.find((tool) => tool.name === name)?.arguments ?? {};
  return Object.fromEntries(Object.entries(args).filter(([key]) => (given[key]?.type ?? 'model') === 'model'));
}

const expectedOf = ({ feedback, parts }: Pick<ThreadMessage, 'feedback' | 'parts'>): Json | null =>
  feedback?.correction ? feedback.correction : textOf(parts) || null;

/** The scorers that one may choose, each once, with what they begin with. */
export const scorerKinds: readonly { kind: Scorer['kind']; label: string; hint: string; make: () => Scorer }[] = [
  { kind: 'exact', label: 'Exact', hint: 'The output is what is expected', make: () => ({ kind: 'exact' }) },
  { kind: 'contains', label: 'Contains', hint: 'The expected texts are in the answer', make: () => ({ kind: 'contains', is_case_sensitive: false }) },
  { kind: 'tools', label: 'Tools', hint: 'The expected tools were called', make: () => ({ kind: 'tools' }) },
  { kind: 'schema', label: 'Schema', hint: 'The output fits a schema', make: () => ({ kind: 'schema', schema: { type: 'object' } }) },
  { kind: 'runnable', label: 'Script', hint: 'A script of yours gives the score', make: () => ({ kind: 'runnable', path: '' }) },
  {
    kind: 'judge',
    label: 'Model as judge',
    hint: 'A model gives the score by a rubric',
    make: () => ({ kind: 'judge', model: { resource: null, id: 'practice', settings: {}, price: null }, rubric: '' }),
  },
];

/** What is expected as one text for its field: a list of texts stands one under the other. */
export const expectedText = (expected: Json | null): string =>
  expected === null
    ? ''
    : typeof expected === 'string'
      ? expected
      : Array.isArray(expected) && expected.every((one) => typeof one === 'string')
        ? expected.join('\n')
        : JSON.stringify(expected, null, 2);

/** Reads the field: JSON as what it is, several lines as a list of texts, anything else as a text. */
export function expectedOfText(text: string): Json | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^[[{]/.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as Json;
    } catch {
      // Not JSON after all: words may begin with a bracket.
    }
  }
  const lines = trimmed.split('\n').map((line) => line.trim());
  return lines.length > 1 ? lines.filter((line) => line !== '') : trimmed;
}

/** A case in one line: what is asked, and "expects 1042; calls look_up_order 3 times, read_policy". */
export function caseInWords({ input, expected, tools }: EvaluationCase): { question: string; expects: string } {
  const message = input['message'];
  const isPlain = typeof message === 'string' && Object.keys(input).length === 1;
  const names = (tools ?? []).map(({ name }) => name);
  const times = (name: string): number => names.filter((other) => other === name).length;
  const calls = [...new Set(names)].map((name) => (times(name) > 1 ? `${name} ${times(name)} times` : name));
  const text = expectedText(expected).replaceAll(/\s*\n\s*/g, ', ');
  const expects = [
    ...(text === '' ? [] : [`expects ${text.length > 120 ? `${text.slice(0, 119)}…` : text}`]),
    ...(calls.length === 0 ? [] : [`calls ${calls.join(', ')}`]),
  ];
  return { question: isPlain ? message || 'Nothing is asked yet' : JSON.stringify(input), expects: expects.join('; ') };
}

/** The expected calls when other tools are chosen: those of a tool that stays are kept, however many they are. */
export function withTools(tools: EvaluationCase['tools'], names: readonly string[]): EvaluationCase['tools'] {
  if (names.length === 0) return null;
  const kept = (tools ?? []).filter(({ name }) => names.includes(name));
  return [...kept, ...names.filter((name) => !kept.some((tool) => tool.name === name)).map((name) => ({ name, args: null }))];
}

/** "12 cases, 2 scorers, passes from 0.8". */
export function evaluationInWords({ cases, scorers, threshold }: AgentEvaluation): string {
  const words = [`${cases.length} ${cases.length === 1 ? 'case' : 'cases'}`, `${scorers.length} ${scorers.length === 1 ? 'scorer' : 'scorers'}`];
  return [...words, ...(threshold === null ? [] : [`passes from ${threshold}`])].join(', ');
}
