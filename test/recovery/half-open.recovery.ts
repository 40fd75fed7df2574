import { expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestDatabase } from '../support/database.ts';
import { Engine } from './engine.ts';
import { FreezingProxy } from './freezing-proxy.ts';
import { JobHistory } from './job-history.ts';
import { findProblems, planJobs, untilAllEnded } from './workload.ts';

const jobs = 80;
const limitMs = 120_000;

test('jobs end as declared although the connections to Postgres fall silent without being closed', async () => {
  await using database = await createTestDatabase();
  const history = await JobHistory.begin(database.url);
  const proxy = await FreezingProxy.start(database.url);
  const engine = await Engine.start(proxy.url);
  try {
    const planned = planJobs('half-open', jobs);
    const asked = Promise.all(planned.map(async (job, index) => {
      await pause(index * 25);
      await engine.ask(job);
    }));
    await pause(1_000);
    const frozen = proxy.freeze();
    await asked;
    await engine.cancelled();
    await untilAllEnded(history, limitMs);
    expect([...findProblems(planned, await history.ended(), (key) => engine.executor.count(key)), ...(await history.problems())]).toEqual([]);
    // The pool, the two listeners: a run in which nothing was frozen proves nothing.
    expect(frozen).toBeGreaterThan(3);
  } finally {
    await engine.stop();
    await proxy.stop();
  }
}, limitMs * 2);
