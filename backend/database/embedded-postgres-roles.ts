import pg from 'pg';
import { StartupError } from '../common/startup-error.ts';
import type { Credentials } from './embedded-postgres-files.ts';

/** Whether a server at the port accepts connections: `later` while it starts up or shuts down, `never` when it refuses this password. */
export async function knock(port: number, credentials: Credentials): Promise<'open' | 'later' | 'never'> {
  const client = superuser(port, 'postgres', credentials);
  try {
    await client.connect();
    return 'open';
  } catch (error) {
    return ['28P01', '28000'].includes((error as { code?: string }).code ?? '') ? 'never' : 'later';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Throws in words when the server at the port does not let us in. */
export async function assertAnswers(port: number, credentials: Credentials): Promise<void> {
  if ((await knock(port, credentials)) === 'open') return;
  throw new StartupError(
    `The database on port ${port} does not answer. Is the Millrace that runs it just starting or stopping? Try again in a moment, or start it with \`npm start\`.`,
  );
}

/** Makes the role and the database `millrace` where they are missing, and lets the role see statistics. Runs at each start, so that a break in the middle heals. */
export async function prepareDatabase(port: number, credentials: Credentials): Promise<void> {
  await withClient(superuser(port, 'postgres', credentials), async (client) => {
    const { rows } = await client.query<{ has_role: boolean; has_database: boolean }>(
      "select exists (select from pg_roles where rolname = 'millrace') as has_role, exists (select from pg_database where datname = 'millrace') as has_database",
    );
    if (rows[0]?.has_role !== true) await client.query(`create role millrace login password ${client.escapeLiteral(credentials.password)}`);
    if (rows[0]?.has_database === true) return;
    await client.query('grant pg_monitor to millrace');
    await client.query('create database millrace owner millrace');
    await client.query('revoke connect on database millrace, postgres from public');
  });
  await withClient(superuser(port, 'millrace', credentials), async (client) => {
    const { rows } = await client.query<{ is_there: boolean }>(
      "select to_regclass('pg_stat_statements') is not null or not (current_setting('shared_preload_libraries') like '%pg_stat_statements%') as is_there",
    );
    if (rows[0]?.is_there === true) return;
    await client.query('create extension pg_stat_statements');
    // The statement that made the role holds its password.
    await client.query('select pg_stat_statements_reset()');
  });
}

function superuser(port: number, database: string, { superuserPassword }: Credentials): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: superuserPassword,
    database,
    application_name: 'millrace start',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  return client;
}

async function withClient<Result>(client: pg.Client, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
