import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardOf, placeOf, stepOf, type Move } from './board.ts';

const rows = [
  { id: 1, status: 'new' },
  { id: 2, status: 'new' },
  { id: 3, status: 'done' },
  { id: 4, status: 'lost' },
  { id: 5, status: null },
];
const board = (moves: Move[] = []) => boardOf(rows, 'id', 'status', ['new', { value: 'doing', label: 'In work', limit: 2 }, 'done'], moves);
const ids = (moves: Move[] = []) => Object.fromEntries(board(moves).map(({ value, cards }) => [value, cards.map(({ key }) => key)]));

describe('a board', () => {
  it('has the columns that are asked for, and those that only the rows name after them', () => {
    expect(board().map(({ label }) => label)).toEqual(['new', 'In work', 'done', 'lost', 'None']);
    expect(ids()).toEqual({ new: [1, 2], doing: [], done: [3], lost: [4], '': [5] });
  });

  it('puts a card before another one, or at the end', () => {
    expect(ids([{ id: 'n:2', to: 'done', before: 'n:3' }])).toMatchObject({ new: [1], done: [2, 3] });
    expect(ids([{ id: 'n:1', to: 'new', before: null }])).toMatchObject({ new: [2, 1] });
    expect(ids([{ id: 'n:9', to: 'new', before: null }])).toEqual(ids());
  });

  it('moves by steps of keys as far as there is room', () => {
    expect(stepOf(board(), 'n:2', 'right')).toEqual({ id: 'n:2', to: 'doing', before: null });
    expect(stepOf(board(), 'n:1', 'left')).toBeNull();
    expect(ids([stepOf(board(), 'n:1', 'down')!])).toMatchObject({ new: [2, 1] });
    expect(ids([stepOf(board(), 'n:2', 'up')!])).toMatchObject({ new: [2, 1] });
    expect(stepOf(board(), 'n:2', 'down')).toBeNull();
  });

  it('loses and doubles no card, whatever is moved where', () => {
    const move = fc.record({
      id: fc.constantFrom('n:1', 'n:2', 'n:3', 'n:4', 'n:5', 'n:6'),
      to: fc.constantFrom('new', 'doing', 'done', 'lost', '', 'nowhere'),
      before: fc.constantFrom(null, 'n:1', 'n:3', 'n:5'),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
        const columns = board(moves);
        expect(columns.flatMap(({ cards }) => cards.map(({ key }) => key)).toSorted()).toEqual([1, 2, 3, 4, 5]);
        const last = moves.findLast(({ id, to }) => id !== 'n:6' && to !== 'nowhere');
        if (last) expect(columns[placeOf(columns, last.id)?.column ?? -1]?.value).toBe(last.to);
      }),
    );
  });
});
