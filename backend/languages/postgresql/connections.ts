import { createHash } from 'node:crypto';
import pg from 'pg';
import type { JsonObject } from '../../common/json.ts';
import { ScriptFailure } from '../language.ts';

/** Sessions that one worker holds to one database with one set of credentials. */
const maximumSessions = 10;
const idleTimeoutMs = 30_000;
const connectTimeoutMs = 15_000;

/** A database as its resource describes it. */
export type Target = { key: string; password: string; address: string; settings: pg.ClientConfig; isTlsOptional: boolean };

const pools = new Map<string, pg.Pool>();
/** Databases that were found not to speak TLS, where it is optional. */
const withoutTls = new Set<string>();

/** Reads a `postgresql` resource; throws {@link ScriptFailure} for a value that is none. */
export function targetOf(value: unknown): Target {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ScriptFailure({
      name: 'ArgumentError',
      code: 'job/args_invalid',
      message: 'The argument "database" is missing. Choose a resource of type postgresql, or name one in the script: -- database f/folder/name',
    });
  }
  const resource = value as JsonObject;
  const text = (name: string, fallback = ''): string => (typeof resource[name] === 'string' && resource[name] !== '' ? resource[name] : fallback);
  const host = text('host');
  if (host === '')
    throw new ScriptFailure({
      name: 'ArgumentError',
      code: 'job/args_invalid',
      message: 'The resource in the argument "database" has no host. Complete the resource.',
    });
  const port = Number(resource['port'] ?? 5432);
  const mode = text('sslmode', 'prefer');
  const certificate = text('root_certificate_pem');
  const password = text('password');
  const user = text('user', 'postgres');
  const database = text('dbname', 'postgres');
  const key = createHash('sha256')
    .update(JSON.stringify([host, port, user, password, database, mode, certificate]))
    .digest('hex');
  const ssl = mode === 'disable' || withoutTls.has(key) ? false : tlsOf(mode, certificate);
  const settings: pg.ClientConfig = { host, port, user, password, database, ssl, application_name: 'millrace', connectionTimeoutMillis: connectTimeoutMs };
  return { key, password, address: `${host}:${port}`, settings, isTlsOptional: mode === 'prefer' || mode === 'allow' };
}

/** The modes of libpq: a certificate is checked where one is given or asked for, the name in it only by `verify-full`. */
function tlsOf(mode: string, certificate: string): pg.ClientConfig['ssl'] {
  const isVerified = mode === 'verify-ca' || mode === 'verify-full' || certificate !== '';
  return {
    rejectUnauthorized: isVerified,
    ...(certificate ? { ca: certificate } : {}),
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** A session for one job. It is given back clean, or closed where that is in doubt. */
export async function openSession(target: Target): Promise<pg.PoolClient> {
  try {
    const session = await poolOf(target).connect();
    if (!session.listeners('error').includes(ignoreLoss)) session.on('error', ignoreLoss);
    return session;
  } catch (error) {
    if (target.isTlsOptional && target.settings.ssl !== false && /does not support SSL/.test((error as Error).message)) {
      withoutTls.add(target.key);
      target.settings.ssl = false;
      pools.delete(target.key);
      return await openSession(target);
    }
    throw connectionFailure(error as Error & { code?: string }, target);
  }
}

/** The statement that runs fails by itself when its connection is lost. */
function ignoreLoss(): void {}

/** Settings, temporary tables, locks and prepared statements of a job end with it: the next one may be another person's. */
export async function closeSession(session: pg.PoolClient, isUsable: boolean): Promise<void> {
  if (!isUsable) return session.release(true);
  try {
    if (session.getTransactionStatus() !== 'I') await session.query('rollback');
    await session.query('discard all');
    session.release();
  } catch {
    session.release(true);
  }
}

/** Asks the server, over a connection of its own, to end what a session is doing. */
export async function cancelSession(target: Target, processId: number): Promise<void> {
  const client = new pg.Client({ ...target.settings, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_cancel_backend($1)', [processId]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ends every session, for tests and for an orderly shutdown. Later jobs open new ones. */
export async function closeConnections(): Promise<void> {
  const all = [...pools.values()];
  pools.clear();
  await Promise.all(all.map((pool) => pool.end()));
}

function poolOf(target: Target): pg.Pool {
  const found = pools.get(target.key);
  if (found) return found;
  const pool = new pg.Pool({ ...target.settings, max: maximumSessions, idleTimeoutMillis: idleTimeoutMs, allowExitOnIdle: true });
  // A session that breaks while it is idle is replaced by the next job's.
  pool.on('error', () => undefined);
  pool.on('remove', () => {
    if (pool.totalCount > 0 || pool.waitingCount > 0 || pools.get(target.key) !== pool) return;
    pools.delete(target.key);
    void pool.end();
  });
  pools.set(target.key, pool);
  return pool;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'there is no way to the host',
};

function connectionFailure(error: Error & { code?: string }, target: Target): ScriptFailure {
  const reason =
    (error.code && reasons[error.code]) ||
    (/timeout/i.test(error.message) ? 'it did not answer in time' : withoutPassword(error.message || String(error.code), target));
  return new ScriptFailure({
    name: 'ConnectionError',
    code: error.code ?? 'job/database_unreachable',
    message: `Could not connect to the database at ${target.address}: ${reason}. Check the resource, or whether the database runs.`,
  });
}

/** Messages of servers and drivers are shown to people; a password in one of them is not. */
export function withoutPassword(message: string, { password }: Pick<Target, 'password'>): string {
  return password.length >= 3 ? message.replaceAll(password, '***') : message;
}
