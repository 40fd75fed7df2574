import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EvaluatedCase, EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { caseFilters, isShown } from './case-filters.ts';
import { changesInWords, compareEvaluations, earlierOf } from './compare-evaluations.ts';

const result = (id: string, part: Partial<EvaluatedCase> = {}): EvaluatedCase => ({
  id,
  case: { id, input: { message: `Question ${id}` }, expected: 'yes', tools: null, labels: [] },
  status: 'scored',
  job_id: '00000000-0000-0000-0000-000000000000',
  output: 'yes',
  calls: [],
  scores: [],
  score: 1,
  error: null,
  usage: null,
  ...part,
});

const row = (id: string, part: Partial<EvaluationRow> = {}): EvaluationRow => ({
  id,
  agent: 'f/shop/desk',
  version: 1,
  status: 'done',
  score: 1,
  threshold: null,
  is_whole: true,
  cases: 1,
  ended_cases: 1,
  failed_cases: 0,
  created_by: 'u/ada',
  created_at: '2026-01-01T00:00:00.000Z',
  ended_at: null,
  ...part,
});

const failed = { status: 'failed', score: 0, output: null, error: { code: 'agent/model_unavailable', message: 'It did not answer.' } } as const;

describe('two evaluations side by side', () => {
  it('say of each case whether it is better, worse, the same, or new, and how many are gone', () => {
    const before = [result('a', { score: 0.5 }), result('b'), result('c'), result('gone')];
    const after = [result('a'), result('b', { score: 0.5, output: 'no' }), result('c'), result('d')];
    const comparison = compareEvaluations(before, after);
    expect([...comparison.cases].map(([id, { change, isAnswerOther }]) => [id, change, isAnswerOther])).toEqual([
      ['a', 'better', false],
      ['b', 'worse', true],
      ['c', 'same', false],
      ['d', 'new', false],
    ]);
    expect(changesInWords(comparison)).toBe('1 better, 1 worse, 1 the same, 1 new, 1 gone');
  });

  it('count a case that failed as nothing reached', () => {
    expect(compareEvaluations([result('a')], [result('a', failed)]).counts.worse).toBe(1);
    expect(compareEvaluations([result('a', failed)], [result('a', failed)]).counts.same).toBe(1);
  });

  it('do not hold a case against one that asked or expected something else; other labels change nothing', () => {
    const [a] = [result('a', { score: 0.5 })];
    const asked = { ...a.case, input: { message: 'Another question' } };
    const comparison = compareEvaluations([a], [result('a', { case: asked })]);
    expect(changesInWords(comparison)).toBe('1 is another question now');
    expect(compareEvaluations([a], [result('a', { case: { ...a.case, labels: ['refunds'] } })]).counts.better).toBe(1);
  });

  it('leave open what still runs and what nothing measures', () => {
    const running = { status: 'running', score: null, output: null } as const;
    expect(changesInWords(compareEvaluations([result('a'), result('b')], [result('a', running), result('b', { score: null })]))).toBe('2 not measured');
    expect(changesInWords(compareEvaluations([], []))).toBe('Nothing to compare');
  });

  it('mirror each other, whatever the scores are', () => {
    const scores = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }), { maxLength: 20 });
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        const [before, after] = [one, other].map((list) => list.map((score, index) => result(`case_${index}`, { score })));
        const [there, back] = [compareEvaluations(before ?? [], after ?? []), compareEvaluations(after ?? [], before ?? [])];
        expect([there.counts.better, there.counts.same, there.counts.new]).toEqual([back.counts.worse, back.counts.same, back.goneCases]);
        expect(Object.values(there.counts).reduce((sum, count) => sum + count, 0)).toBe(other.length);
      }),
    );
  });
});

describe('what an evaluation is compared with first', () => {
  const others = [
    row('new', { version: 3, created_at: '2026-01-05T00:00:00.000Z' }),
    row('draft', { version: null, created_at: '2026-01-04T00:00:00.000Z' }),
    row('stopped', { version: 2, status: 'cancelled', created_at: '2026-01-03T00:00:00.000Z' }),
    row('old', { version: 1, created_at: '2026-01-02T00:00:00.000Z' }),
    row('oldest', { version: 1, created_at: '2026-01-01T00:00:00.000Z' }),
  ];

  it('is the newest one of an earlier version that has ended', () => {
    expect(earlierOf(others[0] as EvaluationRow, others)?.id).toBe('old');
    expect(earlierOf(others[3] as EvaluationRow, others)).toBeNull();
  });

  it('is what was deployed before, for one that was not deployed', () => {
    expect(earlierOf(others[1] as EvaluationRow, others)?.id).toBe('old');
  });
});

describe('the filter of cases', () => {
  it('counts what each choice leaves, and offers the worse ones only beside an earlier evaluation', () => {
    const results = [result('a'), result('b', { score: 0.5 }), result('c', failed), result('d', { score: null })];
    expect(caseFilters(results, null).map(({ id, count }) => [id, count])).toEqual([
      ['all', 4],
      ['imperfect', 2],
      ['failed', 1],
    ]);
    const comparison = compareEvaluations([result('b')], results);
    expect(caseFilters(results, comparison).at(-1)).toEqual({ id: 'worse', label: 'Worse', count: 1 });
    expect(results.filter((one) => isShown('worse', one, comparison)).map(({ id }) => id)).toEqual(['b']);
  });
});
