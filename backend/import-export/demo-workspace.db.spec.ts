import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../test/support/app.ts';
import { testServerUrl } from '../../test/support/database.ts';
import { Database } from '../database/database.ts';
import type { JsonObject } from '../common/json.ts';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { ArgumentResolver } from '../resources/argument-resolver.ts';
import { ResourcesService } from '../resources/resources.service.ts';
import { ScriptsService } from '../scripts/scripts.service.ts';
import { FirstRun } from '../workspaces/first-run.service.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import type { ImportResult } from './import-export.contract.ts';

let app: TestApp;
let admin: Auth;
let result: ImportResult | null;

beforeAll(async () => {
  app = await createTestApp();
  await app.get(FirstRun).ensureAdmin({ MILLRACE_ADMIN_EMAIL: undefined, MILLRACE_ADMIN_PASSWORD: 'a long enough password' });
  result = await app.get(DemoWorkspace).importOnce({ superuserUrl: testServerUrl() });
  const [user] = await app.get(Database).run<{ id: string }>({ text: 'select id from "user"', values: [] });
  const auth = await app.get<Identifier>(IDENTIFIER).enter({ userId: user?.id ?? '', email: '', name: '', isSuperadmin: true, via: { kind: 'token', tokenId: 'test' }, scopes: null, boundWorkspace: 'acme' }, 'acme');
  if (!auth) throw new Error('The first admin is not a member of acme.');
  admin = auth;
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await asSuperuser(async (client) => {
    await client.query('drop database if exists acme with (force)');
    await client.query('drop role if exists acme_app');
  });
});

async function asSuperuser(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  await work(client).finally(() => client.end());
}

/** The value of the demo resource, as a job would get it. */
async function demoConnection(): Promise<pg.ClientConfig> {
  const { args } = await app.get(ArgumentResolver).resolve(admin, { database: '$res:f/support/acme_db' });
  const { host, port, dbname, user, password } = args['database'] as JsonObject;
  return { host: String(host), port: Number(port), database: String(dbname), user: String(user), password: String(password) };
}

describe('the demo workspace', () => {
  test('is imported whole, with locks that need no registry', async () => {
    expect(result?.items.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(result?.notes).toEqual([]);
    const { items } = await app.get(ScriptsService).list(admin, { limit: 50 });
    expect(items.map(({ path, language, summary }) => [path, language, summary]).sort()).toEqual([
      ['f/finance/nightly_revenue', 'bun', 'Nightly revenue summary'], ['f/finance/overdue_invoices', 'python3', 'Overdue invoices as CSV'], ['f/finance/top_customers', 'postgresql', 'Top customers'],
      ['f/ops/disk_report', 'bash', 'Disk report'], ['f/support/look_up_order', 'bun', 'Look up an order'], ['f/support/refund_order', 'bun', 'Refund an order'],
    ]);
    expect((await app.get(ScriptsService).get(admin, 'f/support/refund_order')).lock).toContain('postgres@3.4.7');
  });

  test('has a database with plausible rows, which its role may read and change, and nothing else', async () => {
    const client = new pg.Client(await demoConnection());
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, number>>(`select (select count(*)::int from customers) as customers, (select count(*)::int from orders) as orders, (select count(*)::int from orders where placed_at > now() - interval '2 days') as recent,
        (select count(*)::int from invoices where paid_on is null and due_on < current_date) as overdue, (select count(*)::int from orders o where o.total <> (select sum(quantity * unit_price) from order_items i where i.order_id = o.id)) as wrong_totals`);
      expect(rows[0]).toMatchObject({ customers: 450, orders: 2400, wrong_totals: 0 });
      expect(rows[0]?.['recent']).toBeGreaterThan(10);
      expect(rows[0]?.['overdue']).toBeGreaterThan(10);
      await client.query("update orders set status = 'shipped' where id = 1001");
      await expect(client.query('drop table orders')).rejects.toThrow(/must be owner/);
      await expect(client.query('create table mine (id int)')).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
  });

  test('is imported only once', async () => {
    expect(await app.get(DemoWorkspace).importOnce({ superuserUrl: testServerUrl() })).toBeNull();
  });

  test('follows the server to another port, and keeps a resource that somebody pointed elsewhere', async () => {
    const resources = app.get(ResourcesService);
    const { port } = await demoConnection();
    const moved = new URL(testServerUrl());
    moved.port = String(Number(port) + 1);
    await app.get(DemoWorkspace).followServer({ superuserUrl: moved.href });
    expect((await demoConnection()).port).toBe(Number(port) + 1);
    await app.get(DemoWorkspace).followServer({ superuserUrl: testServerUrl() });
    const own = await resources.get(admin, 'f/support/acme_db');
    await resources.put(admin, 'f/support/acme_db', { resource_type: 'postgresql', value: { ...own.value, host: 'db.example.com', port: 6000 }, description: '' });
    await app.get(DemoWorkspace).followServer({ superuserUrl: testServerUrl() });
    expect(await demoConnection()).toMatchObject({ host: 'db.example.com', port: 6000 });
  });
});
