import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jobStatuses } from '../../backend/jobs/core/job-status.ts';
import {
  allRuns,
  isFiltered,
  queryOfFilter,
  readRunsFilter,
  type RunsFilter,
  textFilters,
  type TimeSpan,
  timeSpans,
  writeRunsFilter,
  showsSteps,
} from './runs-filter.ts';

const text = fc
  .string({ minLength: 1 })
  .map((value) => value.trim())
  .filter((value) => value !== '');
const anyTexts = fc.dictionary(fc.constantFrom(...textFilters), text);
const aMoment = fc.integer({ min: 0, max: 4_000_000_000_000 });
const anyFilter: fc.Arbitrary<RunsFilter> = fc.oneof(
  fc.record({
    texts: anyTexts,
    statuses: fc.subarray([...jobStatuses]),
    span: fc.constantFrom(...(Object.keys(timeSpans) as TimeSpan[])),
    fromMs: fc.constant(null),
    toMs: fc.constant(null),
  }),
  fc.record({ texts: anyTexts, statuses: fc.subarray([...jobStatuses]), span: fc.constant(null), fromMs: fc.option(aMoment), toMs: fc.option(aMoment) }),
);

describe('the filter of the runs in the address', () => {
  test('what is written into the address is what is read from it', () => {
    fc.assert(fc.property(anyFilter, (filter) => void expect(readRunsFilter(writeRunsFilter(filter))).toEqual(filter)));
  });

  test('whatever stands in an address gives a filter that the API takes', () => {
    const names = fc.constantFrom(...textFilters, 'status', 'span', 'from', 'to', 'other');
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), (parameters) => {
        const query = queryOfFilter(readRunsFilter(parameters), Date.UTC(2026, 0, 1));
        for (const moment of [query['from'], query['to']]) if (moment !== undefined) expect(Date.parse(String(moment))).not.toBeNaN();
        expect(query).not.toHaveProperty('span');
        expect(query).not.toHaveProperty('other');
      }),
    );
  });

  test('a span is counted back from now and has no end, so that new runs appear', () => {
    const query = queryOfFilter({ ...allRuns, span: '1h' }, Date.UTC(2026, 0, 1, 12));
    expect(query).toMatchObject({ from: '2026-01-01T11:00:00.000Z' });
    expect(query['to']).toBeUndefined();
  });

  test('states that do not exist are passed over', () => {
    expect(readRunsFilter({ status: 'failed,exploded' }).statuses).toEqual(['failed']);
  });

  test('an empty address filters nothing', () => {
    expect(isFiltered(readRunsFilter({}))).toBe(false);
    expect(isFiltered(readRunsFilter({ tag: 'gpu' }))).toBe(true);
  });
});

test('steps of flows are left out until they are asked for, by the switch or by a filter that is about them', () => {
  const filterOf = (parameters: Record<string, string>) => readRunsFilter(parameters);
  expect(showsSteps(filterOf({}), undefined)).toBe(false);
  expect(showsSteps(filterOf({ user: 'u/ada', status: 'failed' }), undefined)).toBe(false);
  expect(showsSteps(filterOf({ path: 'f/a/b' }), undefined)).toBe(true);
  expect(showsSteps(filterOf({ root: 'x' }), undefined)).toBe(true);
  expect(showsSteps(filterOf({}), 'on')).toBe(true);
  expect(showsSteps(filterOf({ path: 'f/a/b' }), 'off')).toBe(false);
});
