import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createTestDatabase } from '../../test/support/database.ts';
import { openDatabase, type Database } from '../database/database.ts';
import type { CompletedJob } from '../jobs/complete-jobs.sql.ts';
import { reportJobs } from './report-jobs.ts';

const workerId = randomUUID();
const succeeded = (id: string, result: string): CompletedJob => ({ id, attempt: 1, status: 'succeeded', result, resultObject: null, error: null });

async function runningJobs(database: Database, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await database.run({ text: `insert into workspace (id, name, data_key) values ('w', 'W', '\\x00')`, values: [] });
  await database.run({
    text: `insert into job (id, workspace_id, kind, path, created_by, run_as, tag, trace_id, status, attempt, worker_id) select id, 'w', 'script', 'u/a/b', 'u/a', 'u/a', 'bash', '', 'running', 1, $2 from unnest($1::uuid[]) as id`,
    values: [ids, workerId],
  });
  return ids;
}

test('a result that Postgres refuses fails its own job and no other of the same statement', async () => {
  await using testDatabase = await createTestDatabase();
  const database = await openDatabase({ url: testDatabase.url, entities: [], poolSize: 2, onError: () => undefined });
  try {
    const [first = '', deep = '', broken = '', last = ''] = await runningJobs(database, 4);
    const jobs = [
      succeeded(first, '1'),
      succeeded(deep, `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
      succeeded(broken, '"\u{1f4b8}'),
      succeeded(last, '{"a":2}'),
    ];
    expect((await reportJobs(database, () => workerId, jobs)).sort()).toEqual([first, deep, broken, last].sort());
    const rows = await database.run<{ id: string; status: string; code: string | null }>({
      text: `select id, status, error->>'code' as code from job`,
      values: [],
    });
    const told = new Map(rows.map(({ id, status, code }) => [id, [status, code]]));
    expect([first, deep, broken, last].map((id) => told.get(id))).toEqual([
      ['succeeded', null],
      ['failed', 'job/result_invalid'],
      ['failed', 'job/result_invalid'],
      ['succeeded', null],
    ]);
  } finally {
    await database.close();
  }
});
