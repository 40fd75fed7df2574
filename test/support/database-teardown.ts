import pg from 'pg';
import { serverVariable, sharedServer, templateName } from './test-server-address.ts';

/** Jest's global tear-down of every project with a database: the last of them stops the server that the first has started. */
export default async function tearDown(): Promise<void> {
  const shared = sharedServer();
  shared.users -= 1;
  if (shared.users > 0) return;
  if (shared.stop !== undefined) await shared.stop();
  else await dropTemplate();
}

async function dropTemplate(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env[serverVariable] });
  await client.connect();
  await client.query(`drop database if exists ${templateName(process.pid)} with (force)`);
  await client.end();
}
