import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../common/startup-error.ts';

/** Where the parts of the embedded server lie. Everything but `data` belongs to the user who runs Millrace. */
export type PostgresLayout = {
  root: string;
  /** The cluster. Belongs to the account under which the server runs. */
  data: string;
  /** The cluster while it is being made: renamed to `data` when it is whole, so that a break leaves no half of one. */
  unfinished: string;
  credentials: string;
  connection: string;
  settings: string;
  access: string;
  /** Settings of the operator; never written by Millrace. */
  custom: string;
  log: string;
};

/** Names of the files under Millrace's data folder. */
export function layoutOf(dataDirectory: string): PostgresLayout {
  const root = join(dataDirectory, 'postgres');
  const inside = (name: string): string => join(root, name);
  return {
    root, data: inside('data'), unfinished: inside('data.unfinished'), credentials: inside('credentials.json'), connection: inside('connection.json'),
    settings: inside('postgresql.conf'), access: inside('pg_hba.conf'), custom: inside('custom.conf'), log: inside('postgres.log'),
  };
}

/** Passwords of the two roles, made once. The file can be read by its owner only. */
export type Credentials = { superuserPassword: string; password: string };

/** Which port the server has, and which Millrace process answers for stopping it. */
export type Connection = { port: number; ownerPid: number; ownerStartedAt: string };

/** Random enough to stand in a URL without escapes. */
export function newCredentials(): Credentials {
  const password = (): string => randomBytes(24).toString('base64url');
  return { superuserPassword: password(), password: password() };
}

/** Reads the passwords. A cluster without them cannot be opened by anyone, which is said in words. */
export async function readCredentials(layout: PostgresLayout): Promise<Credentials> {
  try {
    return JSON.parse(await readFile(layout.credentials, 'utf8')) as Credentials;
  } catch (error) {
    const why = isMissing(error) ? 'is missing' : 'cannot be read';
    throw new StartupError(
      `The database in ${layout.data} cannot be opened: its password file ${layout.credentials} ${why}. ` +
        'Run Millrace as the user who made it, put the file back from a backup, or move the folder away to start with an empty database.',
      { cause: error },
    );
  }
}

/** The connection file, or undefined when no server was ever started here. */
export async function readConnection(layout: PostgresLayout): Promise<Connection | undefined> {
  try {
    return JSON.parse(await readFile(layout.connection, 'utf8')) as Connection;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes a file that only its owner can read, whole or not at all. */
export async function writePrivately(path: string, content: unknown): Promise<void> {
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, path);
}

/** Writes the settings and the access rules of the server; both are Millrace's own and written at each start. */
export async function writeSettings(layout: PostgresLayout, port: number, isDurable: boolean, libraryDirectory: string): Promise<void> {
  await mkdir(layout.root, { recursive: true });
  const libraries = existsSync(join(libraryDirectory, 'pg_stat_statements.so')) || existsSync(join(libraryDirectory, 'pg_stat_statements.dylib')) ? 'pg_stat_statements' : '';
  await writeFile(layout.settings, settingsText(layout, port, isDurable, libraries), { mode: 0o644 });
  await writeFile(layout.access, accessRules, { mode: 0o644 });
}

const accessRules = `# Written by Millrace at each start.
host all         all 127.0.0.1/32 scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
`;

/** The text of `postgresql.conf`: modest memory, logical decoding on, as few wake-ups while idle as Postgres offers. */
export function settingsText(layout: PostgresLayout, port: number, isDurable: boolean, libraries: string): string {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    password_encryption: 'scram-sha-256',
    hba_file: layout.access,
    shared_buffers: `${sharedMegabytes(totalmem())}MB`,
    wal_level: 'logical',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    max_logical_replication_workers: 0,
    shared_preload_libraries: libraries,
    random_page_cost: 1.1,
    jit: 'off',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'iso, ymd',
    lc_messages: 'C',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '1h' }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`);
  return ['# Written by Millrace at each start. Put your own settings into custom.conf beside it.', ...lines, `include_if_exists = '${layout.custom.replaceAll("'", "''")}'`, ''].join('\n');
}

/** An eighth of the machine, at least 64 MB and at most 512: the server shares it with the jobs. */
function sharedMegabytes(totalBytes: number): number {
  return Math.min(512, Math.max(64, Math.floor(totalBytes / 8 / 1_048_576)));
}

/** True for an error that says that a file does not exist. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
