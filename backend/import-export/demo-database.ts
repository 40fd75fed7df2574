import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import pg from 'pg';

/** Where the sample database is, and as whom scripts use it. */
export type DemoConnection = { host: string; port: number; password: string };

/** Name of the sample database, and of the role that scripts have in it. */
export const demoDatabase = { name: 'acme', role: 'acme_app' } as const;

/**
 * Makes the sample database in the embedded PostgreSQL. The rows belong to the superuser; the role of the scripts reads and changes
 * them, and can neither change tables nor reach Millrace's own database. Safe to repeat: a break in the middle heals.
 */
@Injectable()
export class DemoDatabase {
  /** `seed` runs once, in one transaction. Each call gives the role another password. */
  async create(superuserUrl: string, seed: string): Promise<DemoConnection> {
    const password = randomBytes(24).toString('base64url');
    await withClient(superuserUrl, async (client) => {
      const { rows } = await client.query<{ has_role: boolean; has_database: boolean }>(
        'select exists (select from pg_roles where rolname = $1) as has_role, exists (select from pg_database where datname = $2) as has_database',
        [demoDatabase.role, demoDatabase.name],
      );
      await client.query(`${rows[0]?.has_role ? 'alter' : 'create'} role ${demoDatabase.role} login password ${client.escapeLiteral(password)}`);
      if (rows[0]?.has_database !== true) await client.query(`create database ${demoDatabase.name}`);
      await client.query(`revoke connect, temporary on database ${demoDatabase.name} from public`);
      await client.query(`grant connect on database ${demoDatabase.name} to ${demoDatabase.role}`);
    });
    const url = new URL(superuserUrl);
    url.pathname = `/${demoDatabase.name}`;
    await withClient(url.href, (client) => fill(client, seed));
    return { ...addressOf(superuserUrl), password };
  }
}

/** Host and port of a server. */
export function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 5432 : Number(port) };
}

async function fill(client: pg.Client, seed: string): Promise<void> {
  const { rows } = await client.query<{ is_filled: boolean }>("select to_regclass('public.orders') is not null as is_filled");
  await client.query('begin');
  if (rows[0]?.is_filled !== true) await client.query(seed);
  await client.query(`grant usage on schema public to ${demoDatabase.role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${demoDatabase.role}`);
  await client.query('commit');
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'millrace demo', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
