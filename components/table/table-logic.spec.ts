import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregate, arrangedRows, linesOf, nextSort, type ValueOf } from './arrange.ts';
import {
  addRow,
  changedRow,
  countChanges,
  editCell,
  insertedRows,
  isAllRefused,
  missingValues,
  noChanges,
  refusedChanges,
  rowErrors,
  toggleDeleted,
  valueOfText,
} from './changes.ts';
import { movedColumn, noLayout, shownColumns, tableColumns, titleOf } from './columns.ts';
import { cellsOfTsv, csvOf, jsonOf, tsvOf } from './export-rows.ts';
import { completeConditions, meets, treeOf } from './filter.ts';
import { gridColumns, pinStyles, tracksOf } from './grid-columns.ts';
import { keyedRows, keyProblem, rowsOf, heldRows, mostHeldRows } from './rows.ts';
import { placeAfter } from './useGrid.ts';
import { answerOf } from './useSource.ts';
import { cellText, compareValues, dateOf, durationText, fieldValue } from './values.ts';

const data = [
  { id: 1, name: 'Émile', total: 20, day: '2026-03-01', tags: ['new'], paid: true },
  { id: 2, name: 'bo', total: 3, day: '2026-01-31', tags: [], paid: false },
  { id: 3, name: 'Anna 10', total: null, day: null, tags: ['vip', 'new'], paid: null },
  { id: 4, name: 'Anna 9', total: 3, day: '2026-02-15', tags: ['vip'], paid: true },
];
const rows = keyedRows(data, 'id');
const columns = tableColumns([{ field: 'name' }, { field: 'total' }, { field: 'day' }, { field: 'tags', type: 'tag' }, { field: 'paid' }], data);
const valueOf: ValueOf = ({ row }, { field }) => fieldValue(row, field);
const arranged = (wishes: Partial<Parameters<typeof arrangedRows>[2]>): unknown[] =>
  arrangedRows(rows, columns, { sort: [], conditions: [], search: '', ...wishes }, valueOf, 'en').map(({ key }) => key);

describe('rows of a table', () => {
  it('take whatever was given and leave out what is no row', () => {
    expect(rowsOf([{ a: 1 }, null, 'x', [1]])).toEqual([{ a: 1 }]);
    expect(rowsOf('rows')).toEqual([]);
  });

  it('have ids of their own where keys are missing or stand twice', () => {
    const ids = keyedRows([{ id: 1 }, { id: 1 }, { id: '1' }, {}], 'id').map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(keyProblem([{ id: 1 }, { id: 1 }], 'id')).toBe('Several rows have the same "id".');
    expect(keyProblem([{ id: 1 }], 'nr')).toBe('Not every row has a "nr".');
    expect(keyProblem([{ id: 1 }, { id: 2 }], 'id')).toBeNull();
  });
});

describe('far too many rows', () => {
  it('are cut to what a page holds, and counted', () => {
    const { rows, count } = heldRows(Array.from({ length: mostHeldRows + 7 }, (_none, id) => ({ id })));
    expect([rows.length, count]).toEqual([mostHeldRows, mostHeldRows + 7]);
    expect(heldRows([{ id: 1 }, 'none'])).toEqual({ rows: [{ id: 1 }], count: 1 });
  });
});

describe('columns of a table', () => {
  it('are those of the first rows, with the type that all values have', () => {
    expect(tableColumns([], data).map(({ field, type, align }) => [field, type, align])).toEqual([
      ['id', 'id', 'start'],
      ['name', 'text', 'start'],
      ['total', 'number', 'end'],
      ['day', 'date', 'start'],
      ['tags', 'json', 'start'],
      ['paid', 'boolean', 'start'],
    ]);
    const guessed = tableColumns([], [{ order_id: 3400, customerId: 1, year: 2026, zip_code: 10115, order_number: 5000, pieces: 1200, ref: 7 }], 'ref');
    expect(guessed.filter(({ type }) => type === 'number').map(({ field }) => field)).toEqual(['pieces']);
    expect(titleOf('customer_firstName')).toBe('Customer first name');
  });

  it('are moved, hidden and pinned as a person wants it', () => {
    const moved = movedColumn(columns, noLayout, 'paid', 'name');
    expect(shownColumns(columns, moved).map(({ field }) => field)).toEqual(['paid', 'name', 'total', 'day', 'tags']);
    const layout = { ...moved, hidden: { name: true }, pins: { day: 'start' as const, total: 'end' as const } };
    expect(shownColumns(columns, layout).map(({ field }) => field)).toEqual(['day', 'paid', 'tags', 'total']);
  });

  it('that are pinned stay beside each other', () => {
    const grid = gridColumns(shownColumns(columns, { ...noLayout, pins: { name: 'start' } }), { hasCheck: true, hasExpand: false, actionsWidth: 80 });
    expect(pinStyles(grid).get('name')).toEqual({ insetInlineStart: 36 });
    expect(pinStyles(grid).get(' actions')).toEqual({ insetInlineEnd: 0 });
    expect(tracksOf(grid).minWidth).toBe(grid.reduce((sum, { width }) => sum + width, 0));
  });
});

