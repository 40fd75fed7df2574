import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { Auditor } from '../../backend/auditor/auditor.service.ts';
import { Database } from '../../backend/database/database.ts';
import { createTestApp, TestClient } from '../support/app.ts';
import { createTestDatabase } from '../support/database.ts';
import { ProductProcess } from '../support/product.ts';
import { makeTestFolder } from '../support/test-server.ts';
import { until } from '../support/until.ts';
import { faults, FaultPlan } from './fault-plan.ts';
import { makeFaulty } from './faulty-pool.ts';
import { FlowLedger, problemsOf, readPlaces, type PlaceRow } from './flow-ledger.ts';
import { seed } from './seed.ts';

const rate = 0.05;
const limitMs = 90_000;

/** Statements in which flows are decided; each must have failed at least once, or the run proves nothing. */
const decisive = [
  'lock_flow_run',
  'complete_steps',
  'write_flow_rows',
  'insert_flow_run',
  'insert_kept_jobs',
  'insert_jobs',
  'open_waits',
  'end_due_waits',
  'end_flow_job',
  'COMMIT',
];

/** What there was to do when nothing went on: jobs and flows that have not ended, rows of the queue and who holds them, workers. */
const whatIsOpen = `
select json_build_object(
  'jobs', (select json_agg(json_build_object('id', id, 'kind', kind, 'path', path, 'step', trigger_path, 'status', status, 'attempt', attempt, 'worker', worker_id, 'scheduled', scheduled_for)) from job where ended_at is null),
  'waits', (select json_agg(to_jsonb(wait)) from wait where closed_at is null),
  'queue', (select json_agg(json_build_object('id', id, 'payload', payload, 'key', key, 'run_at', run_at, 'locked_at', locked_at, 'locked_by', locked_by, 'attempts', attempts, 'error', last_error)) from graphile_worker._private_jobs),
  'workers', (select json_agg(json_build_object('id', id, 'pools', pool_ids, 'seen_at', seen_at, 'ended_at', ended_at)) from worker),
  'now', now()
) as open`;

const constant = (value: unknown): object => ({ type: 'static', value });

/** Steps one after the other, a loop over three at once, a sleep, an event. */
const mixed = (ledger: FlowLedger, name: string): object[] => [
  ledger.step(name, 'a'),
  ledger.step(name, 'b', 0, { sleep: constant(0.05) }),
  {
    id: 'loop',
    value: {
      type: 'forloopflow',
      parallel: true,
      skip_failures: false,
      iterator: constant([0, 1, 2]),
      modules: [ledger.step(name, 'c'), ledger.step(name, 'd')],
    },
  },
  { id: 'event', value: { type: 'wait_for_event', key: constant(`event of ${name}`) } },
  ledger.step(name, 'e'),
];

