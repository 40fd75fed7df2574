import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonScan } from './json-scan.ts';
import { checkForStorage, checkResult, checkSmallResult } from './result-json.ts';

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
}

function isJson(text: string): boolean {
  try {
    // What is beyond a double cannot be written again.
    return !holdsInfinity(JSON.parse(text));
  } catch {
    return false;
  }
}

/** JSON with one character changed, left out or put in: mostly no JSON any more. */
const damaged = fc
  .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', '.', 'e', 'u', ' ', 'n', '\n'), fc.boolean())
  .map(([text, at, character, isInsertion]) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + character + text.slice(position + (isInsertion ? 0 : 1));
  });

/** Texts that are long enough to be looked at many bytes at a time, at any alignment, with what ends that anywhere in them. */
const long = fc
  .tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 130 }), fc.constantFrom('', '\\n', '\\u00e9', 'é', '\n', '\u001f', '\\', '"', '\u007f', '😀')), {
      maxLength: 6,
    }),
  )
  .map(([blanks, parts]) => `${' '.repeat(blanks)}["${parts.map(([count, text]) => 'x'.repeat(count) + text).join('')}",1]`);

describe('checking a result', () => {
  it('accepts exactly what JSON.parse accepts and can write again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), damaged, fc.string(), long), async (text) => {
        expect('json' in checkSmallResult(Buffer.from(text))).toBe(isJson(text));
        expect('json' in (await checkResult(Buffer.from(text)))).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '01',
    '1.',
    '.5',
    '-',
    '1e',
    '+1',
    'NaN',
    'Infinity',
    'tru',
    'nulll',
    '"\\x"',
    '"\\u12g4"',
    '"a\nb"',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '{"a" 1}',
    ']',
    '1 2',
    '',
    ' ',
    '"open',
    '[1',
    '{"a":',
  ])('refuses %s and says where', (text) => {
    expect(checkSmallResult(Buffer.from(text))).toEqual({ reason: expect.stringMatching(/unexpected .* at byte \d+|ends too early/) });
  });

  it('keeps a large text as the bytes that it is, unless it has to be changed', async () => {
    for (const [text, isKept] of [
      ['é'.repeat(20_000), true],
      ['x'.repeat(3_000_000), true],
      ['short', false],
      [`${'x'.repeat(20_000)}\u0000`, false],
    ] as const) {
      const bytes = Buffer.from(JSON.stringify(text));
      const checked = await checkForStorage(bytes);
      const json = 'json' in checked ? checked.json : '';
      expect(Buffer.isBuffer(json)).toBe(isKept);
      expect(JSON.parse(json.toString())).toBe(text.replace('\0', '\ufffd'));
    }
    expect(await checkForStorage(Buffer.from([0x22, ...Buffer.alloc(20_000, 0xff), 0x22]))).toEqual({ json: `"${'\ufffd'.repeat(20_000)}"` });
    expect(await checkForStorage(Buffer.from(`"${'x'.repeat(20_000)}`))).toHaveProperty('reason');
  });

  it('comes to the same end in slices of any size', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged), fc.integer({ min: 1, max: 20 }), (text, slice) => {
        const scan = new JsonScan(Buffer.from(text));
        let verdict = scan.advance(slice);
        while (verdict === null) verdict = scan.advance(slice);
        expect(verdict.isValid).toBe(isJson(text));
      }),
    );
  });

  it('keeps every digit and every blank of what it accepts', () => {
    const text = '{ "big": 123456789012345678901234567890.10, "list": [1, 2] }';
    expect(checkSmallResult(Buffer.from(text))).toEqual({ json: text });
  });

  it('replaces what jsonb refuses, and nothing that only looks like it', () => {
    const stored = (text: string): unknown => checkSmallResult(Buffer.from(text));
    expect(stored('"a\\u0000b"')).toEqual({ json: '"a\\ufffdb"' });
    expect(stored('"\\ud83d\\ude00 \\ud83d x \\ude00"')).toEqual({ json: '"\\ud83d\\ude00 \\ufffd x \\ufffd"' });
    expect(stored('"\\\\u0000 \\\\\\u0000 \\\\\\\\ud800"')).toEqual({ json: '"\\\\u0000 \\\\\\ufffd \\\\\\\\ud800"' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const checked = checkSmallResult(Buffer.from(JSON.stringify(text)));
        expect('json' in checked && JSON.parse(checked.json)).toBe(text.toWellFormed().replaceAll('\0', '\ufffd'));
      }),
    );
  });

  it('refuses nesting that no reader behind it would bear', () => {
    expect(checkSmallResult(Buffer.from('['.repeat(100_000)))).toEqual({ reason: expect.stringContaining('nested') });
  });
});
