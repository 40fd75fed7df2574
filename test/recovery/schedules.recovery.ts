import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import pg from 'pg';
import { createTestDatabase } from '../support/database.ts';
import { ProductProcess } from '../support/product.ts';
import { makeTestFolder } from '../support/test-server.ts';
import { draw } from './fault-plan.ts';
import { seed } from './seed.ts';

/** `MILLRACE_RECOVERY_SCHEDULES` makes it larger; each ticks every second, and has as many seconds to catch up. */
const schedules = Number(process.env['MILLRACE_RECOVERY_SCHEDULES'] ?? 50);
const lateSeconds = 200;
const processes = 3;
const kills = 6;

/** Nobody takes this tag: what is looked at is that the jobs are made, and made once. */
const tag = 'nobody';

/** Three whole installations on one database, each with server and worker, of which one after the other is killed. */
class Installation {
  private readonly folder = makeTestFolder();
  private readonly running: ProductProcess[] = [];
  private readonly settings: Record<string, string>;

  constructor(databaseUrl: string) {
    const key = randomBytes(32).toString('base64');
    this.settings = {
      DATABASE_URL: databaseUrl,
      MILLRACE_MASTER_KEY: key,
      MILLRACE_DEMO: 'false',
      MILLRACE_WORKSPACE: 'acme',
      MILLRACE_ADMIN_PASSWORD: 'a long test password',
      MILLRACE_WORKER_TAGS: 'bash',
      MILLRACE_SANDBOX: 'none',
      MILLRACE_LOG_LEVEL: 'warn',
      PORT: '0',
    };
  }

  async startOne(): Promise<void> {
    const name = `process-${this.running.length}-${randomBytes(3).toString('hex')}`;
    this.running.push(await ProductProcess.start({ ...this.settings, MILLRACE_DATA_DIR: `${this.folder}/${name}` }, /is ready: (\S+)/));
  }

  /** As a machine that loses its power, and another one that takes its place. */
  async killOne(index: number): Promise<void> {
    const [victim] = this.running.splice(index % this.running.length, 1);
    await Promise.all([victim?.kill(), this.startOne()]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((process) => process.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

test(`each tick of ${schedules} schedules has exactly one job while ${kills} of ${processes} processes are killed`, async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const installation = new Installation(database.url);
  await client.connect();
  try {
    for (let started = 0; started < processes; started += 1) await installation.startOne();
    await makeSchedules(client);
    for (let kill = 0; kill < kills; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000 + draw(`${seed}:pause:${kill}`) * 3_000));
      await installation.killOne(Math.floor(draw(`${seed}:victim:${kill}`) * processes));
    }
    const [{ end }] = (await client.query<{ end: Date }>('select clock_timestamp() as end')).rows as [{ end: Date }];
    // The rows that the last victim held come back when its lease is over.
    await until(async () => (await client.query('select 1 from schedule where next_at <= $1', [end])).rowCount === 0);
    expect({ seed, ...(await ledger(client, end)) }).toEqual({ seed, missing: 0, doubled: 0, strangers: 0, ticksWithoutJob: 0, isEnough: true });
  } finally {
    await installation.stop();
    await client.end();
  }
}, 240_000);

/** All of them at once and late, as after a night without power. */
async function makeSchedules(client: pg.Client): Promise<void> {
  const workspace = (
    await client.query<{ id: string; user_id: string; username: string }>('select workspace_id as id, user_id, username from membership limit 1')
  ).rows[0];
  const values = [workspace?.id, workspace?.user_id, `u/${workspace?.username}`];
  await client.query(
    `
    with made as (insert into script (id, workspace_id, path, current_version, created_by) values (gen_random_uuid(), $1, $2 || '/noop', 1, $2) returning id)
    insert into script_version (id, script_id, workspace_id, version, hash, language, content, schema, settings, created_by)
    select gen_random_uuid(), id, $1, 1, 'x', 'bash', 'echo', '{}', '{"tag": "${tag}"}', $2 from made`,
    [values[0], values[2]],
  );
  await client.query(
    `
    insert into schedule (id, workspace_id, path, runnable_kind, runnable_path, cron, timezone, is_enabled, catch_up, catch_up_limit, run_as, run_as_user_id, created_by, next_at)
    select gen_random_uuid(), $1, $3 || '/s' || number, 'script', $3 || '/noop', '* * * * * *', 'UTC', true, 'all', 1000, $3, $2, $3, date_trunc('second', now()) - make_interval(secs => $5)
    from generate_series(1, $4::integer) as number`,
    [...values, schedules, lateSeconds],
  );
  await client.query(`update schedule set created_at = next_at`);
  await client.query(
    `select graphile_worker.add_job('schedule', json_build_object('id', id), max_attempts => 32000, job_key => 'schedule:' || id) from schedule`,
  );
}

/** Compares what should be there with what is, tick by tick. */
async function ledger(client: pg.Client, end: Date): Promise<object> {
  const { rows } = await client.query<{ expected: number; missing: number; doubled: number; strangers: number; without: number }>(
    `
    with expected as (
      select schedule.id, schedule.path, second as at from schedule, generate_series(schedule.created_at, $1::timestamptz, interval '1 second') as second where second <= $1
    ), made as (
      select trigger_path as path, scheduled_for as at, count(*) as jobs from job where trigger_kind = 'schedule' and scheduled_for <= $1 group by 1, 2
    )
    select (select count(*) from expected)::integer as expected,
      (select count(*) from expected left join made using (path, at) where made.jobs is null)::integer as missing,
      (select count(*) from made where jobs > 1)::integer as doubled,
      (select count(*) from made left join expected using (path, at) where expected.id is null)::integer as strangers,
      (select count(*) from schedule_tick tick left join job on job.id = tick.job_id where tick.outcome <> 'ran' or job.id is null)::integer as without`,
    [end],
  );
  const [found] = rows;
  return {
    missing: found?.missing,
    doubled: found?.doubled,
    strangers: found?.strangers,
    ticksWithoutJob: found?.without,
    isEnough: (found?.expected ?? 0) > schedules * lateSeconds,
  };
}

async function until(isThere: () => Promise<boolean>): Promise<void> {
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 250));
}
