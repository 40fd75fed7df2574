import { expect, test } from '@jest/globals';
import { createTestDatabase } from '../support/database.ts';
import { Engine } from './engine.ts';
import { faults, FaultPlan } from './fault-plan.ts';
import { JobHistory } from './job-history.ts';
import { seed } from './seed.ts';
import { findProblems, planJobs, untilAllEnded } from './workload.ts';

/** `MILLRACE_RECOVERY_JOBS` makes it larger. */
const jobs = Number(process.env['MILLRACE_RECOVERY_JOBS'] ?? 100);
const rate = 0.1;
// Every connection fails now and then, and keyed jobs run two at a time: it takes as long as it takes, and this only ends what hangs.
const limitMs = 150_000;

/** Statements that decide over a job; each of them must have failed at least once, or the run proves nothing. */
const decisive = ['insert_job', 'start_jobs', 'complete_jobs', 'requeue_job', 'append_logs', 'cancel_jobs'];

test.each(faults)('every job ends as declared and only once while statements of the engine are %s', async (fault) => {
  await using database = await createTestDatabase();
  const history = await JobHistory.begin(database.url);
  const plan = new FaultPlan({ seed, fault, rate });
  const engine = await Engine.start(database.url, plan);
  try {
    const planned = planJobs(`${seed}:${fault}`, jobs);
    plan.begin();
    await Promise.all(planned.map((job) => engine.ask(job)));
    await engine.cancelled();
    await untilAllEnded(history, limitMs);
    plan.end();
    const problems = [...findProblems(planned, await history.ended(), (key) => engine.executor.count(key)), ...(await history.problems())];
    const untouched = decisive.filter((name) => !plan.report().some(({ statement, injected }) => statement === name && injected > 0));
    expect({ seed, problems, untouched }).toEqual({ seed, problems: [], untouched: [] });
  } finally {
    await engine.stop();
  }
}, limitMs * 2);
