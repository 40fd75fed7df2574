import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { longestExpression, parseExpression } from './parse.ts';

const references = (source: string) => parseExpression(source).references.map(({ root, path }) => [root, ...path].join('/'));
const problems = (source: string) => parseExpression(source).problems.map(({ code }) => code.replace('expression/', ''));

describe('references', () => {
  test.each([
    ['results.x', ['results/x']],
    ["results['x y'].z[0]", ['results/x y/z/0']],
    ['flow_input.y + previous_result', ['flow_input/y', 'previous_result']],
    ['flow_input.iter.value.id', ['flow_input/iter/value/id']],
    ['resumes.map((one) => one.ok)', ['resumes']],
    ['resume.comment ?? approvers[0]', ['resume/comment', 'approvers/0']],
    ['error.message', ['error/message']],
    ['flow_env.URL', ['flow_env/URL']],
    ['results[flow_input.key].z', ['flow_input/key', 'results']],
    ['results.a.items.filter((item) => item.id === flow_input.id)', ['results/a/items', 'flow_input/id']],
    ['(results.a).b', ['results/a/b']],
    ['results?.a?.b', ['results/a/b']],
    ['const { id } = results.a; id', ['results/a']],
    ['const results = 1; results', []],
    ['[1].map((flow_input) => flow_input.x)', []],
    ['({ results: 1, [flow_input.a]: 2 })', ['flow_input/a']],
    ['((a = results.z) => a)()', ['results/z']],
    ['`${results.a}`', ['results/a']],
  ])('%s reads %j', (source, expected) => {
    expect(parseExpression(source).problems).toEqual([]);
    expect(references(source)).toEqual(expected);
  });

  test('have the positions of the whole and of each key', () => {
    const [reference] = parseExpression(' results.a["b c"]').references;
    expect(reference).toMatchObject({ start: 1, end: 16, keys: [{ start: 9, end: 10 }, { start: 11, end: 16 }] });
  });

  test('variables and resources are found with their paths', () => {
    expect(parseExpression('[variable("f/a/b"), await resource(`u/c/d`)]').lookups.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['variable f/a/b', 'resource u/c/d']);
  });
});

describe('what is refused', () => {
  test.each([
    ['x = 1', 'not_allowed'],
    ['results.a = 1', 'not_allowed'],
    ['results.a++', 'not_allowed'],
    ['delete results.a', 'not_allowed'],
    ['for (;;) {}', 'not_allowed'],
    ['while (true) {}', 'not_allowed'],
    ['function f() {}', 'not_allowed'],
    ['class A {}', 'not_allowed'],
    ['import("fs")', 'not_allowed'],
    ['import fs from "fs"', 'syntax'],
    ['new Function("x")', 'not_allowed'],
    ['Function("x")()', 'not_allowed'],
    ['eval("1")', 'not_allowed'],
    ['this', 'not_allowed'],
    ['globalThis', 'not_allowed'],
    ['async () => 1', 'not_allowed'],
    ['await results.a', 'not_allowed'],
    ['try { 1 } catch {}', 'not_allowed'],
    ['throw 1', 'not_allowed'],
    ['1n', 'not_allowed'],
    ['fetch("x")', 'not_allowed'],
    ['variable(flow_input.path)', 'computed_path'],
    ['variable("a" + "b")', 'computed_path'],
    ['resource()', 'computed_path'],
    ['variable', 'unknown_name'],
    ['resluts.a', 'unknown_name'],
    ['', 'syntax'],
    ['// only a comment', 'syntax'],
    ['const a = 1', 'syntax'],
    ['1 +', 'syntax'],
    ['a b', 'syntax'],
    ['1) + (1', 'syntax'],
  ])('%s: %s', (source, code) => {
    expect(problems(source)).toContain(code);
    expect(parseExpression(source).code).toBe('');
  });

  test('problems stand where they are', () => {
    expect(parseExpression('1 + nothing').problems[0]).toMatchObject({ start: 4, end: 11 });
  });

  test('a source that is too long or too deep is a problem and no crash', () => {
    expect(problems('1'.repeat(longestExpression + 1))).toEqual(['too_long']);
    expect(problems(`${'('.repeat(20_000)}1${')'.repeat(20_000)}`)).toEqual(['syntax']);
    expect(problems(`${'!'.repeat(40_000)}1`)).toEqual(['syntax']);
  });

  test('any text at all is read without an exception', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('results', '.a', '(', ')', '=>', '{', '}', 'await ', 'variable', '"x"', '`', '${', '?.', '...', 'const ', ';', '//', '/*', '<!--'));
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { problems: found, code } = parseExpression(pieces.join(''));
      expect(found.length > 0).toBe(code === '');
      for (const { start, end } of found) expect(start >= 0 && start <= end).toBe(true);
    }));
  });
});
