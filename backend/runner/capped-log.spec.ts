import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CappedLog } from './capped-log.ts';

const printed = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 60 });

function capped(chunks: readonly string[], limit: number): { text: string; notice: boolean; leftOut: number } {
  const log = new CappedLog(limit);
  const now = chunks.map((chunk) => log.append(chunk)).join('');
  const end = log.finish();
  return { text: now + end, notice: end.includes('bytes of log were left out'), leftOut: log.leftOutBytes };
}

describe('CappedLog', () => {
  it('leaves a log within the limit as it is', () => {
    fc.assert(fc.property(printed, (chunks) => {
      const text = chunks.join('');
      expect(capped(chunks, Buffer.byteLength(text) * 2 + 2)).toEqual({ text, notice: false, leftOut: 0 });
    }));
  });

  it('keeps the head and the tail of a longer log, whole characters only, and counts every byte that it leaves out', () => {
    fc.assert(fc.property(printed, fc.integer({ min: 2, max: 300 }), (chunks, limit) => {
      const text = chunks.join('');
      const { text: kept, notice, leftOut } = capped(chunks, limit);
      if (!notice) return expect(kept).toBe(text);
      const [head = '', tail = ''] = kept.split(/\n\[\.\.\. [\d,]+ bytes of log were left out here: .*? \.\.\.\]\n/);
      expect(text.startsWith(head)).toBe(true);
      expect(text.endsWith(tail)).toBe(true);
      expect(Buffer.byteLength(head) + Buffer.byteLength(tail) + leftOut).toBe(Buffer.byteLength(text));
      expect(Buffer.byteLength(head) + Buffer.byteLength(tail)).toBeLessThanOrEqual(limit);
      expect(kept.isWellFormed()).toBe(true);
    }));
  });

  it('says how much is missing between the two', () => {
    const log = new CappedLog(10);
    expect(log.append('0123456789abcdef')).toBe('01234');
    expect(log.append('ghijk')).toBe('');
    expect(log.finish()).toMatch(/^\n\[\.\.\. 11 bytes of log were left out here.*\]\nghijk$/);
  });

  it('holds little more than its limit while ten times as much comes one character at a time', () => {
    const log = new CappedLog(200_000);
    for (let count = 0; count < 2_000_000; count += 1) log.append('x');
    const end = log.finish();
    expect(log.leftOutBytes).toBe(1_800_000);
    expect(end.endsWith('x'.repeat(100_000))).toBe(true);
  });
});
