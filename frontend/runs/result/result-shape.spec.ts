import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBase64, shapeOfResult, tableOfObjects } from './result-shape.ts';

describe('how a result is drawn', () => {
  test('rows are a table whose columns stand in the order in which they appear', () => {
    expect(shapeOfResult([{ id: 1, name: 'Ada' }, { id: 2, city: 'Oslo' }])).toEqual({
      kind: 'table', note: null, table: { columns: ['id', 'name', 'city'], cells: [[1, 'Ada', undefined], [2, undefined, 'Oslo']] },
    });
  });

  test('the three forms of a declared table are tables', () => {
    const cells = [[42, 38], [8, 12]];
    const table = { columns: ['foo', 'bar'], cells };
    expect(shapeOfResult({ 'table-row': [['foo', 'bar'], ...cells] })).toMatchObject({ kind: 'table', table });
    expect(shapeOfResult({ 'table-col': { foo: [42, 8], bar: [38, 12] } })).toMatchObject({ kind: 'table', table });
    expect(shapeOfResult({ 'table-row-object': [{ foo: 42, bar: 38 }, { foo: 8, bar: 12 }] })).toMatchObject({ kind: 'table', table });
    expect(shapeOfResult({ 'table-row-object': [['bar'], { foo: 42, bar: 38 }] })).toMatchObject({ table: { columns: ['bar', 'foo'] } });
  });

  test('a page of rows is a table and says how many there are in all', () => {
    expect(shapeOfResult({ rows: [{ id: 1 }], total: 412 })).toMatchObject({ kind: 'table', note: 'of 412 in all' });
    expect(shapeOfResult({ rows: [{ id: 1 }], currency: 'EUR' })).toEqual({ kind: 'json' });
  });

  test('a field that a row lacks is empty, whatever its name', () => {
    expect(tableOfObjects([{ valueOf: 1 }, { a: 2 }])?.cells).toEqual([
      [1, undefined],
      [undefined, 2],
    ]);
  });

  test('names of columns that repeat are told apart', () => {
    expect(shapeOfResult({ 'table-row': [['id', 'id'], [1, 2]] })).toMatchObject({ table: { columns: ['id', 'id (2)'] } });
  });

  test('a list that is no table, and one that is empty, is plain JSON', () => {
    for (const value of [[1, 2], [], [{ a: 1 }, 2], [{}], {}]) expect(shapeOfResult(value)).toEqual({ kind: 'json' });
  });

  test('images, also as an object with content and as a data address', () => {
    const source = 'data:image/png;base64,iVBORw0KGgo=';
    expect(shapeOfResult({ png: 'iVBORw0K\nGgo=' })).toEqual({ kind: 'image', type: 'image/png', source });
    expect(shapeOfResult({ png: { content: 'iVBORw0KGgo=' } })).toMatchObject({ source });
    expect(shapeOfResult(source)).toMatchObject({ kind: 'image', source });
    expect(shapeOfResult({ svg: '<svg xmlns="http://www.w3.org/2000/svg"/>' })).toMatchObject({ kind: 'image', type: 'image/svg+xml' });
  });

  test('what only claims to be an image is shown as it is', () => {
    expect(shapeOfResult({ png: 'not base64!' })).toEqual({ kind: 'json' });
    expect(shapeOfResult({ svg: 'not a picture' })).toEqual({ kind: 'json' });
    expect(shapeOfResult('data:text/html;base64,PGI+')).toMatchObject({ kind: 'text' });
  });

  test('markdown, html, pdf and several results are recognised by their first key', () => {
    expect(shapeOfResult({ markdown: '# Hi' })).toEqual({ kind: 'markdown', text: '# Hi' });
    expect(shapeOfResult({ md: '# Hi' })).toEqual({ kind: 'markdown', text: '# Hi' });
    expect(shapeOfResult({ html: '<b>Hi</b>' })).toEqual({ kind: 'html', text: '<b>Hi</b>' });
    expect(shapeOfResult({ pdf: 'JVBERi0=' })).toEqual({ kind: 'pdf', base64: 'JVBERi0=' });
    expect(shapeOfResult({ render_all: [1, 'two'] })).toEqual({ kind: 'several', values: [1, 'two'] });
  });

  test('a key that is not the first one asks for nothing', () => {
    expect(shapeOfResult({ title: 'x', html: '<b>Hi</b>' })).toEqual({ kind: 'json' });
  });

  test('a file needs a name, and a folder in the name is left out', () => {
    expect(shapeOfResult({ file: 'YQ==', filename: '../../etc/report.csv', content_type: 'text/csv' })).toEqual({ kind: 'file', base64: 'YQ==', name: 'report.csv', type: 'text/csv' });
    expect(shapeOfResult({ file: 'YQ==' })).toEqual({ kind: 'json' });
  });

  test('nothing, texts, numbers and errors', () => {
    expect(shapeOfResult(null)).toEqual({ kind: 'nothing' });
    expect(shapeOfResult('done')).toEqual({ kind: 'text', text: 'done' });
    expect(shapeOfResult(41.5)).toEqual({ kind: 'scalar', text: '41.5' });
    expect(shapeOfResult({ error: { name: 'TypeError', message: 'no order' } })).toEqual({ kind: 'error', name: 'TypeError', message: 'no order', stack: null });
  });

  test('any JSON value has a shape, also one with the keys of built-in objects', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void expect(shapeOfResult(value).kind).toBeTruthy()));
    expect(shapeOfResult(JSON.parse('{"__proto__": 1}'))).toEqual({ kind: 'json' });
    expect(shapeOfResult({ constructor: 1 })).toEqual({ kind: 'json' });
  });

  test('base64 is accepted with line breaks and in the alphabet of addresses, and nothing else is', () => {
    expect(readBase64('-_8=')).toBe('+/8=');
    expect(readBase64('')).toBeNull();
    expect(readBase64('a')).toBeNull();
    expect(tableOfObjects([Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`c${index}`, 1]))])).toBeNull();
  });
});
