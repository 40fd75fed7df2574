import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareFields, compareRows, shapeOfPreview } from './preview-shape.ts';

describe('what a step shows before it is decided', () => {
  test('an object before and after is compared by its fields, whatever their order', () => {
    const shape = shapeOfPreview({ before: { a: 1, b: { x: 1, y: 2 }, c: 'gone' }, after: { b: { y: 2, x: 1 }, a: 2, d: 'new' } });
    expect(shape).toMatchObject({
      kind: 'fields',
      fields: [
        { name: 'a', change: 'changed' },
        { name: 'b', change: 'same' },
        { name: 'c', change: 'removed' },
        { name: 'd', change: 'added' },
      ],
    });
  });

  test('rows are matched by what tells them apart, and by their place where nothing does', () => {
    const shape = shapeOfPreview({
      before: [
        { id: 1, limit: 5 },
        { id: 2, limit: 6 },
      ],
      after: [
        { id: 2, limit: 7 },
        { id: 3, limit: 8 },
      ],
    });
    expect(shape).toMatchObject({ kind: 'rows', columns: ['id', 'limit'] });
    expect(shape.kind === 'rows' && shape.rows.map(({ key, change }) => `${key} ${change}`)).toEqual(['1 removed', '2 changed', '3 added']);
    expect(compareRows([{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 2 }]).rows.map(({ change }) => change)).toEqual(['same', 'changed']);
  });

  test('a record that begins or ends to exist is compared with nothing', () => {
    expect(shapeOfPreview({ before: null, after: { a: 1 } })).toMatchObject({ kind: 'fields', fields: [{ name: 'a', change: 'added' }] });
    expect(shapeOfPreview({ before: [{ id: 1 }], after: null })).toMatchObject({ kind: 'rows', rows: [{ change: 'removed' }] });
  });

  test('texts are compared by line, and so is what has no other shape', () => {
    expect(shapeOfPreview({ before: 'a', after: 'b' })).toEqual({ kind: 'text', before: 'a', after: 'b', language: 'text' });
    expect(shapeOfPreview({ before: 1, after: [2] })).toEqual({ kind: 'text', before: '1', after: '[\n  2\n]', language: 'json' });
  });

  test('anything else is a value', () => {
    expect(shapeOfPreview([{ a: 1 }]).kind).toBe('value');
    expect(shapeOfPreview({ before: 1, after: 2, note: '' }).kind).toBe('value');
    expect(shapeOfPreview(null).kind).toBe('nothing');
  });

  test('whatever rows there are, each stands there once, and comparing them with themselves changes nothing', () => {
    const row = fc.dictionary(fc.constantFrom('id', 'a', 'b'), fc.oneof(fc.integer({ min: 0, max: 5 }), fc.string({ maxLength: 3 }), fc.constant(null)));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.array(row, { maxLength: 6 }), (before, after) => {
        const { rows } = compareRows(before, after);
        expect(rows.filter((entry) => entry.before !== null)).toHaveLength(before.length);
        expect(rows.filter((entry) => entry.after !== null)).toHaveLength(after.length);
        expect(compareRows(before, before).rows.every(({ change }) => change === 'same')).toBe(true);
      }),
    );
  });

  test('whatever objects there are, their fields stand there once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (before, after) => {
        const names = compareFields(before, after).map(({ name }) => name);
        expect(new Set(names)).toEqual(new Set([...Object.keys(before), ...Object.keys(after)]));
        expect(names).toHaveLength(new Set(names).size);
      }),
    );
  });
});