describe('sorting, filtering and searching', () => {
  it('sorts numbers as numbers and texts as people do, with nothing last in both directions', () => {
    expect(arranged({ sort: [{ field: 'total', dir: 'asc' }] })).toEqual([2, 4, 1, 3]);
    expect(arranged({ sort: [{ field: 'total', dir: 'desc' }] })).toEqual([1, 2, 4, 3]);
    expect(arranged({ sort: [{ field: 'name', dir: 'asc' }] })).toEqual([4, 3, 2, 1]);
    expect(
      arranged({
        sort: [
          { field: 'total', dir: 'asc' },
          { field: 'name', dir: 'asc' },
        ],
      }),
    ).toEqual([4, 2, 1, 3]);
  });

  it('goes through the directions, and sorts by several columns when asked', () => {
    const first = nextSort([], 'a', false);
    expect(nextSort(first, 'a', false)).toEqual([{ field: 'a', dir: 'desc' }]);
    expect(nextSort(nextSort(first, 'a', false), 'a', false)).toEqual([]);
    expect(nextSort(first, 'b', true)).toEqual([
      { field: 'a', dir: 'asc' },
      { field: 'b', dir: 'asc' },
    ]);
  });

  it('keeps the rows that meet every condition and hold every word', () => {
    expect(arranged({ conditions: [{ field: 'total', op: 'lte', value: 3 }] })).toEqual([2, 4]);
    expect(arranged({ conditions: [{ field: 'tags', op: 'in', value: ['vip'] }] })).toEqual([3, 4]);
    expect(arranged({ conditions: [{ field: 'day', op: 'gte', value: '2026-02-01' }] })).toEqual([1, 4]);
    expect(arranged({ conditions: [{ field: 'total', op: 'is_empty' }] })).toEqual([3]);
    expect(arranged({ conditions: [{ field: 'paid', op: 'eq', value: false }] })).toEqual([2]);
    expect(arranged({ search: 'ANNA vip' })).toEqual([3, 4]);
    expect(arranged({ conditions: [{ field: 'gone', op: 'eq', value: 1 }] })).toEqual([1, 2, 3, 4]);
  });

  it('leaves a condition that is not written to its end out of the question', () => {
    expect(
      completeConditions([
        { field: 'a', op: 'eq' },
        { field: 'a', op: 'in', value: [] },
        { field: 'b', op: 'is_empty' },
      ]),
    ).toHaveLength(1);
    expect(treeOf([{ field: 'a', op: 'eq' }])).toBeNull();
  });

  it('never loses a row by sorting, and sorts in an order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.nat(), v: fc.oneof(fc.integer(), fc.string(), fc.constant(null)) })), (given) => {
        const some = keyedRows(given, 'id');
        const [column] = tableColumns([{ field: 'v', type: 'number' }], given);
        if (!column) return;
        const sorted = arrangedRows(some, [column], { sort: [{ field: 'v', dir: 'asc' }], conditions: [], search: '' }, valueOf, 'en');
        expect(new Set(sorted)).toEqual(new Set(some));
      }),
    );
  });

  it('compares a moment with a day by its day', () => {
    expect(meets('2026-02-01T09:00:00', { field: '', op: 'eq', value: '2026-02-01' }, 'datetime', 'en')).toBe(true);
    expect(compareValues('2026-02-01', '2026-10-01', 'date', 'en')).toBeLessThan(0);
  });
});

