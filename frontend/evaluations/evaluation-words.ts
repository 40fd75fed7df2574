import type { Scorer } from '../../backend/agents/agent.contract.ts';
import type { Json, JsonObject } from '../../backend/common/json.ts';
import type { EvaluatedCase, EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { costInWords } from '../chat/parts/core/message-words.ts';
import { formatCount, formatPlural } from '../ui/format.ts';

/** A score as people read it. It is cut and not rounded up: 0.999 is not the whole, and 0.799 does not reach 0.8. */
export const scoreText = (score: number): string => (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);

/** What was evaluated: "version 3". */
export const subjectInWords = ({ version }: Pick<EvaluationRow, 'version'>): string => (version === null ? 'not deployed' : `version ${version}`);

/** How an evaluation stands against what its set asks for. `tone` says how it looks. */
export type Verdict = { readonly words: string; readonly tone: 'reached' | 'missed' | 'neutral' };

/** Whether what the set asks for was reached, in words. An evaluation of some of the cases decides nothing. */
export function verdictOf({ status, score, threshold, is_whole: isWhole }: Pick<EvaluationRow, 'status' | 'score' | 'threshold' | 'is_whole'>): Verdict {
  if (status === 'running') return { words: 'running', tone: 'neutral' };
  if (status === 'cancelled') return { words: 'cancelled', tone: 'neutral' };
  if (score === null) return { words: 'nothing could be measured', tone: threshold === null ? 'neutral' : 'missed' };
  if (!isWhole) return { words: 'some of the cases', tone: 'neutral' };
  if (threshold === null) return { words: 'no threshold', tone: 'neutral' };
  return score >= threshold ? { words: `reaches ${threshold}`, tone: 'reached' } : { words: `misses ${threshold}`, tone: 'missed' };
}

/** Whether a deploy of what was evaluated goes through. */
export const isReached = (evaluation: Pick<EvaluationRow, 'status' | 'score' | 'threshold' | 'is_whole'>, threshold: number): boolean =>
  evaluation.status === 'done' && evaluation.is_whole && evaluation.score !== null && evaluation.score >= threshold;

/** "7 of 20 cases, 1 failed". */
export function progressInWords({ cases, ended_cases: ended, failed_cases: failed }: Pick<EvaluationRow, 'cases' | 'ended_cases' | 'failed_cases'>): string {
  const count = ended < cases ? `${formatCount(ended)} of ${formatPlural(cases, 'case')}` : formatPlural(cases, 'case');
  return failed === 0 ? count : `${count}, ${formatCount(failed)} failed`;
}

const scorerNames: Readonly<Record<Scorer['kind'], string>> = {
  exact: 'Exact',
  contains: 'Contains',
  schema: 'Schema',
  tools: 'Tools',
  runnable: 'Script',
  judge: 'Judge',
};

/** A scorer by name; a script by its own. */
export const nameOfScorer = (scorer: Scorer): string =>
  scorer.kind === 'runnable' ? (scorer.path.split('/').at(-1) ?? scorerNames.runnable) : scorerNames[scorer.kind];

// The practice model says in each answer that it is none; that tells no answer from another.
const disclosure = /^This is the practice model, not a language model[^\n]*\n+/;

/** An answer as its row shows it, and whether the practice model gave it. The whole is among the details. */
export function shortAnswer(output: Json | null): { text: string; isPractice: boolean } {
  const whole = output === null ? '' : typeof output === 'string' ? output : JSON.stringify(output);
  const text = whole.replace(disclosure, '').replaceAll(/[`*]/g, '');
  return { text, isPractice: disclosure.test(whole) };
}

/** What a case asks: the message alone where there is nothing else. */
export function questionOf({ input }: EvaluatedCase['case']): string {
  const { message, ...others } = input;
  return typeof message === 'string' && Object.keys(others).length === 0 ? message : JSON.stringify(input);
}

const callInWords = (name: string, args: JsonObject | null): string =>
  args === null || Object.keys(args).length === 0 ? name : `${name} ${JSON.stringify(args)}`;

/** Calls with their arguments, each on a line. */
export const callsInWords = (calls: EvaluatedCase['calls']): string[] => calls.map(({ name, args }) => callInWords(name, args));

/** Calls that a case expects; what it does not say of the arguments may be anything. */
export const expectedCallsInWords = (tools: NonNullable<EvaluatedCase['case']['tools']>): string[] => tools.map(({ name, args }) => callInWords(name, args));

/** What all cases took together, in words; null while none has ended. */
export function usageOfCases(results: readonly Pick<EvaluatedCase, 'usage'>[]): string | null {
  const used = results.flatMap(({ usage }) => (usage === null ? [] : [usage]));
  if (used.length === 0) return null;
  const sum = (count: (usage: (typeof used)[number]) => number): number => used.reduce((total, usage) => total + count(usage), 0);
  const tokens = `${formatCount(sum((usage) => usage.input_tokens))} tokens in, ${formatCount(sum((usage) => usage.output_tokens))} out`;
  const cost = sum((usage) => usage.cost_usd);
  return `${tokens}, ${cost === 0 ? 'no cost' : costInWords(cost)}`;
}

/** What a screen reader is told when an evaluation ends; nothing while it runs, since it changes each moment. */
export function announcementOf(evaluation: Pick<EvaluationRow, 'status' | 'score' | 'threshold' | 'is_whole'>): string {
  if (evaluation.status === 'running') return '';
  const { words } = verdictOf(evaluation);
  return evaluation.score === null ? `The evaluation: ${words}.` : `The evaluation ended with a score of ${scoreText(evaluation.score)}: ${words}.`;
}
