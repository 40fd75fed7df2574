import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { serverVariable, withDatabase } from './test-server-address.ts';

/** A migrated, empty database of one test file, for `await using`. */
export type TestDatabase = AsyncDisposable & { url: string };

/**
 * Copies the migrated template in some 20 ms. The database belongs to the ordinary role that `url` names and is dropped
 * when disposed, whatever is still connected to it.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env.MILLRACE_TEST_TEMPLATE;
  if (template === undefined) throw new Error('There is no test database server: name the file *.db.spec.ts, or *.recovery.ts under test/recovery.');
  return await createDatabase(`template ${template} strategy file_copy`);
}

/** A database without any table, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await createDatabase('');
}

async function createDatabase(clause: string): Promise<TestDatabase> {
  const address = testServerUrl();
  const name = `millrace_test_${randomBytes(6).toString('hex')}`;
  await administrate(address, `create database ${name} owner millrace_test ${clause}`);
  return { url: withDatabase(address, name), [Symbol.asyncDispose]: () => administrate(address, `drop database if exists ${name} with (force)`) };
}

/** The server of this run as superuser: for tests that restart connections, make roles, or read server-wide statistics. */
export function testServerUrl(): string {
  const address = process.env[serverVariable];
  if (address === undefined) throw new Error('There is no test database server: name the file *.db.spec.ts, or *.recovery.ts under test/recovery.');
  return address;
}

async function administrate(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
