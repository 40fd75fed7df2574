import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.ts';

describe('rows as CSV', () => {
  it('have the columns of all rows', () => {
    expect(
      csvOf([
        { id: 1, name: 'Ada' },
        { id: 2, city: 'Paris, "FR"' },
      ]),
    ).toBe('id,name,city\r\n1,Ada,\r\n2,,"Paris, ""FR"""\r\n');
  });

  it('run no formulas', () => {
    expect(csvOf([{ a: '=HYPERLINK("x")', b: '-5', c: -5, d: '@x' }])).toBe('a,b,c,d\r\n"\'=HYPERLINK(""x"")",-5,-5,\'@x\r\n');
  });

  it('may be plain values', () => {
    expect(csvOf([{ valueOf: 1 }, { a: 2 }])).toBe('valueOf,a\r\n1,\r\n,2\r\n');
    expect(csvOf(['a', 2, null])).toBe('value\r\na\r\n2\r\n\r\n');
  });
});