describe('values', () => {
  it('are shown in the words of their column', () => {
    expect(cellText(1234.5, { type: 'currency', currency: 'EUR' }, 'en-US')).toBe('€1,234.50');
    expect(cellText(1234.5, { type: 'currency', currency: '???' }, 'en-US')).toBe('1,234.50 ???');
    expect(cellText(0.256, { type: 'percent' }, 'en-US')).toBe('25.6%');
    expect(cellText('2026-02-01', { type: 'date' }, 'en-US')).toBe('Feb 1, 2026');
    expect(cellText('soon', { type: 'date' }, 'en-US')).toBe('soon');
    expect(cellText('a', { type: 'tag', tags: [{ value: 'a', label: 'First' }] }, 'en')).toBe('First');
    expect(cellText(3400, { type: 'id' }, 'en')).toBe('3400');
    expect(cellText(null, { type: 'number' }, 'en')).toBe('');
    expect(durationText(65_000)).toBe('1 min 5 s');
  });

  it('read into objects, unless a field has that very name', () => {
    expect(fieldValue({ a: { b: 1 } }, 'a.b')).toBe(1);
    expect(fieldValue({ 'a.b': 2, a: { b: 1 } }, 'a.b')).toBe(2);
    expect(fieldValue({ a: null }, 'a.b')).toBeUndefined();
  });

  it('of plain dates stay on their day in every zone', () => {
    expect(dateOf('2026-02-01')?.getDate()).toBe(1);
    expect(dateOf(1_700_000_000)?.getFullYear()).toBe(2023);
    expect(dateOf('nonsense')).toBeNull();
  });
});

describe('groups', () => {
  it('stand in the order of their first row, and hide their rows when closed', () => {
    const group = { valueOf: ({ row }: (typeof rows)[number]) => row['total'], closed: new Set(['group 3']) };
    const lines = linesOf(rows, group, new Set(['n:1']));
    expect(lines.map(({ id }) => id)).toEqual(['group 20', 'n:1', 'detail n:1', 'group 3', 'group ', 'n:3']);
  });

  it('add up numbers and leave out what is none', () => {
    expect(aggregate('sum', [1, '2', null, 'x'])).toBe(3);
    expect(aggregate('average', [1, 3])).toBe(2);
    expect(aggregate('max', [])).toBeNull();
    expect(aggregate('count', [1, '', null])).toBe(1);
  });
});

describe('changes', () => {
  const [first] = rows;
  if (!first) throw new Error('There are rows.');

  it('are kept by key and field with what was there, and vanish when a value is put back', () => {
    const edited = editCell(noChanges, first, 'total', 25);
    expect(edited.updated).toEqual({ '1': { total: { from: 20, to: 25 } } });
    expect(changedRow(edited, first)['total']).toBe(25);
    expect(editCell(edited, first, 'total', 20)).toEqual(noChanges);
  });

  it('add rows in front, and take a new one away without a trace', () => {
    const added = addRow(addRow(noChanges), { name: 'New' });
    const [row] = insertedRows(added);
    if (!row) throw new Error('A row was added.');
    expect(editCell(added, row, 'total', 1).inserted[0]).toEqual({ name: 'New', total: 1 });
    expect(toggleDeleted(added, row).inserted).toEqual([{}]);
    expect(toggleDeleted(toggleDeleted(noChanges, first), first)).toEqual(noChanges);
  });

  it('are asked for required values before they are sent', () => {
    const required = tableColumns([{ field: 'name', is_required: true }], data);
    expect(missingValues([first], required, editCell(noChanges, first, 'name', ''))).toEqual({ 'n:1': 'Name must not be empty.' });
    expect(missingValues([first], required, noChanges)).toEqual({});
  });

  it('that were refused stay, with their reasons; the others are saved', () => {
    const [, second] = rows;
    if (!second) throw new Error('There are rows.');
    const all = toggleDeleted(addRow(addRow(editCell(editCell(noChanges, first, 'total', 1), second, 'total', 1), { id: 7 }), { id: 8 }), { ...first, key: 9 });
    const errors = rowErrors({ errors: { '1': 'Too small', '7': 'Exists', '9': null } });
    const { changes, newErrors } = refusedChanges(all, errors, 'id');
    expect(changes).toEqual({ inserted: [{ id: 7 }], updated: { '1': { total: { from: 20, to: 1 } } }, deleted: [] });
    expect(newErrors).toEqual({ 'new:0': 'Exists' });
    expect(countChanges(changes)).toBe(2);
  });

  it('are all kept where one row that was refused held up the others', () => {
    expect([{ is_saved: false, errors: { a: 'no' } }, { errors: { a: 'no' } }, null].map(isAllRefused)).toEqual([true, false, false]);
  });

  it('take what was typed as a value of the column', () => {
    expect(valueOfText('1 234,5', { type: 'number' })).toEqual({ value: 1234.5, problem: null });
    expect(valueOfText('25 %', { type: 'percent' })).toEqual({ value: 0.25, problem: null });
    expect(['3400', '01234', '12345678901234567', ''].map((text) => valueOfText(text, { type: 'id' }).value)).toEqual([
      3400,
      '01234',
      '12345678901234567',
      null,
    ]);
    expect(valueOfText('many', { type: 'number' }).problem).toBe('This is not a number.');
    expect(valueOfText('{"a":', { type: 'json' }).problem).toBe('This is not JSON.');
    expect(valueOfText('', { type: 'date' })).toEqual({ value: null, problem: null });
  });
});

