import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAnnotations, typeSchema } from './annotations.ts';
import { inferSignature } from './signature.ts';
import { managesTransactions, splitStatements } from './statements.ts';
import { boundValue, numeric, parseArray } from './values.ts';

const textsOf = (source: string): string[] => splitStatements(source).statements.map(({ text }) => text);

describe('splitting a script', () => {
  it.each([
    ['select 1; select 2', ['select 1', 'select 2']],
    [';; select 1 ;;', ['select 1']],
    ["select ';'; select 'it''s;'", ["select ';'", "select 'it''s;'"]],
    ["select E'a\\';b'; select 2", ["select E'a\\';b'", 'select 2']],
    ['select "a;b""c;"; select 2', ['select "a;b""c;"', 'select 2']],
    ['select $$a;b$$; select $x$a;$$;b$x$', ['select $$a;b$$', 'select $x$a;$$;b$x$']],
    ['select 1 -- ; no\n; select 2', ['select 1 -- ; no', 'select 2']],
    ['select 1 /* ; /* ; */ ; */; select 2', ['select 1 /* ; /* ; */ ; */', 'select 2']],
    ['-- only a comment;\n/* and another; */', []],
    [
      'create function f() returns int begin atomic select 1; select case when true then 1 end; end; select 2',
      ['create function f() returns int begin atomic select 1; select case when true then 1 end; end', 'select 2'],
    ],
    ['select a$1 from t; select $1', ['select a$1 from t', 'select $1']],
  ])('%j', (source, texts) => {
    expect(textsOf(source)).toEqual(texts);
  });

  it('finds the parameters of each statement, not those in quotes', () => {
    const { statements } = splitStatements("select $1, '$2', $12; update t set a = $3 /* $4 */");
    expect(statements.map(({ parameters }) => [...parameters])).toEqual([[1, 12], [3]]);
  });

  it('keeps the place of every statement', () => {
    const source = "-- head\n  select 1;\n\nselect ';' ;";
    for (const { text, start } of splitStatements(source).statements) expect(source.slice(start, start + text.length)).toBe(text);
  });

  it('tells what is never closed', () => {
    expect(splitStatements("select 'a").unclosed).toEqual({ what: 'quoted text', start: 7 });
    expect(splitStatements('select $$a').unclosed).toEqual({ what: 'dollar-quoted text', start: 7 });
    expect(splitStatements('select 1 /* a').unclosed).toEqual({ what: 'comment', start: 9 });
  });

  it('gives back the statements that were joined, whatever they quote', () => {
    const quote = fc.constantFrom(
      (text: string) => `'${text.replaceAll("'", "''")}'`,
      (text: string) => `"${text.replaceAll('"', '""')}"`,
      (text: string) => `$q$${text.replaceAll('$', '')}$q$`,
      (text: string) => `/* ${text.replaceAll('*', '').replaceAll('/', '')} */ 1`,
    );
    const statement = fc.tuple(quote, fc.string()).map(([wrap, text]) => `select ${wrap(text)}`);
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
        expect(textsOf(statements.join(';\n'))).toEqual(statements.map((text) => text.trimEnd()));
      }),
    );
  });

  it('never throws and loses no position, whatever the text', () => {
    const fragment = fc.constantFrom("'", '"', '$$', '$a$', '$1', ';', '--', '\n', '/*', '*/', 'E', '\\', 'select ', 'begin atomic ', 'end', 'é');
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 25 }), (parts) => {
        const source = parts.join('');
        for (const { text, start } of splitStatements(source).statements) expect(source.slice(start).startsWith(text)).toBe(true);
        expect(inferSignature(source).schema['type']).toBe('object');
      }),
    );
  });

  it.each([
    ['update t set a = 1; select 1', false],
    ['begin; select 1; commit', true],
    ['vacuum t; select 1', true],
    ['create index concurrently i on t (a); select 1', true],
    ["select 'begin'; select 1", false],
  ])('knows whether %j decides about transactions itself', (source, expected) => {
    expect(managesTransactions(splitStatements(source).statements)).toBe(expected);
  });
});

describe('the signature of a script in SQL', () => {
  it('has the database first, then the declared arguments by their numbers', () => {
    const { schema, description } = inferSignature(
      "-- Orders of a customer.\n-- $2 since (date) = '2026-01-01' -- From which day\n-- $1 customer (int)\n-- $3 tags (text[]) = []\n-- $4 note = null\nselect * from orders where customer = $1 and day > $2 and $3 <> '{}' and note = $4",
    );
    expect(description).toBe('Orders of a customer.');
    expect(Object.keys(schema['properties'] as object)).toEqual(['database', 'customer', 'since', 'tags', 'note']);
    expect(schema).toMatchObject({
      required: ['database', 'customer'],
      properties: {
        database: { type: 'object', format: 'resource-postgresql' },
        customer: { type: 'integer' },
        since: { type: 'string', format: 'date', default: '2026-01-01', description: 'From which day' },
        tags: { type: 'array', items: { type: 'string' }, default: [] },
        note: { type: ['string', 'null'] },
      },
    });
  });

  it('takes what no comment declares from the statements', () => {
    expect(inferSignature('select $1::int, $2').schema).toMatchObject({
      properties: { arg_1: { type: 'integer' }, arg_2: { type: 'string' } },
      required: ['database', 'arg_1', 'arg_2'],
    });
  });

  it('has the database as a default where a comment fixes it', () => {
    const { schema } = inferSignature('-- database f/shop/db\nselect 1');
    expect(schema['required']).toEqual([]);
    expect(schema['properties']).toMatchObject({ database: { default: '$res:f/shop/db' } });
  });

  it('tells the place of what is never closed', () => {
    expect(inferSignature("select 1;\nselect 'a").problems).toEqual([{ message: 'This quoted text is never closed.', line: 2, column: 8 }]);
  });

  it.each([
    ['-- result_collection=all_statements_first_row_scalar', { statements: 'all', rows: 'first', isScalar: true }],
    ['-- result_collection = last_statement_all_rows', { statements: 'last', rows: 'all', isScalar: false }],
  ])('reads %s', (line, collection) => {
    const { comments, statements } = splitStatements(`${line}\nselect 1`);
    expect(readAnnotations(comments, statements).collection).toEqual(collection);
  });

  it.each([
    ['bigint', { type: 'integer' }],
    ['numeric(10, 2)', { type: 'number' }],
    ['bool', { type: 'boolean' }],
    ['timestamptz', { type: 'string', format: 'date-time' }],
    ['jsonb', {}],
    ['bytea', { type: 'string', contentEncoding: 'base64' }],
    ['int[]', { type: 'array', items: { type: 'integer' } }],
    ['order_state', { type: 'string' }],
  ])('knows the type %s', (type, schema) => {
    expect(typeSchema(type)).toEqual(schema);
  });
});

describe('values', () => {
  it.each([
    ['1.10', 1.1],
    ['0.1', 0.1],
    ['123456789012345', 123456789012345],
    ['1234567890123456789', '1234567890123456789'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['-5.00', -5],
    ['NaN', 'NaN'],
    ['0', 0],
    ['0.000', 0],
  ])('numeric %s is %j', (text, value) => {
    expect(numeric(text)).toBe(value);
  });

  it('arrays come back as they were bound, at any depth', () => {
    const item = fc.oneof(
      fc.string().filter((text) => !text.includes('\0')),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.array(item, { minLength: 1 }), { minLength: 1 }), (items) => {
        expect(parseArray(boundValue(items, { type: 'text[][]' }) as string, String)).toEqual(items);
      }),
    );
  });
});
