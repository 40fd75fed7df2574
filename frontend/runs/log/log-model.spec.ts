import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LogModel, shownLineCount } from './log-model.ts';

const textOf = (model: LogModel): string => model.lines.map((line) => line.raw).join('\n');
const pieces = (...texts: string[]): { seq: number; text: string }[] => texts.map((text, index) => ({ seq: index + 1, text }));

describe('the log of a run', () => {
  test('pieces that cut a line in two give one line', () => {
    const model = new LogModel();
    pieces('Looking up ', 'order 41\nRefun', 'ded\n').forEach((piece) => model.addPiece(piece));
    expect(textOf(model)).toBe('Looking up order 41\nRefunded\n');
    expect(shownLineCount(model.lines)).toBe(2);
  });

  test('pieces in any order, some of them twice, give the same text', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n') }), { maxLength: 12 }), fc.infiniteStream(fc.nat()), (texts, random) => {
      const numbered = pieces(...texts);
      const mixed = [...numbered, ...numbered].map((piece) => ({ piece, key: random.next().value as number })).sort((one, other) => one.key - other.key);
      const model = new LogModel();
      mixed.forEach(({ piece }) => model.addPiece(piece));
      expect(textOf(model)).toBe(texts.join(''));
      expect(model.gap).toBeNull();
    }));
  });

  test('a piece that comes too early is held back and the gap is named', () => {
    const model = new LogModel();
    model.addPiece({ seq: 1, text: 'one\n' });
    model.addPiece({ seq: 3, text: 'three\n' });
    expect(textOf(model)).toBe('one\n');
    expect(model.gap).toBe(1);
    model.addPage([{ seq: 2, text: 'two\n' }]);
    expect(textOf(model)).toBe('one\ntwo\nthree\n');
    expect(model.gap).toBeNull();
  });

  test('a number that is missing in a page was left out by the server and is not waited for', () => {
    const model = new LogModel();
    model.addPage([{ seq: 1, text: 'head\n' }, { seq: 900, text: 'tail\n' }]);
    expect(textOf(model)).toBe('head\ntail\n');
    expect(model.lastSeq).toBe(900);
    expect(model.gap).toBeNull();
  });

  test('a repeated piece does not count as a change', () => {
    const model = new LogModel();
    model.addPiece({ seq: 1, text: 'one' });
    const { version } = model;
    model.addPiece({ seq: 1, text: 'one' });
    model.addPage([{ seq: 1, text: 'one' }]);
    expect(model.version).toBe(version);
  });

  test('a colour goes on in the lines after it', () => {
    const model = new LogModel();
    model.addPage(pieces('\x1b[31mred\nstill red\x1b[0m\nplain'));
    expect(model.lines.map((line) => line.style.colour)).toEqual([undefined, { named: 'red' }, undefined]);
  });

  test('a progress bar that is redrawn for ever does not grow for ever', () => {
    const model = new LogModel();
    for (let percent = 1; percent <= 5000; percent += 1) model.addPiece({ seq: percent, text: `\r${percent} of 5000` });
    expect(model.lines).toHaveLength(1);
    expect(model.lines[0]?.raw.length).toBeLessThan(1000);
    expect(model.lines[0]?.raw).toMatch(/\r5000 of 5000$/);
  });

  test('what is older than the limit is dropped and counted', () => {
    const model = new LogModel(1000);
    model.addPage(pieces('x\n'.repeat(60_000)));
    expect(model.lines).toHaveLength(1000);
    expect(model.droppedLines).toBe(59_001);
  });

  test('100,000 lines are all kept', () => {
    const model = new LogModel();
    for (let seq = 1; seq <= 1000; seq += 1) model.addPiece({ seq, text: `\x1b[32mline\x1b[0m ${seq}\n`.repeat(100) });
    expect(shownLineCount(model.lines)).toBe(100_000);
  });
});
