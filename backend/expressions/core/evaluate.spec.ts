import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Evaluator } from './evaluate.ts';
import { parseExpression } from './parse.ts';

const evaluator = new Evaluator();
afterAll(() => evaluator.dispose());

const nowMs = Date.UTC(2026, 10, 20, 8, 15);
const scope = {
  flow_input: { amount: 120, 'first name': 'Ada', items: [{ id: 1 }, { id: 2 }] },
  results: { a: { total: 7 }, b: [3, 1, 2] },
  previous_result: 'text',
};
const evaluate = (source: string, over: Partial<Parameters<Evaluator['evaluate']>[1]> = {}) =>
  evaluator.evaluate(parseExpression(source), { scope, nowMs, ...over });
const small = { timeMs: 150, memoryBytes: 16 * 1024 * 1024, resultLength: 100_000 };

describe('values', () => {
  test.each<[string, unknown]>([
    ['1 + 2', 3],
    ['results.a.total * 2', 14],
    ['flow_input["first name"]', 'Ada'],
    ["results['a'].total", 7],
    ['flow_input.items.map(({ id }) => id)', [1, 2]],
    ['flow_input.items.length', 2],
    ['`Hello ${flow_input["first name"]}`', 'Hello Ada'],
    ['{ total: results.a.total, ok: true }', { total: 7, ok: true }],
    ['({ a: 1 })', { a: 1 }],
    ['flow_input.missing', null],
    ['results.unknown?.field', null],
    ['undefined', null],
    ['(x => x + 1)(1)', 2],
    ['results.b.sort()', [1, 2, 3]],
    ['const total = results.a.total; if (total > 5) { return "big" } return "small"', 'big'],
    ['const total = results.a.total\ntotal + 1', 8],
    ['1 + 1 // a comment', 2],
    ['/* before */ 1;', 1],
    ['new Date(0).toISOString()', '1970-01-01T00:00:00.000Z'],
    ['[...new Set([1, 1, 2])]', [1, 2]],
    ['JSON.parse("[1]")', [1]],
    ['"a-b".split("-")', ['a', 'b']],
    ['() => 1', null],
  ])('%s', async (source, value) => {
    expect(await evaluate(source)).toEqual(value);
  });

  test('variables and resources are looked up before, and `await` in front of them changes nothing', async () => {
    const lookups = { variable: { 'f/shop/key': 'k' }, resource: { 'u/ada/db': { host: 'h' } } };
    expect(await evaluate('`${await variable("f/shop/key")}@${resource(\'u/ada/db\').host}`', { lookups })).toBe('k@h');
  });

  test('a lookup without a value is an error that names it, not null', async () => {
    await expect(evaluate('variable("f/shop/key")')).rejects.toThrow('There is no variable f/shop/key');
  });

  test('a key of something absent is an error, not null', async () => {
    await expect(evaluate('flow_input.missing.field')).rejects.toMatchObject({ code: 'expression/failed' });
  });

  test('inputs are copies: what an expression does to them is seen by nobody', async () => {
    const own = { results: { list: [3, 1, 2] } };
    await evaluate('results.list.sort()', { scope: own });
    expect(own.results.list).toEqual([3, 1, 2]);
  });
});

describe('the same on every replay', () => {
  test('now is the recorded moment', async () => {
    expect(await evaluate('[Date.now(), new Date().getTime(), Date().slice(0, 10)]')).toEqual([nowMs, nowMs, '2026-11-20']);
  });

  test('the time zone is UTC', async () => {
    expect(
      await evaluate('[new Date(2026, 0, 1).toISOString(), new Date().getHours(), new Date("2026-01-01T10:00").getTime(), new Date("Jan 1 2026").getHours()]'),
    ).toEqual(['2026-01-01T00:00:00.000Z', 8, Date.UTC(2026, 0, 1, 10), 0]);
  });

  test('random numbers are refused with the reason', async () => {
    await expect(evaluate('Math.random()')).rejects.toThrow('the same value whenever it is replayed');
  });

  test.each([
    'JSON',
    'Math',
    'Date',
    'Object',
    'Array',
    'Array.isArray',
    'String',
    'Map',
    'Object.getPrototypeOf({})',
    'Object.getPrototypeOf([])',
    'Object.getPrototypeOf("")',
    'Object.getPrototypeOf(0)',
    'Object.getPrototypeOf(/a/)',
    'Object.getPrototypeOf(new Date())',
    'Object.getPrototypeOf(() => 1)',
    'Object.getPrototypeOf([].values())',
    'Object.getPrototypeOf(Object.getPrototypeOf([].values()))',
    'Object.getPrototypeOf(new Map().entries())',
    'Object.getPrototypeOf("a".matchAll(/a/g))',
    'Object.getPrototypeOf(new Set())',
    'Object.getPrototypeOf(Error("x"))',
    'encodeURI',
    'Date.prototype.getTime',
    'Object.getPrototypeOf(true)',
  ])('%s cannot be changed, so nothing leaks into the next evaluation', async (target) => {
    await expect(evaluate(`Object.assign(${target}, { leaked: 1 })`)).rejects.toMatchObject({ code: 'expression/failed' });
    await expect(evaluate(`Object.defineProperty(${target}, 'leaked', { value: 1 })`)).rejects.toMatchObject({ code: 'expression/failed' });
  });

  test('a regular expression starts at the beginning each time', async () => {
    for (let round = 0; round < 3; round++) expect(await evaluate('/a/g.test("a")')).toBe(true);
  });
});

