import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { makeTestFolder } from '../../test/support/test-server.ts';
import { joinEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { layoutOf } from './embedded-postgres-files.ts';
import { findServer, isAlive } from './embedded-postgres-process.ts';

const folder = makeTestFolder();
const layout = layoutOf(folder);
const log: string[] = [];
const write = (_data: object, message: string): void => void log.push(message);
const logger = { debug: write, info: write, warn: write, error: write };
const start = (dataDirectory = folder): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDirectory, logger });

/** A process of its own that starts the server and says so. */
const runAlone = `
  const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))});
  const silent = () => undefined;
  await startEmbeddedPostgres({ dataDirectory: ${JSON.stringify(folder)}, logger: { debug: silent, info: silent, warn: silent, error: silent } });
  console.log('started');
  setInterval(silent, 60_000);
`;

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Resolves when the server of the folder is another process than before and accepts connections. */
async function nextServer(before: number): Promise<void> {
  for (let found = findServer(layout); found?.status !== 'ready' || found.pid === before; found = findServer(layout)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the embedded PostgreSQL', () => {
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    server = await start();
    await query(server.url, "create table kept (note text); insert into kept values ('first')");
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives a database to an ordinary role that owns it', async () => {
    const [row] = await query(
      server.url,
      'select current_user as name, (select rolsuper from pg_roles where rolname = current_user) as is_super, (select pg_get_userbyid(datdba) from pg_database where datname = current_database()) as owner',
    );
    expect(row).toEqual({ name: 'millrace', is_super: false, owner: 'millrace' });
  });

  it('keeps statistics of statements and can be followed by logical decoding', async () => {
    const [row] = await query<{ wal_level: string; statements: number }>(
      server.url,
      "select current_setting('wal_level') as wal_level, (select count(*)::int from pg_stat_statements) as statements",
    );
    expect(row?.wal_level).toBe('logical');
    expect(row?.statements).toBeGreaterThan(0);
  });

  it('keeps no password in the statistics of statements', async () => {
    const { password } = JSON.parse(readFileSync(layout.credentials, 'utf8')) as { password: string };
    const rows = await query<{ query: string }>(server.superuserUrl.replace(/postgres$/, 'millrace'), 'select query from pg_stat_statements');
    expect(rows.filter((row) => row.query.includes(password))).toEqual([]);
  });

  it('listens on the loopback address only and lets nobody in without a password', async () => {
    const [row] = await query<{ addresses: string }>(server.url, "select current_setting('listen_addresses') as addresses");
    expect(row?.addresses).toBe('127.0.0.1');
    await expect(query(server.url.replace(/millrace:[^@]+@/, 'millrace:guess@'), 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(layout.credentials).mode & 0o777).toBe(0o600);
  });

  it('lets a further process of this machine join while it runs', async () => {
    const joined = await joinEmbeddedPostgres({ dataDirectory: folder });
    expect(joined.url).toBe(server.url);
    await joined.stop();
    expect(findServer(layout)).toBeDefined();
  });

  it('is started again on the same port when its process is killed, and has lost nothing', async () => {
    const pid = findServer(layout)?.pid as number;
    process.kill(pid, 'SIGKILL');
    await nextServer(pid);
    expect(await query(server.url, 'select note from kept')).toEqual([{ note: 'first' }]);
  });

  it('leaves no process behind when it is stopped, and says so to whoever wants to join', async () => {
    const pid = findServer(layout)?.pid as number;
    await server.stop();
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    await expect(joinEmbeddedPostgres({ dataDirectory: folder })).rejects.toThrow(/no running database to join.*npm start/s);
  });

  it('takes over the server that a killed process left running, with all that it holds', async () => {
    const first = spawn(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', runAlone], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(first.stdout, 'data');
    const pid = findServer(layout)?.pid;
    first.kill('SIGKILL');
    await once(first, 'exit');
    server = await start();
    expect(findServer(layout)?.pid).toBe(pid);
    expect(await query(server.url, 'select note from kept')).toEqual([{ note: 'first' }]);
    await server.stop();
    expect(isAlive(pid as number)).toBe(false);
  });

  it('takes another port when its own is in use, over the same data', async () => {
    const squatter = createServer().listen(server.port, '127.0.0.1');
    await once(squatter, 'listening');
    const before = server.port;
    server = await start();
    squatter.close();
    expect(server.port).not.toBe(before);
    expect(await query(server.url, 'select note from kept')).toEqual([{ note: 'first' }]);
    await server.stop();
  });

  it('starts although the number in an old pid file belongs to another process now', async () => {
    writeFileSync(join(layout.data, 'postmaster.pid'), `${process.pid}\n${layout.data}\n1\n54400\n\n127.0.0.1\n\nready   \n`);
    server = await start();
    expect(await query(server.url, 'select note from kept')).toEqual([{ note: 'first' }]);
    await server.stop();
  });

  it('makes the database anew when the first start broke off in the middle', async () => {
    const fresh = makeTestFolder();
    mkdirSync(join(layoutOf(fresh).unfinished, 'base'), { recursive: true });
    const other = await start(fresh);
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await other.stop();
    rmSync(fresh, { recursive: true, force: true });
  });

  it.each([
    [
      'of another PostgreSQL version',
      (data: string) => writeFileSync(join(data, 'PG_VERSION'), '17\n'),
      /made by PostgreSQL 17.*brings PostgreSQL 18.*DATABASE_URL/s,
    ],
    ['without its version file', (data: string) => rmSync(join(data, 'PG_VERSION')), /is broken.*PG_VERSION.*backup/s],
    ['without its control file', (data: string) => rmSync(join(data, 'global/pg_control')), /does not start.*pg_control.*backup/s],
    ['with a ruined control file', (data: string) => writeFileSync(join(data, 'global/pg_control'), 'ruined'), /does not start.*PostgreSQL says.*backup/s],
    [
      'without its password file',
      (data: string) => renameSync(join(data, '../credentials.json'), join(data, '../elsewhere.json')),
      /password file.*is missing.*backup/s,
    ],
  ])('refuses in words a data folder %s', async (_name, ruin, message) => {
    const broken = makeTestFolder();
    cpSync(layout.root, layoutOf(broken).root, { recursive: true });
    ruin(layoutOf(broken).data);
    const failure = await start(broken).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.name).toBe('StartupError');
    expect(failure?.message).toMatch(message);
    rmSync(broken, { recursive: true, force: true });
  });

  it('never writes the settings that an operator put beside its own', async () => {
    writeFileSync(layout.custom, "work_mem = '9MB'\n");
    server = await start();
    const [row] = await query<{ work_mem: string }>(server.url, "select current_setting('work_mem') as work_mem");
    expect(row?.work_mem).toBe('9MB');
    expect(readFileSync(layout.custom, 'utf8')).toBe("work_mem = '9MB'\n");
  });
});
