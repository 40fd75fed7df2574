import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { admit, debounceDueAt, type AdmissionState, type WaitingJob } from './admit.ts';

const now = 1_000_000;
const job = (id: string, over: Partial<WaitingJob> = {}): WaitingJob => ({
  id,
  priority: 0,
  createdAt: now - 1000,
  scheduledFor: now - 1000,
  concurrency: { max: 1, windowMs: null },
  debounce: null,
  ...over,
});
const state = (waiting: WaitingJob[], over: Partial<AdmissionState> = {}): AdmissionState => ({ now, waiting, holders: 0, admittedAt: [], ...over });

describe('slots', () => {
  test('the oldest job takes the only slot', () => {
    expect(admit(state([job('b', { createdAt: now - 1 }), job('a', { createdAt: now - 5 })])).admit).toEqual(['a']);
  });

  test('a higher priority goes before an older job', () => {
    expect(admit(state([job('old', { createdAt: 1 }), job('urgent', { priority: 5 })])).admit).toEqual(['urgent']);
  });

  test('nobody starts while the slots are held, and there is nothing to look for by time', () => {
    expect(admit(state([job('a')], { holders: 1 }))).toEqual({ admit: [], merge: [], lookAgainAt: null });
  });

  test('a job that is scheduled for later waits for its time', () => {
    expect(admit(state([job('a', { scheduledFor: now + 500 })]))).toEqual({ admit: [], merge: [], lookAgainAt: now + 500 });
  });
});

describe('rates', () => {
  const rated = (id: string) => job(id, { concurrency: { max: 2, windowMs: 10_000 } });

  test('two starts in the window are the limit, and the next slot comes when the older one leaves it', () => {
    expect(admit(state([rated('a')], { admittedAt: [now - 4000, now - 6000] }))).toEqual({ admit: [], merge: [], lookAgainAt: now + 4000 });
  });

  test('starts outside of the window do not count', () => {
    expect(admit(state([rated('a'), rated('b')], { admittedAt: [now - 20_000] })).admit).toEqual(['a', 'b']);
  });
});

describe('debounce', () => {
  const bounced = (id: string, createdAt: number) =>
    job(id, { createdAt, scheduledFor: createdAt + 5000, concurrency: null, debounce: { key: 'k', delayMs: 5000, maximumWaitMs: null } });

  test('while calls keep coming nothing starts', () => {
    expect(admit(state([bounced('a', now - 6000), bounced('b', now - 1000)]))).toEqual({ admit: [], merge: [], lookAgainAt: now + 4000 });
  });

  test('after the quiet time the last call runs and stands for the others', () => {
    expect(admit(state([bounced('a', now - 8000), bounced('b', now - 6000)]))).toEqual({ admit: ['b'], merge: [{ id: 'a', into: 'b' }], lookAgainAt: null });
  });

  test('the maximum wait ends a debounce that would never be quiet', () => {
    expect(debounceDueAt([0, 900, 1800], 1000, 2000)).toBe(2000);
    expect(debounceDueAt([0, 900, 1800], 1000, null)).toBe(2800);
  });

  const few = (id: string, createdAt: number, size: number) => job(id, { createdAt, concurrency: null, debounce: { key: 'k', delayMs: 5000, maximumWaitMs: null, maximumCalls: 3, size } });

  test('as many calls as one run takes start at once, and those after them wait on', () => {
    const calls = ['a', 'b', 'c', 'd'].map((id, index) => few(id, now - 100 + index, 0));
    expect(admit(state(calls))).toEqual({
      admit: ['c'],
      merge: ['a', 'b'].map((id) => ({ id, into: 'c' })),
      lookAgainAt: now - 97 + 5000,
    });
  });

  test('what is gathered stays within the size of arguments: the call that would be too much begins another run', () => {
    const calls = [few('a', now - 100, 60), few('b', now - 99, 40), few('c', now - 98, 1)];
    expect(admit(state(calls, { maximumSize: 100 }))).toEqual({ admit: ['b'], merge: [{ id: 'a', into: 'b' }], lookAgainAt: now - 98 + 5000 });
    expect(admit(state([few('huge', now - 100, 500)], { maximumSize: 100 })).admit).toEqual([]);
  });
});

describe('for any state', () => {
  const waitingJob = fc.record({
    id: fc.uuid(),
    priority: fc.integer({ min: -3, max: 3 }),
    createdAt: fc.integer({ min: now - 5000, max: now }),
    scheduledFor: fc.integer({ min: now - 5000, max: now + 5000 }),
    kind: fc.constantFrom('slots', 'rate', 'debounce', 'none'),
    max: fc.integer({ min: 1, max: 5 }),
    key: fc.constantFrom('x', 'y'),
  });
  const anyState = fc.record({
    jobs: fc.uniqueArray(waitingJob, { selector: ({ id }) => id, maxLength: 20 }),
    holders: fc.nat(6),
    admittedAt: fc.array(fc.integer({ min: now - 20_000, max: now }), { maxLength: 8 }),
    max: fc.integer({ min: 1, max: 5 }),
  });
  const build = ({ jobs, holders, admittedAt, max }: typeof anyState extends fc.Arbitrary<infer State> ? State : never): AdmissionState =>
    state(
      jobs.map(({ kind, max: _max, key, ...rest }) => ({
        ...rest,
        concurrency: kind === 'slots' ? { max, windowMs: null } : kind === 'rate' ? { max, windowMs: 10_000 } : null,
        debounce: kind === 'debounce' ? { key, delayMs: 2000, maximumWaitMs: 6000, maximumCalls: max, size: max } : null,
      })),
      { holders, admittedAt },
    );

  test('slots are never given out twice: holders and admitted jobs with slots stay within the maximum', () => {
    fc.assert(
      fc.property(anyState, (drawn) => {
        const input = build(drawn);
        const limited = input.waiting.filter(({ concurrency }) => concurrency?.windowMs === null);
        const admitted = admit(input).admit.filter((id) => limited.some((waiting) => waiting.id === id));
        expect(admitted.length === 0 || input.holders + admitted.length <= drawn.max).toBe(true);
      }),
    );
  });

  test('every job is admitted, merged, or still waiting, and never two of these', () => {
    fc.assert(
      fc.property(anyState, (drawn) => {
        const input = build(drawn);
        const { admit: admitted, merge } = admit(input);
        const touched = [...admitted, ...merge.map(({ id }) => id)];
        expect(new Set(touched).size).toBe(touched.length);
        expect(touched.every((id) => input.waiting.some((waiting) => waiting.id === id))).toBe(true);
        expect(merge.every(({ into }) => input.waiting.some((waiting) => waiting.id === into))).toBe(true);
      }),
    );
  });

  test('when jobs wait and nothing holds a slot, something starts or there is a time to look again', () => {
    fc.assert(
      fc.property(anyState, (drawn) => {
        const input = { ...build(drawn), holders: 0 };
        const { admit: admitted, lookAgainAt } = admit(input);
        expect(input.waiting.length === 0 || admitted.length > 0 || lookAgainAt !== null).toBe(true);
        expect(lookAgainAt === null || lookAgainAt > now).toBe(true);
      }),
    );
  });
});
