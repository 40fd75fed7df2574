import { expect, test } from '@jest/globals';
import { invariants } from '../../backend/auditor/invariants.ts';
import { createTestDatabase } from '../support/database.ts';
import { Engine } from './engine.ts';
import { JobHistory } from './job-history.ts';
import { findProblems, pathOf, planJobs, untilAllEnded, type PlannedJob } from './workload.ts';

const limitMs = 60_000;
const statusOf = (history: JobHistory) =>
  history.query<{ key: string; status: string; error_code: string | null }>(
    `select args->>'key' as key, status, error->>'code' as error_code from job where path like $1 order by 1`,
    [pathOf('%')],
  );
const hanging = (key: string): PlannedJob => ({ key, behaviour: 'hangs', cancelAfterMs: null });

test(
  'a worker that was declared dead loses no job of the queue and goes on under a new identity',
  async () => {
    await using database = await createTestDatabase();
    const history = await JobHistory.begin(database.url);
    const engine = await Engine.start(database.url);
    try {
      await history.query('update worker set ended_at = now()');
      const planned = planJobs('declared dead', 60);
      await Promise.all(planned.map((job) => engine.ask(job)));
      await engine.cancelled();
      await untilAllEnded(history, limitMs);
      expect([...findProblems(planned, await history.ended(), (key) => engine.executor.count(key)), ...(await history.problems())]).toEqual([]);
      expect(await history.query('select from worker')).toHaveLength(2);
    } finally {
      await engine.stop();
    }
  },
  limitMs * 2,
);

test(
  'a worker that stops hands back what does not end in time, but never a job that must not run twice',
  async () => {
    await using database = await createTestDatabase();
    const history = await JobHistory.begin(database.url);
    const engine = await Engine.start(database.url);
    await engine.ask(hanging('again'));
    await engine.ask(hanging('once'), { idempotent: false });
    await Promise.all(['again', 'once'].map((key) => engine.executor.begun(key)));
    await engine.stop();
    expect(await statusOf(history)).toEqual([
      { key: 'again', status: 'queued', error_code: null },
      { key: 'once', status: 'failed', error_code: 'job/worker_lost' },
    ]);
  },
  limitMs,
);

test(
  'the auditor mends a job whose worker has ended, and never runs one twice that must not',
  async () => {
    await using database = await createTestDatabase();
    const history = await JobHistory.begin(database.url);
    const engine = await Engine.start(database.url);
    await Promise.all([
      engine.ask({ ...hanging('again'), behaviour: 'succeeds' }),
      engine.ask({ ...hanging('once'), behaviour: 'succeeds' }, { idempotent: false }),
    ]);
    await untilAllEnded(history, limitMs);
    await engine.stop();
    await history.query(`update job set status = 'running', ended_at = null, error = null, worker_id = (select id from worker limit 1)`);
    await history.query(`update worker set ended_at = now() - interval '1 hour'`);
    await history.query('delete from graphile_worker._private_jobs');
    const { query, heal = '' } = invariants.find(({ name }) => name === 'running_without_worker') ?? { query: '' };
    const found = await history.query<{ subject: string }>(query);
    await history.query(heal, [found.map(({ subject }) => subject)]);
    expect(await statusOf(history)).toEqual([
      { key: 'again', status: 'queued', error_code: null },
      { key: 'once', status: 'failed', error_code: 'job/worker_lost' },
    ]);
    expect(await history.queue()).toHaveLength(1);
  },
  limitMs,
);
