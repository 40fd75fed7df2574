import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp, type TestClient } from '../../test/support/app.ts';
import { testServerUrl } from '../../test/support/database.ts';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { ArgumentResolver } from '../resources/argument-resolver.ts';
import { ResourcesService } from '../resources/resources.service.ts';
import { ScriptsService } from '../scripts/scripts.service.ts';
import { FirstRun } from '../workspaces/first-run.service.ts';
import { demoDatabase } from './demo-database.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import { readDirectory } from './directory-files.ts';
import type { ImportResult } from './import-export.contract.ts';

/** A first run fetches the packages of a script. */
const limitMs = 180_000;

let app: TestApp;
let admin: Auth;
let client: TestClient;
let result: ImportResult | null;

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_MODE: 'all' });
  const credentials = { email: 'admin@example.com', password: 'a long enough password' };
  await app.get(FirstRun).ensureAdmin({ MILLRACE_DEMO: true, MILLRACE_ADMIN_EMAIL: credentials.email, MILLRACE_ADMIN_PASSWORD: credentials.password });
  result = await app.get(DemoWorkspace).importOnce({ superuserUrl: testServerUrl() });
  const login = await app.anonymous.post<{ csrf_token: string; user: { id: string } }>('/api/auth/login', credentials);
  client = app.anonymous.with({ cookie: (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '', 'x-csrf-token': login.body.csrf_token });
  const auth = await app
    .get<Identifier>(IDENTIFIER)
    .enter(
      { userId: login.body.user.id, email: '', name: '', isSuperadmin: true, via: { kind: 'token', tokenId: 'test' }, scopes: null, boundWorkspace: 'acme' },
      'acme',
    );
  if (!auth) throw new Error('The first admin is not a member of acme.');
  admin = auth;
}, limitMs);

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await onServer('postgres', `drop database if exists ${demoDatabase.name} with (force)`);
  await onServer('postgres', `drop role if exists ${demoDatabase.role}`);
}, limitMs);

const run = (path: string, args: object) => client.post<Record<string, unknown>>(`/api/w/acme/jobs/run_wait_result/p/${path}?wait_s=170`, args);

/** The value of the demo resource, as a job would get it. */
async function demoConnection(): Promise<pg.ClientConfig> {
  const { args } = await app.get(ArgumentResolver).resolve(admin, { database: '$res:f/support/acme_db' });
  const { host, port, dbname, user, password } = args['database'] as JsonObject;
  return { host: String(host), port: Number(port), database: String(dbname), user: String(user), password: String(password) };
}

