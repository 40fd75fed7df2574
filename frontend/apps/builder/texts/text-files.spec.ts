import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTexts, textsAsCsv } from './text-files.ts';

describe('files of texts', () => {
  it('come back as they went, whatever stands in them', () => {
    const key = fc.stringMatching(/^[a-z][a-z.]{0,8}$/);
    const text = fc.string({ minLength: 1, maxLength: 12 }).filter((value) => !value.includes('\r') && !value.startsWith("'") && value.trim() === value);
    fc.assert(
      fc.property(fc.dictionary(key, text, { noNullPrototype: true, minKeys: 1 }), fc.dictionary(key, text, { noNullPrototype: true }), (en, de) => {
        expect(readTexts(textsAsCsv({ en, de }, ['en', 'de']))).toEqual({ en, de });
        expect(readTexts(JSON.stringify({ en, de }))).toEqual({ en, de });
      }),
    );
  });

  it('that cannot be read say why', () => {
    expect(() => readTexts('key,english language\na,b')).toThrow('is not a language');
    expect(() => readTexts('{"en": {"a": 1}}')).toThrow('texts by their keys');
    expect(() => readTexts('key,en\na,"b')).toThrow('A quote is open');
    expect(() => readTexts('')).toThrow('The first line');
  });
});
