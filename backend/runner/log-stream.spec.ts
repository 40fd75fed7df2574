import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LogStream, LogTail } from './log-stream.ts';

/** Feeds bytes in pieces of the given sizes. */
function read(bytes: Buffer, sizes: readonly number[]): string {
  let text = '';
  const stream = new LogStream((part) => {
    text += part;
  });
  let at = 0;
  for (const size of sizes) {
    stream.push(bytes.subarray(at, at + size));
    at += size;
  }
  stream.push(bytes.subarray(at));
  stream.finish();
  return text;
}

const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 });

describe('LogStream', () => {
  it('gives the same text however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), sizes, (printed, cuts) => {
        expect(read(Buffer.from(printed), cuts)).toBe(printed.replaceAll('\0', ''));
      }),
    );
  });

  it('gives text that Postgres takes for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), sizes, (bytes, cuts) => {
        const text = read(Buffer.from(bytes), cuts);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toContain('\0');
      }),
    );
  });

  it('shows wrong bytes as replacement characters and drops NUL', () => {
    expect(read(Buffer.from([0x61, 0xff, 0x62, 0x00, 0x63, 0xed, 0xa0, 0x80]), [])).toMatch(/^a\ufffdbc\ufffd+$/);
  });

  it('begins anew after the end of a log', () => {
    const parts: string[] = [];
    const stream = new LogStream((part) => parts.push(part));
    stream.push(Buffer.from([0x61, 0xf0, 0x9f]));
    stream.finish();
    stream.push(Buffer.from('é'));
    stream.finish();
    expect(parts.join('')).toBe('a\ufffdé');
  });
});

describe('LogTail', () => {
  it('remembers what was said last, within a few kilobytes', () => {
    const tail = new LogTail();
    tail.append('x'.repeat(10_000));
    tail.append('\nFileNotFound: a.txt\n\n');
    expect(tail.all.length).toBe(4096);
    expect(tail.lastLine).toBe('FileNotFound: a.txt');
  });
});
