import type { EvaluatedCase, EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { canonical } from '../runnables/editor/canonical.ts';
import { formatCount } from '../ui/format.ts';

/**
 * How a case differs from an earlier evaluation. `other`: its question or what is expected has changed, so the scores say nothing about the
 * agent. `open`: one of both was not measured, or still runs.
 */
export type CaseChange = 'better' | 'worse' | 'same' | 'new' | 'other' | 'open';

/** A case beside the same one of an earlier evaluation. */
export type ComparedCase = { readonly before: EvaluatedCase | null; readonly change: CaseChange; readonly isAnswerOther: boolean };

/** Two evaluations, case by case. */
export type Comparison = {
  /** By the id of the case. */
  readonly cases: ReadonlyMap<string, ComparedCase>;
  readonly counts: Readonly<Record<CaseChange, number>>;
  /** Cases of the earlier one that the later one has not. */
  readonly goneCases: number;
};

// Scores are sums of fractions: what differs by less is the same.
const smallestDifference = 1e-6;

/** Holds an evaluation against an earlier one. A case that failed has the score 0, as in the mean. */
export function compareEvaluations(before: readonly EvaluatedCase[], after: readonly EvaluatedCase[]): Comparison {
  const earlier = new Map(before.map((one) => [one.id, one]));
  const cases = new Map(after.map((one) => [one.id, compareCase(earlier.get(one.id) ?? null, one)]));
  const counts: Record<CaseChange, number> = { better: 0, worse: 0, same: 0, new: 0, other: 0, open: 0 };
  for (const { change } of cases.values()) counts[change] += 1;
  return { cases, counts, goneCases: before.filter(({ id }) => !cases.has(id)).length };
}

function compareCase(before: EvaluatedCase | null, after: EvaluatedCase): ComparedCase {
  if (before === null) return { before, change: 'new', isAnswerOther: false };
  const areEnded = before.status !== 'running' && after.status !== 'running';
  return { before, change: changeOf(before, after), isAnswerOther: areEnded && canonical(before.output) !== canonical(after.output) };
}

function changeOf(before: EvaluatedCase, after: EvaluatedCase): CaseChange {
  if (!isSameCase(before.case, after.case)) return 'other';
  if (before.status === 'running' || after.status === 'running' || before.score === null || after.score === null) return 'open';
  const difference = after.score - before.score;
  if (Math.abs(difference) < smallestDifference) return 'same';
  return difference > 0 ? 'better' : 'worse';
}

/** Labels only sort cases. */
const isSameCase = ({ labels: _one, ...one }: EvaluatedCase['case'], { labels: _other, ...other }: EvaluatedCase['case']): boolean =>
  canonical(one) === canonical(other);

/** "3 better, 1 worse, 16 the same". */
export function changesInWords({ counts, goneCases }: Comparison): string {
  const words: readonly (readonly [number, string])[] = [
    [counts.better, 'better'],
    [counts.worse, 'worse'],
    [counts.same, 'the same'],
    [counts.new, 'new'],
    [counts.other, counts.other === 1 ? 'is another question now' : 'are other questions now'],
    [counts.open, 'not measured'],
    [goneCases, 'gone'],
  ];
  const said = words.flatMap(([count, word]) => (count > 0 ? [`${formatCount(count)} ${word}`] : []));
  return said.length === 0 ? 'Nothing to compare' : said.join(', ');
}

/** With what an evaluation is compared first: the newest of an earlier version; for one that is not deployed the newest of any version before it. */
export function earlierOf(evaluation: EvaluationRow, others: readonly EvaluationRow[]): EvaluationRow | null {
  const { id, version, created_at: createdAt } = evaluation;
  const candidates = others.filter(
    (other) =>
      other.id !== id && other.status === 'done' && other.version !== null && (version === null ? other.created_at < createdAt : other.version < version),
  );
  return candidates.reduce<EvaluationRow | null>((newest, other) => (newest === null || other.created_at > newest.created_at ? other : newest), null);
}
