import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LogModel, shownLineCount } from './log-model.ts';
import { cellsOf, LogRows } from './log-rows.ts';

const rowsOf = (model: LogModel, columns: number | null, rows = new LogRows()): LogRows => {
  rows.update(model.lines, shownLineCount(model.lines), columns);
  return rows;
};

describe('rows of a log', () => {
  test('without wrapping, a line is a row', () => {
    const model = new LogModel();
    model.addPage([{ seq: 1, text: `${'x'.repeat(500)}\nb\n` }]);
    expect(rowsOf(model, null).total).toBe(2);
  });

  test('a long line takes as many rows as it needs, an empty one takes one', () => {
    const model = new LogModel();
    model.addPage([{ seq: 1, text: `${'x'.repeat(21)}\n\nb` }]);
    const rows = rowsOf(model, 10);
    expect([0, 1, 2].map((line) => rows.startOf(line))).toEqual([0, 3, 4]);
    expect([0, 2, 3, 4].map((row) => rows.lineAt(row))).toEqual([0, 0, 1, 2]);
  });

  test('rows that were kept up to date are the same as rows that are counted anew', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'bc', '\n', '\t', '漢', '\x1b[31m'), maxLength: 30 });
    fc.assert(fc.property(fc.array(text, { maxLength: 10 }), fc.integer({ min: 1, max: 8 }), (texts, columns) => {
      const model = new LogModel();
      const kept = new LogRows();
      texts.forEach((piece, index) => {
        model.addPiece({ seq: index + 1, text: piece });
        rowsOf(model, columns, kept);
      });
      const anew = rowsOf(model, columns);
      expect(kept.total).toBe(anew.total);
      for (let line = 0; line < shownLineCount(model.lines); line += 1) expect(kept.lineAt(anew.startOf(line))).toBe(line);
    }));
  });

  test('colours take no room, wide characters take two cells', () => {
    expect(cellsOf('\x1b[31mab\x1b[0m')).toBe(2);
    expect(cellsOf('漢字')).toBe(4);
    expect(cellsOf('💧')).toBe(2);
  });
});
