import 'reflect-metadata';
import pg from 'pg';
import { runMigrations } from 'graphile-worker';
import { openDatabase } from '../../backend/database/database.ts';
import { startTestServer } from './test-server.ts';
import { serverVariable, sharedServer, templateName, withDatabase } from './test-server-address.ts';

/**
 * Jest's global set-up of every project with a database: starts a server unless TEST_DATABASE_URL names one (whose role
 * may create databases), and makes one migrated database that {@link createTestDatabase} copies. Several projects of one run share both.
 */
export default async function setUp(): Promise<void> {
  const shared = sharedServer();
  shared.users += 1;
  shared.ready ??= prepare();
  await shared.ready;
}

async function prepare(): Promise<void> {
  const shared = sharedServer();
  let address = process.env.TEST_DATABASE_URL;
  if (address === undefined || address === '') {
    const server = await startTestServer();
    shared.stop = () => server.stop();
    address = server.superuserUrl;
  }
  process.env[serverVariable] = address;
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await makeRole(client);
    await client.query(`drop database if exists ${templateName(process.pid)} with (force)`);
    await client.query(`create database ${templateName(process.pid)} owner millrace_test`);
  } finally {
    await client.end();
  }
  process.env.MILLRACE_TEST_TEMPLATE = templateName(process.pid);
  await migrate(withDatabase(address, templateName(process.pid)));
}

/** Tests run as an ordinary role, as the product does. */
async function makeRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = 'millrace_test'");
  if (rowCount === 0) await client.query("create role millrace_test login password 'millrace_test'");
}

async function migrate(url: string): Promise<void> {
  const database = await openDatabase({ url, entities: [], poolSize: 2, onError: () => undefined });
  try {
    await database.migrate();
    await runMigrations({ connectionString: url });
  } finally {
    await database.close();
  }
}
