import { describe, expect, test } from '@jest/globals';
import { LogModel } from './log-model.ts';
import { firstMatchFrom, matchesByLine, maximumMatches, searchLog } from './log-search.ts';

const logOf = (text: string): LogModel => {
  const model = new LogModel();
  model.addPage([{ seq: 1, text }]);
  return model;
};

describe('search in a log', () => {
  test('finds every hit without regard to case, also across colours', () => {
    const { matches } = searchLog(logOf('Refund\nno\nre\x1b[31mfund\x1b[0m refund').lines, 'REFUND');
    expect(matches).toEqual([{ line: 0, start: 0, end: 6 }, { line: 2, start: 0, end: 6 }, { line: 2, start: 7, end: 13 }]);
  });

  test('an empty search finds nothing', () => {
    expect(searchLog(logOf('a').lines, '').matches).toEqual([]);
  });

  test('a search that goes on where the log had ended finds the same as one from the start', () => {
    const model = logOf('ab a\nb');
    const before = searchLog(model.lines, 'b');
    const from = model.lines.length - 1;
    model.addPiece({ seq: 2, text: 'b\nb' });
    expect(searchLog(model.lines, 'b', from, before)).toEqual(searchLog(model.lines, 'b'));
  });

  test('says when there are more hits than it lists', () => {
    const found = searchLog(logOf('x'.repeat(maximumMatches + 1)).lines, 'x');
    expect(found.matches).toHaveLength(maximumMatches);
    expect(found.isCut).toBe(true);
  });

  test('stands on the first hit below the line that is shown, or on the first of all', () => {
    const { matches } = searchLog(logOf('a\nb\na').lines, 'a');
    expect(firstMatchFrom(matches, 1)).toBe(1);
    expect(firstMatchFrom(matches, 9)).toBe(0);
    expect(matchesByLine(matches).get(2)).toHaveLength(1);
  });
});
