import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LogStream, LogTail } from './log-stream.ts';
import { logEnd } from './protocol.ts';

/** Feeds bytes in pieces of the given sizes. */
function read(bytes: Buffer, sizes: readonly number[], marker: Buffer | null = null, close = true): { text: string; ends: number } {
  let text = '';
  let ends = 0;
  const stream = new LogStream((part) => { text += part; }, () => { ends += 1; });
  if (marker !== null) stream.expect(marker);
  let at = 0;
  for (const size of sizes) {
    stream.push(bytes.subarray(at, at + size));
    at += size;
  }
  stream.push(bytes.subarray(at));
  if (close) stream.close();
  return { text, ends };
}

const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 });

describe('LogStream', () => {
  it('gives the same text however the bytes are cut into chunks', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), sizes, (printed, cuts) => {
      expect(read(Buffer.from(printed), cuts).text).toBe(printed.replaceAll('\0', ''));
    }));
  });

  it('gives text that Postgres takes for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), sizes, (bytes, cuts) => {
      const { text } = read(Buffer.from(bytes), cuts);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toContain('\0');
    }));
  });

  it('shows wrong bytes as replacement characters and drops NUL', () => {
    expect(read(Buffer.from([0x61, 0xff, 0x62, 0x00, 0x63, 0xed, 0xa0, 0x80]), []).text).toMatch(/^a\ufffdbc\ufffd+$/);
  });

  it('ends at the marker and takes it out, wherever it is cut', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.stringMatching(/^[0-9a-f]{8,20}$/), sizes, (printed, nonce, cuts) => {
      const marker = logEnd(nonce);
      const seen = read(Buffer.concat([Buffer.from(printed), marker]), cuts, marker, false);
      expect(seen).toEqual({ text: printed.replaceAll('\0', ''), ends: 1 });
    }));
  });

  it('does not take the marker of another job, or the beginning of one, for the end', () => {
    expect(read(Buffer.concat([Buffer.from('a'), logEnd('aaaa'), Buffer.from('b\0MR-END bb')]), [], logEnd('bbbb'), false)).toEqual({ text: 'aMR-END aaaa\nb', ends: 0 });
    expect(read(Buffer.from('b\0MR-END bb'), [], logEnd('bbbb'))).toEqual({ text: 'bMR-END bb', ends: 1 });
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
