import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { ScriptFailure } from '../language.ts';
import { closeConnections } from './connections.ts';
import { execute } from './execute.ts';

let database: TestDatabase;
let resource: Record<string, unknown>;
beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  resource = {
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    dbname: url.pathname.slice(1),
  };
});
afterAll(async () => {
  await closeConnections();
  await database[Symbol.asyncDispose]();
});

type Run = { result: unknown; log: string };

async function run(content: string, args: Record<string, unknown> = {}, signal = new AbortController().signal): Promise<Run> {
  let log = '';
  const result = await execute({
    content,
    args: { database: resource, ...args },
    log: (text) => {
      log += text;
    },
    signal,
  });
  return { result, log };
}

async function failure(content: string, args: Record<string, unknown> = {}): Promise<ScriptFailure['error']> {
  const error: unknown = await run(content, args).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ScriptFailure);
  return (error as ScriptFailure).error;
}

/** Runs a statement beside the script, to see what others see. */
async function beside<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('SQL', () => {
  it('gives the rows of the last statement as objects of JSON values', async () => {
    const { result } = await run(`
      select 1::int2 as a, 9007199254740993 as big, 42::bigint as small, 1.10::numeric as amount, 1234567890.123456789::numeric as exact, 'NaN'::float8 as nan, true as yes,
        null::text as nothing, '2026-01-02'::date as day, '2026-01-02 03:04:05.678'::timestamp as moment, '{"a": [1]}'::jsonb as document, '\\x010203'::bytea as bytes,
        array[1, null, 3] as list, array['a "b"', 'c,d'] as texts, array[1.5, 1234567890.123456789]::numeric[] as amounts, '1 day'::interval as span`);
    expect(result).toEqual([
      {
        a: 1,
        big: '9007199254740993',
        small: 42,
        amount: 1.1,
        exact: '1234567890.123456789',
        nan: 'NaN',
        yes: true,
        nothing: null,
        day: '2026-01-02',
        moment: '2026-01-02T03:04:05.678',
        document: { a: [1] },
        bytes: 'AQID',
        list: [1, null, 3],
        texts: ['a "b"', 'c,d'],
        amounts: [1.5, '1234567890.123456789'],
        span: '1 day',
      },
    ]);
  });

  it('gives moments with their zone as ISO text', async () => {
    expect((await run("set timezone = 'UTC'; select '2026-01-02 03:04:05.123456+02'::timestamptz as at")).result).toEqual([
      { at: '2026-01-02T01:04:05.123456Z' },
    ]);
    expect((await run("set timezone = 'Asia/Kolkata'; select '2026-01-02 03:04:05Z'::timestamptz as at")).result).toEqual([
      { at: '2026-01-02T08:34:05+05:30' },
    ]);
  });

  it('binds arguments with the types of their comments, never into the text', async () => {
    const content =
      '-- $1 name (text)\n-- $2 count (int) = 5\n-- $3 tags (text[])\n-- $4 document (jsonb)\n-- $5 data (bytea)\n-- $6 day (date) = null\nselect $1 as name, $2 + 1 as more, $3 as tags, $4 as document, $5 as data, $6 as day, pg_typeof($1)::text as kind';
    const { result } = await run(content, { name: "'; drop table x; --", tags: ['a', 'b "c"'], document: [1, { a: null }], data: 'AQID' });
    expect(result).toEqual([{ name: "'; drop table x; --", more: 6, tags: ['a', 'b "c"'], document: [1, { a: null }], data: 'AQID', day: null, kind: 'text' }]);
  });

  it('lets each statement use the numbers that it needs', async () => {
    await run('create table numbered (a int, b text)');
    const { result, log } = await run('-- $1 a (int)\n-- $2 b\ninsert into numbered values (1, $2);\nupdate numbered set a = $1;\nselect * from numbered', {
      a: 7,
      b: 'x;y',
    });
    expect(result).toEqual([{ a: 7, b: 'x;y' }]);
    expect(log).toBe('INSERT 1\nUPDATE 1\nSELECT 1\n');
  });

  it('keeps two columns of one name', async () => {
    expect((await run('select 1 as id, 2 as id, 3 as id')).result).toEqual([{ id: 1, id_2: 2, id_3: 3 }]);
  });

  it.each([
    ['last_statement_first_row', { a: 2, b: 3 }],
    ['last_statement_first_row_scalar', 2],
    ['last_statement_all_rows_scalar', [2, 4]],
    [
      'all_statements_all_rows',
      [
        [{ a: 1 }],
        [
          { a: 2, b: 3 },
          { a: 4, b: 5 },
        ],
      ],
    ],
    ['all_statements_first_row_scalar', [1, 2]],
  ])('collects the result as %s', async (collection, expected) => {
    expect((await run(`-- result_collection=${collection}\nselect 1 as a; select * from (values (2, 3), (4, 5)) as t (a, b)`)).result).toEqual(expected);
  });

  describe('asked by a table', () => {
    const people = `-- table_query
-- $1 country (text) = ''
select * from (values (1, 'Ada', 'UK', 36, '2026-01-02 23:30'::timestamp), (2, 'Bob', 'NL', null, '2026-01-03'), (3, 'Änne', 'DE', 52, '2026-02-01'), (4, '50%_"x', 'DE', 7, '2026-03-01'))
  as people (id, name, country, age, since) where $1 = '' or country = $1`;
    const ask = async (query: object, args: object = {}) =>
      (await run(people, { ...args, query })).result as { rows: { id: number }[]; total: number; aggregates: object };
    const idsOf = async (query: object): Promise<number[]> => (await ask(query)).rows.map(({ id }) => id);

    it('gives a page of what matches, how much matches, and what is counted over all of it', async () => {
      const answer = await ask({
        page: { offset: 1, limit: 1 },
        sort: [{ field: 'age', dir: 'desc' }],
        fields: ['id', 'age'],
        aggregates: [{ field: 'age', kind: 'sum' }],
      });
      expect(answer).toEqual({ rows: [{ id: 1, age: 36 }], total: 4, aggregates: { age: 95 } });
      expect(await ask({ sort: [{ field: 'id' }] }, { country: 'DE' })).toMatchObject({ rows: [{ id: 3 }, { id: 4 }], total: 2 });
      expect(await ask({})).toMatchObject({ total: 4 });
    });

    it.each<[object, number[]]>([
      [{ field: 'name', op: 'contains', value: 'ÄNN' }, [3]],
      [{ field: 'name', op: 'contains', value: '%_"' }, [4]],
      [{ field: 'name', op: 'starts_with', value: 'a' }, [1]],
      [{ field: 'age', op: 'gte', value: '36' }, [1, 3]],
      [{ field: 'age', op: 'is_empty' }, [2]],
      [{ field: 'age', op: 'neq', value: 36 }, [2, 3, 4]],
      [{ field: 'country', op: 'in', value: ['de', 'NL'] }, [2, 3, 4]],
      [{ field: 'country', op: 'in', value: [] }, []],
      [{ field: 'since', op: 'eq', value: '2026-01-02' }, [1]],
      [{ field: 'since', op: 'lte', value: '2026-01-03' }, [1, 2]],
      [
        {
          or: [
            { field: 'id', op: 'eq', value: 1 },
            {
              and: [
                { field: 'country', op: 'eq', value: 'DE' },
                { field: 'age', op: 'lt', value: 10 },
              ],
            },
          ],
        },
        [1, 4],
      ],
    ])('keeps the rows that meet %j', async (filter, ids) => {
      expect(await idsOf({ filter, sort: [{ field: 'id' }] })).toEqual(ids);
    });

    it('searches every word in every column, and empties come last whichever way it is sorted', async () => {
      expect(await idsOf({ search: 'de 52' })).toEqual([3]);
      expect(await idsOf({ sort: [{ field: 'age', dir: 'asc' }] })).toEqual([4, 1, 3, 2]);
      expect(await idsOf({ sort: [{ field: 'age', dir: 'desc' }] })).toEqual([3, 1, 4, 2]);
    });

    describe('by a cursor', () => {
      const many = `-- table_query
select i as id, nullif(i % 4, 0) as part, 'name ' || i % 3 as name, '2026-01-01'::timestamptz + (i % 5) * interval '1 microsecond' as at from generate_series(1, 40) i`;
      type Answer = { rows: { id: number }[]; total: number | null; next?: string | null };
      const page = async (query: object): Promise<Answer> => (await run(many, { query })).result as Answer;

      it.each<[object[]]>([
        [[{ field: 'part', dir: 'asc' }]],
        [[{ field: 'part', dir: 'desc' }, { field: 'name' }]],
        [[{ field: 'at', dir: 'desc' }, { field: 'part' }]],
        [[{ field: 'id', dir: 'desc' }, { field: 'name' }]],
      ])('walks through every row once, with empties and moments that differ by a millionth of a second: %j', async (sort) => {
        const whole = (await page({ sort: [...sort, { field: 'id' }], page: { limit: 100 } })).rows.map(({ id }) => id);
        const walked: number[] = [];
        let answer = await page({ sort, key: 'id', page: { limit: 7 } });
        expect(answer.total).toBe(40);
        for (;;) {
          walked.push(...answer.rows.map(({ id }) => id));
          if (answer.next == null) break;
          answer = await page({ sort, key: 'id', page: { kind: 'cursor', after: answer.next, limit: 7 } });
          expect(answer.total).toBeNull();
        }
        expect(walked).toEqual(whole);
      });

      it('names no next page where the script has an order of its own, or nothing tells rows apart', async () => {
        expect(await page({ key: 'id', page: { limit: 7 } })).not.toHaveProperty('next');
        expect(await page({ sort: [{ field: 'name' }], page: { limit: 7 } })).not.toHaveProperty('next');
        expect(Object.keys((await page({ sort: [{ field: 'name' }], key: 'id', page: { limit: 7 } })).rows[0] ?? {})).toEqual(['id', 'part', 'name', 'at']);
      });

      it('refuses one of another question', async () => {
        const { next } = await page({ sort: [{ field: 'name' }], key: 'id', page: { limit: 7 } });
        for (const after of [next, 'x', Buffer.from('null').toString('base64url')])
          expect(await failure(many, { query: { sort: [{ field: 'part' }], key: 'id', page: { kind: 'cursor', after } } })).toMatchObject({
            code: 'job/args_invalid',
          });
      });
    });

    it('counts the groups of a page over all that matches', async () => {
      const question = { sort: [{ field: 'country' }, { field: 'id' }], page: { limit: 1 }, group_by: 'country', aggregates: [{ field: 'age', kind: 'sum' }] };
      expect(await ask(question)).toMatchObject({ rows: [{ id: 3 }], total: 4, groups: [{ value: 'DE', count: 2, aggregates: { age: 59 } }] });
      expect(await ask({ ...question, filter: { field: 'age', op: 'gt', value: 7 } })).toMatchObject({
        groups: [{ value: 'DE', count: 1, aggregates: { age: 52 } }],
      });
      expect(await ask({ group_by: 'age', sort: [{ field: 'age' }] })).toMatchObject({
        groups: expect.arrayContaining([{ value: null, count: 1, aggregates: {} }]),
      });
    });

    it('takes nothing of the question for SQL, and names a column that is not there', async () => {
      expect(await idsOf({ filter: { field: 'name', op: 'eq', value: "x' or true --" } })).toEqual([]);
      const answer = await failure(people, { query: { sort: [{ field: 'id; drop table x', dir: 'asc' }] } });
      expect(answer).toMatchObject({ code: 'job/args_invalid', message: expect.stringContaining('They have id, name, country, age, since') as unknown });
      expect(await failure(people, { query: { page: { limit: 1_000_000 } } })).toMatchObject({ code: 'job/args_invalid' });
      expect(await failure('-- table_query\nselect nothing_like_it from x', { query: {} })).toMatchObject({ line: 2 });
    });
  });

  it('gives nothing as the first of no rows', async () => {
    expect((await run('-- result_collection=last_statement_first_row\nselect 1 as a where false')).result).toBeNull();
  });

  it('refuses more rows than the limit instead of cutting them, and goes on afterwards', async () => {
    expect(await failure('select * from generate_series(1, 10001) as n')).toMatchObject({
      code: 'job/too_many_rows',
      message: expect.stringContaining('10000') as unknown,
    });
    expect((await run('select * from generate_series(1, 10000) as n')).result).toHaveLength(10_000);
    expect((await run('-- stream\nselect * from generate_series(1, 20000) as n')).result).toHaveLength(20_000);
    expect((await run('-- result_collection=last_statement_first_row_scalar\nselect * from generate_series(1, 20000) as n')).result).toBe(1);
  });

  it('is one transaction: what failed left nothing', async () => {
    expect(await failure('create table atomic (a int primary key);\ninsert into atomic values (1), (1)')).toMatchObject({ code: '23505', line: 2 });
    expect(await beside("select to_regclass('atomic') as found")).toEqual([{ found: null }]);
  });

  it('leaves transactions to a script that speaks of them', async () => {
    await run('create table own (a int); begin; insert into own values (1); commit; vacuum own');
    expect(await beside('select a from own')).toEqual([{ a: 1 }]);
    expect(await failure('begin; insert into own values (2)')).toMatchObject({ code: 'job/transaction_open' });
    expect(await beside('select a from own')).toEqual([{ a: 1 }]);
  });

  it('tells the line and column of an error, in the units of the editor, with its SQLSTATE', async () => {
    expect(await failure("-- 😀\nselect 1;\n\nselect '😀', nothing_like_it")).toMatchObject({
      name: 'PostgresError',
      code: '42703',
      line: 4,
      column: 14,
      message: expect.stringContaining('nothing_like_it') as unknown,
    });
    expect(await failure('select 1;\nselec 2')).toMatchObject({ code: '42601', line: 2, column: 1 });
    expect(await failure('-- $1 a (no_such_type)\nselect $1', { a: 1 })).toMatchObject({ code: '42704', line: 2 });
    expect(await failure("select 'a")).toMatchObject({ code: '42601', line: 1, column: 8 });
  });

  it('puts notices into the log', async () => {
    expect((await run("do $$ begin raise notice 'half; way'; end $$")).log).toContain('NOTICE: half; way\n');
  });

  it('leaves nothing of a job in the session of the next', async () => {
    await run("set search_path = 'nowhere'; create temp table leftover (a int); select set_config('mill.secret', 'x', false)");
    const { result } = await run(
      "select to_regclass('leftover') as leftover, current_setting('mill.secret', true) as secret, current_setting('search_path') as path",
    );
    expect(result).toEqual([{ leftover: null, secret: expect.not.stringMatching('x') as unknown, path: expect.not.stringContaining('nowhere') as unknown }]);
  });

  it('uses one session again for job after job', async () => {
    const first = await run('select pg_backend_pid() as pid');
    expect((await run('select pg_backend_pid() as pid')).result).toEqual(first.result);
  });

  it('ends on the server what is cancelled', async () => {
    const controller = new AbortController();
    const running = run("do $$ begin raise notice 'begun'; perform pg_sleep(600); end $$", {}, controller.signal);
    const seen = running.then(
      () => 'not cancelled',
      (error: Error) => error.message,
    );
    const active = "select count(*)::int as n from pg_stat_activity where application_name = 'millrace' and state = 'active' and wait_event = 'PgSleep'";
    while ((await beside<{ n: number }>(active))[0]?.n !== 1);
    controller.abort(new Error('enough'));
    expect(await seen).toBe('enough');
    expect(await beside(active)).toEqual([{ n: 0 }]);
    expect((await run('select 1 as a')).result).toEqual([{ a: 1 }]);
  });

  it('says what is wrong with a connection, without the password', async () => {
    const wrong = { ...resource, password: 'not-the-password' };
    const refused = await failure('select 1', { database: { ...wrong, port: 1 } });
    expect(refused).toMatchObject({ name: 'ConnectionError', code: 'ECONNREFUSED', message: expect.stringContaining('nothing listens there') as unknown });
    const denied = await failure('select 1', { database: { ...wrong, dbname: 'no_such_database' } });
    expect(JSON.stringify([refused, denied])).not.toContain('not-the-password');
    expect(await failure('select 1', { database: undefined })).toMatchObject({ code: 'job/args_invalid' });
    expect(await failure('select 1', { database: { ...resource, sslmode: 'require' } })).toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining('SSL') as unknown,
    });
  });

  it('says so when the connection is lost on the way', async () => {
    expect(await failure('select pg_terminate_backend(pg_backend_pid())')).toMatchObject({ message: expect.stringMatching(/terminat|lost/) as unknown });
    expect((await run('select 1 as a')).result).toEqual([{ a: 1 }]);
  });
});
