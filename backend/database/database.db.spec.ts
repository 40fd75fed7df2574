import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openDatabase, type Database } from './database.ts';

describe('the database', () => {
  let test: TestDatabase;
  let database: Database;
  const open = (url: string): Promise<Database> => openDatabase({ url, entities: [], poolSize: 4, onError: () => undefined });

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await open(test.url);
  });

  afterAll(async () => {
    await database.close();
    await test[Symbol.asyncDispose]();
  });

  it('starts each test file with the migrated tables and those of the queue', async () => {
    const rows = await database.run<{ schema: string }>({
      text: "select distinct table_schema as schema from information_schema.tables where table_schema in ('public', 'graphile_worker') order by 1",
      values: [],
    });
    expect(rows.map((row) => row.schema)).toEqual(['graphile_worker', 'public']);
  });

  it('runs as an ordinary role', async () => {
    const [row] = await database.run<{ rolsuper: boolean }>({ text: 'select rolsuper from pg_roles where rolname = current_user', values: [] });
    expect(row?.rolsuper).toBe(false);
  });

  it('takes all of a transaction back when its work fails', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query('create table half_done (id int)');
      throw new Error('broken in the middle');
    });
    await expect(work).rejects.toThrow('broken in the middle');
    expect(await database.run({ text: "select to_regclass('half_done') as found", values: [] })).toEqual([{ found: null }]);
  });

  it('migrates an empty database once when several processes start at the same time', async () => {
    await using empty = await createEmptyDatabase();
    const servers = await Promise.all([open(empty.url), open(empty.url), open(empty.url)]);
    try {
      await Promise.all(servers.map((server) => server.migrate()));
      const [row] = await (servers[0] as Database).run<{ twice: number }>({
        text: 'select count(*)::int - count(distinct name)::int as twice from migration',
        values: [],
      });
      expect(row?.twice).toBe(0);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });
});
