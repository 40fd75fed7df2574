import { describe, expect, it } from '@jest/globals';
import { parseJson } from './parse-json.ts';

describe('JSON in an editor', () => {
  it('is read, and nothing is nothing', () => {
    expect([parseJson('{"a": [1]}'), parseJson(' \n')]).toEqual([
      { value: { a: [1] }, problem: null },
      { value: null, problem: null },
    ]);
  });

  it('that is none says in which line', () => {
    expect(parseJson('{\n  "a": 1,\n  b\n}')).toEqual({ value: null, problem: 'This is no JSON: look at line 3.' });
    expect(parseJson('[1').problem).toContain('This is no JSON');
  });
});