describe('escapes', () => {
  test.each([
    '[].constructor.constructor("return this")()',
    '(() => 1).constructor("return globalThis")()',
    '"".sub.constructor("return process")()',
    'Object.getPrototypeOf(() => 1).constructor("return 1")()',
    'Object.getOwnPropertyDescriptor(Object.getPrototypeOf(() => 1), "constructor").value("return 1")()',
    '({}).__proto__.constructor.constructor("return 1")()',
    '[].map.call.constructor("return 1")()',
    'new Date().constructor.constructor("return 1")()',
    'results.a["constructor"]["constructor"]("return 1")()',
    'JSON.parse("{\\"__proto__\\": {\\"x\\": 1}}").x.y',
  ])('%s gives no way to run text', async (source) => {
    await expect(evaluate(source)).rejects.toMatchObject({ code: 'expression/failed' });
  });

  test('the prototype of the inputs is not that of the server', async () => {
    await expect(evaluate('Object.assign(Object.getPrototypeOf(flow_input), { polluted: true }) && 1')).rejects.toMatchObject({ code: 'expression/failed' });
    expect('polluted' in {}).toBe(false);
  });

  test('a toJSON of its own can only make text', async () => {
    expect(await evaluate('({ toJSON: () => ({ __proto__: null, "__proto__x": 1 }) })')).toEqual({ __proto__x: 1 });
  });
});

describe('limits', () => {
  test.each([
    ['endless recursion', '(f => f(f))(f => f(f))', 'expression/stack_limit'],
    ['an endless call', '(f => f(f))(f => [1].map(() => f(f)))', 'expression/stack_limit'],
    ['a huge loop', 'Array.from({ length: 1e6 }).map(() => Array.from({ length: 1000 }).map(() => 1)).length', 'expression/'],
    ['a regular expression that backtracks', '/(a+)+$/.test("a".repeat(40) + "b")', 'expression/time_limit'],
    ['a huge string', '"x".repeat(1e9)', 'expression/memory_limit'],
    ['a huge string by padding', '"x".padStart(5e8)', 'expression/'],
    ['a memory bomb', 'Array.from({ length: 100 }).map((_, i) => "x".repeat(1e6) + i)', 'expression/memory_limit'],
    ['doubling', 'Array.from({ length: 60 }).reduce((text) => text + text, "x")', 'expression/'],
    ['a huge result', '"x".repeat(2e5)', 'expression/result_too_large'],
    ['a huge sparse array', 'new Array(4e9).indexOf(1)', 'expression/failed'],
    ['a huge array by assignment of its length', 'Object.assign([], { length: 4e9 }).indexOf(1)', 'expression/failed'],
    ['a huge thing that looks like an array', '[].indexOf.call({ length: 9e15 }, 1)', 'expression/failed'],
    ['a long search', '(s => s.indexOf(s.slice(0, 2e5) + "b"))("a".repeat(4e5))', 'expression/failed'],
    ['deep nesting of the value', 'Array.from({ length: 1e5 }).reduce((inner) => [inner], [])', 'expression/'],
    ['deep JSON', 'JSON.parse("[".repeat(1e5) + "]".repeat(1e5))', 'expression/'],
    ['a getter of its own in the result', 'Object.defineProperty({}, "x", { enumerable: true, get: () => (f => f(f))(f => f(f)) })', 'expression/stack_limit'],
  ])('%s is stopped', async (_name, source, code) => {
    await expect(evaluate(source, { limits: small })).rejects.toMatchObject({ code: expect.stringContaining(code) });
    expect(await evaluate('[1].map((one) => one + 1)[0]')).toBe(2);
  });
});

describe('simple paths', () => {
  const word = fc.constantFrom('a', 'b', 'length', 'constructor', '__proto__', 'toString', 'x y', '0');
  const access = word.map((key) => (/^[a-z_]+$/i.test(key) ? `.${key}` : key === '0' ? '[0]' : `['${key}']`));
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, 1, 'text', true),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(word, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const settle = async (promise: Promise<unknown>): Promise<unknown> =>
    promise.catch((error: unknown) => ({ failed: error instanceof Error && 'code' in error ? error.code : error }));

  test('give the same as the engine', async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.array(access, { maxLength: 4 }), async (value, keys) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        const source = `flow_input${keys.join('')}`;
        const direct = await settle(evaluate(source, { scope: { flow_input: plain } }));
        const engine = await settle(evaluate(`(() => ${source})()`, { scope: { flow_input: plain } }));
        expect(direct).toEqual(engine);
      }),
      { numRuns: 300 },
    );
  });
});
