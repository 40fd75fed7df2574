import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Evaluator } from './evaluate.ts';
import { parseExpression } from './parse.ts';
import { evaluateSimpleValue } from './simple-value.ts';

const evaluator = new Evaluator();
afterAll(() => evaluator.dispose());

const order = { id: 7, total: 119.5, note: '', city: 'Köln', lines: [{ sku: 'A' }, null], paid: true, by: null };
const simple = (source: string, results: unknown = order) => evaluateSimpleValue(parseExpression(source), { results });
/** A call that the simple evaluation leaves to the engine. */
const byEngine = (source: string, results: unknown): Promise<unknown> =>
  evaluator.evaluate(parseExpression(`(() => (${source}))()`), { scope: { results }, nowMs: 0 });

describe('what is computed without the engine', () => {
  test.each<[string, unknown]>([
    ['`Order ${results.id}: ${results.city}`', 'Order 7: Köln'],
    ['results.total * 1.19 + 1', 119.5 * 1.19 + 1],
    ['results.by?.name.first ?? "nobody"', 'nobody'],
    ['results.lines[0].sku === "A" && !results.note', true],
    ['results.lines.length > 1 ? results.lines : []', order.lines],
    ['results.missing == null', true],
    ['({ id: results.id, open: !results.paid, none: results.missing })', { id: 7, open: false }],
    ['[results.city, results.missing, 0 / 0]', ['Köln', null, null]],
    ['{ a: 1, a: undefined }', {}],
    ['"x" + results.missing', 'xundefined'],
    ['-results.note.length', 0],
    ['typeof results.total', 'number'],
    ['results[results.note === "" ? "id" : "city"]', 7],
  ])('%s', async (source, value) => {
    expect(simple(source)).toEqual({ kind: 'value', value });
    expect(await byEngine(source, order)).toEqual(value);
  });
});

describe('what is left to the engine', () => {
  test.each([
    'results.missing.name',
    'results.city.toUpperCase()',
    'results.lines === results.lines',
    '`${results.lines}`',
    'results.city * 2',
    'results.total + null',
    'results["constructor"]',
    'results.lines["map"]',
    '[...results.lines]',
    '{ ...results }',
    '{ toJSON: 1 }',
    '[results.lines]',
    'Math.PI',
    'NaN',
    '(() => results.id)()',
    'results.total ** 2',
    'const total = results.total; total',
    'variable("f/shop/key")',
    '/a/g',
  ])('%s', (source) => {
    expect(simple(source)).toEqual({ kind: 'needs_engine' });
  });

  test('texts that grow large, of which the engine knows how large they may be', () => {
    expect(simple('results.a + results.a', { a: 'x'.repeat(6_000) })).toEqual({ kind: 'needs_engine' });
  });
});

test('the engine comes to the same wherever something is computed without it', async () => {
  const key = fc.constantFrom('a', 'b', 'length', 'toString', '__proto__');
  const value = fc.oneof(
    fc.constantFrom(null, true, false, '', 'text', 'é', 0, -1, 2, 1.5),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.string({ maxLength: 3 }),
  );
  const data = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, value, fc.array(tie('any'), { maxLength: 2 }), fc.dictionary(fc.constantFrom('a', 'b'), tie('any'), { maxKeys: 2 })),
  })).any;
  const path = fc.array(
    fc.oneof(
      key.map((name) => `.${name}`),
      key.map((name) => `?.${name}`),
      fc.constantFrom('[0]', '[1]'),
    ),
    { maxLength: 3 },
  );
  const source = fc.letrec<{ one: string }>((tie) => ({
    one: fc.oneof(
      { depthSize: 'medium' },
      path.map((steps) => `results${steps.join('')}`),
      value.map((literal) => JSON.stringify(literal)),
      fc.constant('undefined'),
      fc
        .tuple(tie('one'), fc.constantFrom('+', '-', '*', '/', '%', '===', '!==', '==', '!=', '<', '<=', '>', '>=', '&&', '||'), tie('one'))
        .map((parts) => `(${parts.join(' ')})`),
      fc.tuple(tie('one'), tie('one')).map(([left, right]) => `(${left} ?? ${right})`),
      fc.tuple(tie('one'), tie('one'), tie('one')).map(([test, left, right]) => `(${test} ? ${left} : ${right})`),
      fc.tuple(fc.constantFrom('!', '-', '+', 'typeof '), tie('one')).map(([sign, one]) => `(${sign}${one})`),
      fc.tuple(tie('one'), tie('one')).map(([left, right]) => '`' + `${'${'}${left}} and ${'${'}${right}}` + '`'),
      fc.tuple(tie('one'), tie('one')).map(([left, right]) => `({ a: ${left}, "b c": ${right} })`),
      fc.tuple(tie('one'), tie('one')).map(([left, right]) => `[${left}, ${right}]`),
    ),
  })).one;
  await fc.assert(
    fc.asyncProperty(source, data, async (text, given) => {
      const results = JSON.parse(JSON.stringify(given)) as unknown;
      const direct = simple(text, results);
      if (direct.kind === 'value') expect(direct.value).toEqual(await byEngine(text, results));
    }),
    { numRuns: 1_000 },
  );
});