describe('what leaves and enters a table', () => {
  it('quotes what has to be quoted and lets no text become a formula', () => {
    const evil = keyedRows([{ id: 1, a: '=1+1', b: 'x "y", z', c: -5 }], 'id');
    const abc = tableColumns([{ field: 'a' }, { field: 'b' }, { field: 'c' }], []);
    expect(csvOf(evil, abc, valueOf)).toBe('A,B,C\r\n\'=1+1,"x ""y"", z",-5\r\n');
    expect(JSON.parse(jsonOf(evil, abc, valueOf))).toEqual([{ a: '=1+1', b: 'x "y", z', c: -5 }]);
  });

  it('copies and takes blocks of cells', () => {
    expect(cellsOfTsv(`${tsvOf(rows.slice(0, 2), columns.slice(0, 2), valueOf)}\n`)).toEqual([
      ['Émile', '20'],
      ['bo', '3'],
    ]);
  });

  it('understands the answers of a runnable', () => {
    const query = { page: { kind: 'offset' as const, offset: 10, after: null, limit: 2 } };
    expect(answerOf({ rows: [{ a: 1 }, { a: 2 }], total: 12 }, query)).toMatchObject({ total: 12, hasMore: false });
    expect(answerOf({ rows: [{ a: 1 }], has_more: true }, query)).toMatchObject({ total: null, hasMore: true });
    expect(answerOf([{ a: 1 }, { a: 2 }], query)).toMatchObject({ hasMore: true });
    expect(answerOf({ rows: [{ a: 1 }], total: null, next: 'x' }, query)).toMatchObject({ total: null, hasMore: true, next: 'x' });
    expect(answerOf({ rows: [{ a: 1 }], total: 90, next: null }, query)).toMatchObject({ hasMore: false, next: null });
    expect(answerOf({ rows: [], groups: [{ value: null, count: 3, aggregates: { a: 2 } }, 'x'] }, query).groups).toEqual(
      new Map([['', { count: 3, totals: new Map([['a', 2]]) }]]),
    );
    expect(answerOf('nonsense', query)).toMatchObject({ rows: [], total: null, hasMore: false });
    expect(answerOf({ rows: [], total: 0, aggregates: { price: 12.5, name: 'x' } }, query).aggregates).toEqual(new Map([['price', 12.5]]));
  });
});

describe('keys in a grid', () => {
  const size = { lines: 10, columns: 4, pageLines: 5 };
  const from = { line: 2, column: 1 };
  const near = { isFar: false, isRightToLeft: false };

  it('lead up to the head and never out of the grid', () => {
    expect(placeAfter('ArrowUp', { line: -1, column: 0 }, size, near)).toEqual({ line: -1, column: 0 });
    expect(placeAfter('PageDown', { line: 8, column: 0 }, size, near)).toEqual({ line: 9, column: 0 });
    expect(placeAfter('End', from, size, { ...near, isFar: true })).toEqual({ line: 9, column: 3 });
    expect(placeAfter('x', from, size, near)).toBeNull();
  });

  it('follow the direction of writing', () => {
    expect(placeAfter('ArrowLeft', from, size, near)).toEqual({ line: 2, column: 0 });
    expect(placeAfter('ArrowLeft', from, size, { isFar: false, isRightToLeft: true })).toEqual({ line: 2, column: 2 });
  });
});