test.each(faults)(
  'every flow ends well, and each of its steps once, while statements of the engine are %s',
  async (fault) => {
    const ledger = new FlowLedger();
    await using app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '6' });
    const workspace = await app.make.aWorkspace();
    const database = app.get(Database);
    const plan = new FaultPlan({ seed, fault, rate });
    const names = Array.from({ length: 6 }, (_, index) => `flow${index}`);
    for (const name of names) {
      const deployed = await workspace.admin.client.put(`${workspace.api}/flows/u/admin/${name}`, { value: { modules: mixed(ledger, name) } });
      expect(deployed.status).toBe(201);
    }
    makeFaulty(database.pool, plan);
    // Connections that are open already would know of no fault.
    await database.pool
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'millrace' and pid <> pg_backend_pid()`,
      )
      .catch(() => undefined);
    plan.begin();
    const ids = await Promise.all(
      names.map((name) => asked(() => workspace.admin.client.post(`${workspace.api}/jobs/run/f/u/admin/${name}?idempotency_key=${name}`, {}))),
    );
    await Promise.all(names.map((name) => asked(() => workspace.admin.client.post(`${workspace.api}/events/event%20of%20${name}?keep_s=600`, {}))));
    await using direct = await connect(app.platform.config.DATABASE_URL ?? '');
    await until(
      async () => (await direct.rows(`select 1 from job where id = any($1::uuid[]) and ended_at is null`, [ids])).length === 0,
      { limitMs, tell: () => direct.rows(whatIsOpen) },
    );
    plan.end();
    const statuses = (await direct.rows<{ status: string }>('select status from job where id = any($1::uuid[])', [ids])).map(({ status }) => status);
    const untouched = decisive.filter((name) => fault !== 'deadlock' && !plan.report().some(({ statement, injected }) => statement === name && injected > 0));
    const findings = await app.get(Auditor).audit();
    expect({ seed, statuses, problems: problemsOf(await direct.rows<PlaceRow>(readPlaces), ledger.executions), findings, untouched }).toEqual({
      seed,
      statuses: names.map(() => 'succeeded'),
      problems: [],
      findings: [],
      untouched: [],
    });
    ledger.close();
  },
  limitMs * 2,
);

test('no completed step is repeated and every flow ends when server and worker are killed while it runs, sleeps, waits for an event, and goes from step to step', async () => {
  const ledger = new FlowLedger();
  await using database = await createTestDatabase();
  await using direct = await connect(database.url);
  const installation = new OneProcess(database.url);
  try {
    await installation.start();
    const names = {
      running: [ledger.step('running', 'a'), ledger.step('running', 'b', 2), ledger.step('running', 'c')],
      chain: Array.from({ length: 150 }, (_, index) => ledger.step('chain', `s${index}`)),
    };
    const flows = {
      ...names,
      sleeping: [ledger.step('sleeping', 'a', 0, { sleep: constant(5) }), ledger.step('sleeping', 'b')],
      waiting: [ledger.step('waiting', 'a'), { id: 'event', value: { type: 'wait_for_event', key: constant('after the kill') } }, ledger.step('waiting', 'b')],
      loop: [
        {
          id: 'loop',
          value: {
            type: 'forloopflow',
            parallel: true,
            parallelism: 3,
            skip_failures: false,
            iterator: constant(Array.from({ length: 12 }, (_, index) => index)),
            modules: [ledger.step('loop', 'a', 0.3)],
          },
        },
      ],
    };
    const ids = await Promise.all(Object.entries(flows).map(([name, modules]) => installation.begin(name, modules)));
    const reached = {
      running: `select 1 from job where trigger_path = '/b' and status = 'running' and path like '%running%'`,
      sleeping: `select 1 from wait where kind = 'sleep' and closed_at is null`,
      waiting: `select 1 from wait where kind = 'event' and closed_at is null`,
      loop: `select 1 from flow_step where kind = 'frame_ended' and frame like '/loop%'`,
      chain: `select 1 from flow_step where kind = 'step_ended' and step = 's20'`,
    };
    for (const point of Object.values(reached)) await until(async () => (await direct.rows(point)).length > 0, { limitMs });
    await installation.kill();
    await installation.start();
    await until(async () => (await direct.rows(`select 1 from flow_step where kind = 'step_ended' and step = 's70'`)).length > 0, { limitMs });
    await installation.kill();
    await installation.start();
    expect(await installation.event('after the kill')).toMatchObject({ resumed: 1 });
    await until(async () => (await direct.rows('select 1 from job where id = any($1::uuid[]) and ended_at is null', [ids])).length === 0, { limitMs: 180_000, tell: () => direct.rows(whatIsOpen) });
    const statuses = (await direct.rows<{ status: string }>('select status from job where id = any($1::uuid[])', [ids])).map(({ status }) => status);
    expect({ statuses, problems: problemsOf(await direct.rows<PlaceRow>(readPlaces), ledger.executions) }).toEqual({
      statuses: ids.map(() => 'succeeded'),
      problems: [],
    });
  } finally {
    await installation.stop();
    ledger.close();
  }
}, 300_000);

/** A whole installation in one process, which is killed and started again. */
class OneProcess {
  private readonly folder = makeTestFolder();
  private readonly settings: Record<string, string>;
  private process: ProductProcess | null = null;
  private client: TestClient | null = null;

  constructor(databaseUrl: string) {
    this.settings = {
      DATABASE_URL: databaseUrl,
      MILLRACE_MASTER_KEY: randomBytes(32).toString('base64'),
      MILLRACE_ADMIN_PASSWORD: 'a long test password',
      MILLRACE_DATA_DIR: this.folder,
      MILLRACE_SANDBOX: 'none',
      MILLRACE_LOG_LEVEL: 'warn',
    };
  }

  async start(): Promise<void> {
    this.process = await ProductProcess.start({ ...this.settings, PORT: String(await freePort()) }, /is ready: (\S+)/);
    const anonymous = new TestClient(this.process.announced);
    const signedIn = await anonymous.post<{ csrf_token: string }>('/api/auth/login', { email: 'admin@millrace.local', password: 'a long test password' });
    this.client = new TestClient(this.process.announced, {
      cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
      'x-csrf-token': signedIn.body.csrf_token,
    });
  }

  async begin(name: string, modules: readonly object[]): Promise<string> {
    const answer = await this.client?.post('/api/w/acme/jobs/preview_flow', { path: `u/admin/${name}`, value: { modules } });
    if (answer?.status !== 201) throw new Error(`${name} was not begun: ${answer?.text}`);
    return answer.text;
  }

  async event(key: string): Promise<unknown> {
    return (await this.client?.post(`/api/w/acme/events/${encodeURIComponent(key)}`, {}))?.body;
  }

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A connection without faults, for looking. */
async function connect(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    rows: async <Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
      (await client.query<Row>(text, values)).rows,
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** A request is repeated as its caller would do it: its key makes it one. */
async function asked(ask: () => Promise<{ status: number; text: string }>): Promise<string> {
  for (;;) {
    const { status, text } = await ask();
    if (status < 300) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
