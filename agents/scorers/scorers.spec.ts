import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EvaluationCase, Scorer } from '../../backend/agents/agent.contract.ts';
import type { Json } from '../../backend/common/json.ts';
import type { Answered, ScorerPorts } from './scorer.ts';
import { meanScore, scoreBy } from './scorers.ts';

const ports: ScorerPorts = {
  runScript: async () => ({ score: 0.5, reason: 'half' }),
  askModel: async () => ({ score: 0.25, reason: 'a quarter' }),
};
const answered = (output: Json, rest: object = {}, calls: Answered['calls'] = []): Answered => ({
  case: EvaluationCase.parse({ id: 'one', input: { message: 'Where is order 1042?' }, ...rest }),
  output,
  calls,
});
const score = (scorer: object, answer: Answered) => scoreBy(Scorer.parse(scorer), answer, ports);
const lookUp = { name: 'look_up_order', args: { order_number: 1042 } };

describe('scorers', () => {
  test.each([
    ['exact', 'shipped', ' shipped\n', 1],
    ['exact', 'shipped', 'Shipped', 0],
    ['exact', { status: 'shipped' }, { status: 'shipped' }, 1],
    ['exact', { status: 'shipped' }, { status: 'late' }, 0],
    ['contains', 'shipped', 'It was Shipped today', 1],
    ['contains', ['shipped', 'today', 'Ada'], 'It was shipped today', 2 / 3],
    ['contains', ['shipped'], { status: 'shipped' }, 1],
  ])('%s: expected %j, answered %j', async (kind, expected, output, wanted) => {
    expect((await score({ kind }, answered(output, { expected })))?.score).toBeCloseTo(wanted);
  });

  test('a case that expects nothing is measured by none of them', async () => {
    for (const kind of ['exact', 'contains', 'tools']) expect(await score({ kind }, answered('anything'))).toBeNull();
  });

  test('contains minds upper and lower case where it is told to', async () => {
    expect((await score({ kind: 'contains', is_case_sensitive: true }, answered('SHIPPED', { expected: 'shipped' })))?.score).toBe(0);
  });

  test.each([
    ['as expected', [lookUp], [lookUp], 1],
    ['with more arguments than the case names', [{ name: 'look_up_order' }], [lookUp], 1],
    ['with another argument', [lookUp], [{ name: 'look_up_order', args: { order_number: 7 } }], 0],
    ['twice where once was expected', [lookUp], [lookUp, lookUp], 0.5],
    ['not at all', [lookUp], [], 0],
    ['although none was expected', [], [lookUp], 0],
    ['none, as expected', [], [], 1],
  ])('tools that were called %s', async (_name, expected, calls, wanted) => {
    expect((await score({ kind: 'tools' }, answered('', { tools: expected }, calls)))?.score).toBe(wanted);
  });

  test('what does not fit the schema is told with the reason', async () => {
    const schema = { type: 'object', properties: { status: { type: 'string' } }, required: ['status'] };
    expect((await score({ kind: 'schema', schema }, answered({ status: 'late' })))?.score).toBe(1);
    expect(await score({ kind: 'schema', schema }, answered({}))).toEqual({ score: 0, reason: expect.stringContaining('status') });
  });

  test('scripts and judges are believed only when they give a number from 0 to 1', async () => {
    expect(await score({ kind: 'runnable', path: 'f/support/score' }, answered(''))).toEqual({ score: 0.5, reason: 'half' });
    const judge = Scorer.parse({ kind: 'judge', model: {}, rubric: 'Is it polite?' });
    expect(await scoreBy(judge, answered(''), ports)).toEqual({ score: 0.25, reason: 'a quarter' });
    for (const given of [null, {}, { score: 2 }, { score: '1' }, { score: Number.NaN }])
      await expect(scoreBy(judge, answered(''), { ...ports, askModel: async () => given as Json })).rejects.toMatchObject({ code: 'agent/score_invalid' });
  });

  test('every score lies between 0 and 1, whatever is expected, answered and called', () => {
    const call = fc.record({ name: fc.constantFrom('a', 'b'), args: fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ max: 2, min: 0 })) });
    return fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.option(fc.array(call)), fc.array(call), fc.option(fc.array(fc.string())), async (output, tools, calls, expected) => {
        for (const kind of ['exact', 'contains', 'tools']) {
          const given = await score({ kind }, answered(output as Json, { tools, expected }, calls));
          expect(given === null || (given.score >= 0 && given.score <= 1)).toBe(true);
        }
      }),
    );
  });

  test('the mean leaves out what could not be measured', () => {
    expect(meanScore([null, { score: 1, reason: '' }, { score: 0.5, reason: '' }])).toBe(0.75);
    expect(meanScore([null])).toBeNull();
  });
});
