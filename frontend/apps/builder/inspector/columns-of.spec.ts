import { describe, expect, it } from '@jest/globals';
import { columnsOf, titleOf } from './columns-of.ts';

describe('columns taken from rows', () => {
  it('have the title and the type of their field', () => {
    const rows = [
      { id: 7, created_at: '2026-11-20T09:00:00Z', day: '2026-11-20', isPaid: true, page: 'https://example.com', items: [1], note: null },
      { id: 8, created_at: null, day: null, isPaid: false, page: null, items: null, note: 'late', extra: 'x' },
    ];
    expect(columnsOf(rows, undefined)).toEqual([
      { field: 'id', title: 'Id', type: 'id' },
      { field: 'created_at', title: 'Created at', type: 'datetime' },
      { field: 'day', title: 'Day', type: 'date' },
      { field: 'isPaid', title: 'Is paid', type: 'boolean' },
      { field: 'page', title: 'Page', type: 'link' },
      { field: 'items', title: 'Items', type: 'json' },
      { field: 'note', title: 'Note', type: 'text' },
      { field: 'extra', title: 'Extra', type: 'text' },
    ]);
  });

  it('leave those that somebody has set as they are', () => {
    expect(columnsOf([{ id: 1, name: 'a' }], [{ field: 'name', title: 'Who', hidden: true }])).toEqual([
      { field: 'name', title: 'Who', hidden: true },
      { field: 'id', title: 'Id', type: 'id' },
    ]);
  });

  it('are not guessed where there are no rows', () => {
    expect([columnsOf([], []), columnsOf(null, []), columnsOf([1, 'a', null], [])]).toEqual([null, null, null]);
    expect(titleOf('_')).toBe('_');
  });
});
