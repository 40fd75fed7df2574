import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mask, Redactor } from './redactor.ts';

/** Few letters, so that secrets overlap, repeat and begin within each other. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 });
const secrets = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 7 }), { minLength: 1, maxLength: 4 });

/** The plain meaning: mask every character that lies in any occurrence of any secret, one mask per run. */
function maskSlowly(text: string, values: readonly string[]): string {
  const covered = Array.from({ length: text.length }, () => false);
  for (const value of values) for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) covered.fill(true, at, at + value.length);
  return covered.map((isSecret, index) => (isSecret ? (covered[index - 1] ? '' : mask) : text[index])).join('');
}

describe('redaction', () => {
  test('masks exactly the characters of all secrets, one mask per run', () => {
    fc.assert(fc.property(secrets, letters, (values, text) => {
      const forms = values.flatMap((value) => [value, Buffer.from(value).toString('base64'), Buffer.from(value).toString('base64url')]);
      expect(new Redactor(values).redact(text)).toBe(maskSlowly(text, forms));
    }));
  });

  test('gives the same text however the stream is cut into chunks', () => {
    fc.assert(fc.property(secrets, fc.array(letters, { maxLength: 8 }), (values, chunks) => {
      const redactor = new Redactor(values);
      const stream = redactor.stream();
      expect(chunks.map((chunk) => stream.push(chunk)).join('') + stream.end()).toBe(redactor.redact(chunks.join('')));
    }));
  });

  test('holds back no more than may still become a secret', () => {
    const stream = new Redactor(['secret-value']).stream();
    expect(stream.push('nothing to see\n')).toBe('nothing to see\n');
    expect(stream.push('it is sec')).toBe('it is ');
    expect(stream.push('ond\n')).toBe('second\n');
    expect(stream.push('secret-value')).toBe(mask);
    expect(stream.end()).toBe('');
  });

  test('finds secrets in JSON, in URLs, in base64 and line by line', () => {
    const secret = 'pa"ss/wörd\nwith lines';
    const redactor = new Redactor([secret, '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n']);
    for (const text of [secret, JSON.stringify({ secret }), `https://x?p=${encodeURIComponent(secret)}`, Buffer.from(secret).toString('base64'), '2026 MIIEvQIBADANBg', 'kqhkiG9w0BAQEF']) {
      expect(redactor.redact(text)).toContain(mask);
    }
    expect(redactor.redact(JSON.stringify({ secret }))).toBe(`{"secret":"${mask}"}`);
  });

  test('walks JSON values, keys included, and leaves everything else as it is', () => {
    const redactor = new Redactor(['hunter22']);
    expect(redactor.redactJson({ a: ['x hunter22 y', 1, null, true], 'hunter22': { b: 'plain' } })).toEqual({ a: [`x ${mask} y`, 1, null, true], [mask]: { b: 'plain' } });
  });

  test('does not mask values that are too short to be secrets, nor empty ones', () => {
    expect(new Redactor(['', 'a', 'abc']).redact('abc abc a')).toBe('abc abc a');
    expect(new Redactor(['', 'abc']).isIdle).toBe(true);
  });
});