async function onServer(database: string, statement: string): Promise<Record<string, unknown>[]> {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  const connection = new pg.Client({ connectionString: url.href });
  await connection.connect();
  try {
    return (await connection.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await connection.end();
  }
}

describe('the demo workspace', () => {
  test('is imported whole, with locks that need no registry', async () => {
    expect(result?.items.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(result?.notes).toEqual(
      ['fiona', 'oscar'].map((name) => ({ file: `users/${name}@acme.example.user.yaml`, message: expect.stringContaining('waits for an invitation link') })),
    );
    const files = Object.keys(await readDirectory(resolve(import.meta.dirname, '../../examples/acme')));
    const { items } = await app.get(ScriptsService).list(admin, { limit: 100 });
    const inFolder = files.filter((file) => file.endsWith('.script.yaml')).map((file) => file.replace('.script.yaml', ''));
    expect(items.map(({ path }) => path).sort()).toEqual(inFolder.sort());
    expect(items.map(({ path, language, summary }) => [path, language, summary])).toEqual(
      expect.arrayContaining([
        ['f/finance/nightly_revenue', 'bun', 'Nightly revenue summary'],
        ['f/finance/overdue_invoices', 'python3', 'Overdue invoices as CSV'],
        ['f/finance/top_customers', 'postgresql', 'Top customers'],
        ['f/ops/disk_report', 'bash', 'Disk report'],
        ['f/support/look_up_order', 'bun', 'Look up an order'],
        ['f/support/refund_order', 'bun', 'Refund an order'],
      ]),
    );
    expect((await app.get(ScriptsService).get(admin, 'f/support/refund_order')).lock).toContain('postgres@3.4.7');
    expect(await app.get(Database).run({ text: "select count(*)::int as count from job where kind = 'dependencies'", values: [] })).toEqual([{ count: 0 }]);
  });

  test('is imported only once', async () => {
    expect(await app.get(DemoWorkspace).importOnce({ superuserUrl: testServerUrl() })).toBeNull();
  });

  test('has a database with plausible rows, which its role may read and change, and nothing else', async () => {
    const connection = new pg.Client(await demoConnection());
    await connection.connect();
    try {
      const { rows } = await connection.query<
        Record<string, number>
      >(`select (select count(*)::int from customers) as customers, (select count(*)::int from orders) as orders, (select count(*)::int from orders where placed_at > now() - interval '2 days') as recent,
        (select count(*)::int from invoices where paid_on is null and due_on < current_date) as overdue, (select count(*)::int from orders o where o.total <> (select sum(quantity * unit_price) from order_items i where i.order_id = o.id)) as wrong_totals`);
      expect(rows[0]).toMatchObject({ customers: 450, orders: 2400, wrong_totals: 0 });
      expect(rows[0]?.['recent']).toBeGreaterThan(10);
      expect(rows[0]?.['overdue']).toBeGreaterThan(10);
      await expect(connection.query('drop table orders')).rejects.toThrow(/must be owner/);
      await expect(connection.query('create table mine (id int)')).rejects.toThrow(/permission denied/);
    } finally {
      await connection.end();
    }
  });

  test('follows the server to another port, and keeps a resource that somebody pointed elsewhere', async () => {
    const [resources, demo] = [app.get(ResourcesService), app.get(DemoWorkspace)];
    const { port } = await demoConnection();
    const moved = new URL(testServerUrl());
    moved.port = String(Number(port) + 1);
    await demo.followServer({ superuserUrl: moved.href });
    expect((await demoConnection()).port).toBe(Number(port) + 1);
    await demo.followServer({ superuserUrl: testServerUrl() });
    const own = await resources.get(admin, 'f/support/acme_db');
    const pointTo = (host: unknown, at: unknown) =>
      resources.put(admin, 'f/support/acme_db', { resource_type: 'postgresql', value: { ...own.value, host, port: at }, description: own.description });
    await pointTo('db.example.com', 6000);
    await demo.followServer({ superuserUrl: testServerUrl() });
    expect(await demoConnection()).toMatchObject({ host: 'db.example.com', port: 6000 });
    await pointTo(own.value['host'], own.value['port']);
  });
});

describe('the scripts of the demo workspace', () => {
  test(
    'look up an order by its number, and the orders of a customer',
    async () => {
      const found = await run('f/support/look_up_order', { order_number: 1042 });
      expect(found.body).toMatchObject({ order: { order_number: 1042, status: expect.any(String) }, items: expect.any(Array), refund: null });
      const { email } = found.body['order'] as { email: string };
      expect((await run('f/support/look_up_order', { email })).body).toEqual(expect.arrayContaining([expect.objectContaining({ order_number: 1042 })]));
      expect(await run('f/support/look_up_order', { order_number: 7 })).toMatchObject({
        status: 422,
        body: { error: { message: expect.stringContaining('There is no order 7') } },
      });
    },
    limitMs,
  );

  test(
    'refund an order once, in all three tables, and never an order that was not paid',
    async () => {
      const [order] = await onServer(
        demoDatabase.name,
        "select o.id::int, p.amount::float8 from orders o join payments p on p.order_id = o.id where o.status = 'delivered' and p.status = 'captured' order by o.id limit 1",
      );
      const refunded = await run('f/support/refund_order', { order_number: order?.['id'], reason: 'damaged', note: 'Broken cup' });
      expect(refunded).toMatchObject({ status: 200, body: { amount: order?.['amount'], reason: 'damaged', refunded_by: 'u/admin' } });
      const rows = await onServer(
        demoDatabase.name,
        `select o.status as order_status, p.status as payment_status, r.note from orders o join payments p on p.order_id = o.id join refunds r on r.order_id = o.id where o.id = ${String(order?.['id'])}`,
      );
      expect(rows).toEqual([{ order_status: 'refunded', payment_status: 'refunded', note: 'Broken cup' }]);
      expect(await run('f/support/refund_order', { order_number: order?.['id'], reason: 'late' })).toMatchObject({
        status: 422,
        body: { error: { message: expect.stringContaining('refunded already') } },
      });
      const [unpaid] = await onServer(demoDatabase.name, "select id::int from orders where status = 'cancelled' limit 1");
      expect((await run('f/support/refund_order', { order_number: unpaid?.['id'], reason: 'late' })).text).toContain('never paid');
      expect(await run('f/support/refund_order', { order_number: 'x', reason: 'bored' })).toMatchObject({
        status: 422,
        body: { error: { code: 'job/args_invalid' } },
      });
    },
    limitMs,
  );

  test(
    'sum up the revenue of yesterday, and list the top customers',
    async () => {
      expect((await run('f/finance/nightly_revenue', {})).body).toMatchObject({
        markdown: expect.stringMatching(/^## Revenue of \d{4}-\d\d-\d\d\n[^]*\| Best sellers \|/),
      });
      const customers = (await run('f/finance/top_customers', { count: 3, companies_only: true })).body as unknown as { company: string; revenue: number }[];
      expect(customers).toHaveLength(3);
      expect(customers.every(({ company, revenue }) => company !== null && revenue > 0)).toBe(true);
    },
    limitMs,
  );

  test(
    'give the overdue invoices as a file',
    async () => {
      const { body } = await run('f/finance/overdue_invoices', { min_days_overdue: 3 });
      expect(body).toMatchObject({ filename: expect.stringMatching(/^overdue_invoices_\d{4}-\d\d-\d\d\.csv$/), content_type: 'text/csv' });
      const lines = Buffer.from(String(body['file']), 'base64').toString('utf8').trim().split('\r\n');
      const [expected] = await onServer(demoDatabase.name, 'select count(*)::int as count from invoices where paid_on is null and current_date - due_on >= 3');
      expect(lines[0]).toBe('number,company,name,email,amount,issued_on,due_on,days_overdue');
      expect(lines.length - 1).toBe(expected?.['count']);
    },
    limitMs,
  );

  test(
    'report the disks of the worker',
    async () => {
      expect((await run('f/ops/disk_report', { folder: '/usr', count: '3' })).text).toMatch(/The disk of \/usr is \d+ % full/);
    },
    limitMs,
  );
});

describe('the flows of the demo workspace', () => {
  const runFlow = (path: string, args: object) => client.post<Record<string, unknown>>(`/api/w/acme/jobs/run_wait_result/f/${path}?wait_s=120`, args);

  /** An order that was paid, of less or of more than finance leaves to support. */
  async function aPaidOrder(condition: string): Promise<number> {
    const [order] = await onServer(
      demoDatabase.name,
      `select o.id::int from orders o join payments p on p.order_id = o.id where o.status = 'delivered' and p.status = 'captured' and p.amount ${condition} order by o.id limit 1`,
    );
    return Number(order?.['id']);
  }

  test(
    'pay a small refund back at once, and tell the customer',
    async () => {
      const order = await aPaidOrder('<= 100');
      expect(await runFlow('f/support/refund_flow', { order_number: order, reason: 'late' })).toMatchObject({
        status: 200,
        body: { subject: `Your refund for order ${order}`, text: expect.stringContaining('we have paid back') },
      });
      expect((await runFlow('f/support/refund_flow', { order_number: order, reason: 'late' })).text).toContain('was refunded already');
    },
    limitMs,
  );

  test(
    'ask finance before a large refund, and pay it back when it is approved',
    async () => {
      const order = await aPaidOrder('> 100');
      const { text: job } = await client.post<string>('/api/w/acme/jobs/run/f/f/support/refund_flow', { order_number: order, reason: 'damaged' });
      const asked = await eventually(async () => (await client.get<{ items: { id: string }[] }>('/api/w/acme/approvals?box=groups')).body.items[0]);
      const { body: approval } = await client.get<{ expected_hash: string }>(`/api/w/acme/approvals/${asked.id}`);
      const [before] = await onServer(demoDatabase.name, `select status from orders where id = ${order}`);
      expect(before).toEqual({ status: 'delivered' });
      const decided = await client.post(`/api/w/acme/approvals/${asked.id}/decide`, { vote: 'approve', expected_hash: approval.expected_hash });
      expect(decided.status).toBe(200);
      const ended = await client.get<{ subject: string }>(`/api/w/acme/jobs/${job}/result?wait_s=120`);
      expect(ended.body).toMatchObject({ subject: `Your refund for order ${order}` });
    },
    limitMs,
  );

  test(
    'collect the invoice that is overdue longest, also when the provider does not answer at first',
    async () => {
      const oldest = 'select number from invoices where paid_on is null order by due_on, id limit 1';
      const [invoice] = await onServer(demoDatabase.name, oldest);
      expect((await runFlow('f/finance/collect_invoice', { fail_percent: 0 })).body).toMatchObject({
        number: invoice?.['number'],
        paid_on: expect.any(String),
      });
      expect((await onServer(demoDatabase.name, oldest))[0]).not.toEqual(invoice);
      const failed = await runFlow('f/finance/collect_invoice', { fail_percent: 100 });
      expect(failed).toMatchObject({ status: 422, body: { error: { code: 'job/failed', message: expect.stringContaining('did not answer') } } });
    },
    limitMs,
  );

  test(
    'make a statement for every customer of last month, side by side',
    async () => {
      const { body } = await runFlow('f/finance/monthly_statements', {});
      const [expected] = await onServer(
        demoDatabase.name,
        "select count(distinct customer_id)::int as count from orders where date_trunc('month', placed_at) = date_trunc('month', now() - interval '1 month')",
      );
      expect(body['markdown']).toContain(`**${String(expected?.['count'])} statements, `);
      expect(body['markdown']).not.toContain('could not be made');
    },
    limitMs,
  );

  test('come with a schedule for every night, and give the same files again', async () => {
    const { body: schedule } = await client.get<{ target: object }>('/api/w/acme/schedules/f/finance/nightly_collection');
    expect(schedule.target).toEqual({ kind: 'flow', path: 'f/finance/collect_invoice' });
    const { body } = await client.get<{ files: Record<string, string> }>('/api/w/acme/export');
    const files = await readDirectory(resolve(import.meta.dirname, '../../examples/acme'));
    const ofFlows = Object.keys(files).filter((file) => file.includes('.flow/'));
    expect(ofFlows.length).toBeGreaterThan(10);
    for (const file of ofFlows) expect([file, body.files[file]]).toEqual([file, files[file]]);
  });
});

describe('the apps of the demo workspace', () => {
  const start = (path: string, action: string, args: object) =>
    client.post<{ job_id: string }>(`/api/w/acme/app_actions/${action}/run/${path}`, { version: 1, args });

  test('are released without a problem, and give the same files again', async () => {
    const { body: list } = await client.get<{ items: { path: string; version: number }[] }>('/api/w/acme/apps');
    expect(list.items.map(({ path, version }) => [path, version])).toEqual([
      ['f/finance/desk', 1],
      ['f/ops/board', 1],
      ['f/support/intake', 1],
      ['f/support/orders', 1],
      ['f/support/tickets', 1],
    ]);
    for (const { path } of list.items) expect((await client.post<{ problems: object[] }>(`/api/w/acme/app_drafts/${path}`, {})).body.problems).toEqual([]);
    const { body } = await client.get<{ files: Record<string, string> }>('/api/w/acme/export');
    const files = await readDirectory(resolve(import.meta.dirname, '../../examples/acme'));
    for (const file of Object.keys(files).filter((name) => name.includes('.app/'))) expect([file, body.files[file]]).toEqual([file, files[file]]);
  });

  test('list the orders that were searched for, and show how the shop does', async () => {
    const query = (search: string) => ({ search, page: { limit: 5 }, sort: [{ field: 'total', dir: 'desc' }], aggregates: [{ field: 'total', kind: 'sum' }] });
    const asked = async (search: string, status: string) => {
      const { body } = await start('f/support/orders', 'listOrders', { query: query(search), status, first_day: null, last_day: null });
      return (
        await client.get<{ rows: { order_number: number; status: string; total: number }[]; total: number }>(`/api/w/acme/jobs/${body.job_id}/result?wait_s=60`)
      ).body;
    };
    expect(await asked('1042', '')).toMatchObject({ rows: [{ order_number: 1042 }], total: 1 });
    const paid = await asked('', 'paid');
    expect([...new Set(paid.rows.map(({ status }) => status))]).toEqual(['paid']);
    expect(paid.total).toBeGreaterThan(paid.rows.length);
    expect(paid.rows.map(({ total }) => total)).toEqual(paid.rows.map(({ total }) => total).toSorted((one, other) => other - one));
    const figures = await start('f/support/orders', 'figures', {});
    const { body: rows } = await client.get<object[]>(`/api/w/acme/jobs/${figures.body.job_id}/result?wait_s=60`);
    expect(rows).toEqual([expect.objectContaining({ orders: expect.any(Number), to_ship: expect.any(Number), by_day: expect.any(Array) })]);
  });

  test('take an application from somebody without an account, which support finds and decides', async () => {
    const args = { company: 'Café Test', contact: 'Eve', email: 'Eve@Example.com', phone: '', country: 'DE', interest: ['beans'], monthly_kg: 5, message: '' };
    const { body: sent } = await app.anonymous.post<{ ticket: string }>('/api/guest_apps/acme/actions/applyAction/run/f/support/intake', { version: 1, args });
    const { body: taken } = await app.anonymous.get<{ reference: string }>(`/api/guest_apps/acme/runs/${sent.ticket}?wait_s=30`);
    expect(taken).toMatchObject({ reference: expect.stringMatching(/^A-\d+$/), email: 'eve@example.com' });
    const application = Number(taken.reference.slice(2));
    const decided = await start('f/support/intake', 'decide', { application, decision: 'accepted' });
    const { body } = await client.get<object>(`/api/w/acme/jobs/${decided.body.job_id}/result?wait_s=60`);
    expect(body).toEqual({ id: application, company: 'Café Test', status: 'accepted' });
  });

  test('move a ticket unless somebody moved it meanwhile', async () => {
    const move = async (from: string, to: string) => {
      const { body } = await start('f/support/tickets', 'moveTicket', { key: 501, from, to });
      return (await client.get<{ status: string } | null>(`/api/w/acme/jobs/${body.job_id}/result?wait_s=60`)).body;
    };
    const { body: first } = await start('f/support/tickets', 'listTickets', { search: '', assignee: '' });
    const { body: tickets } = await client.get<{ id: number; status: string }[]>(`/api/w/acme/jobs/${first.job_id}/result?wait_s=60`);
    const status = tickets.find(({ id }) => id === 501)?.status ?? 'done';
    expect(await move(status, 'waiting')).toMatchObject({ status: 'waiting' });
    expect(await move('done', 'new')).toBeNull();
  });
});

/** What comes to be within a while. */
async function eventually<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await new Promise((wake) => setTimeout(wake, 100))) {
    const value = await ask();
    if (value !== undefined) return value;
  }
  throw new Error('It did not come to be.');
}
