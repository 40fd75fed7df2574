import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { StartupError } from '../common/startup-error.ts';
import { chooseAccount, openOwnFolders } from './embedded-postgres-account.ts';
import { findPostgresBinaries } from './embedded-postgres-binaries.ts';
import { adoptFiles, createCluster, hasCluster } from './embedded-postgres-cluster.ts';
import { layoutOf, readConnection, readCredentials, writePrivately, type Connection, type Credentials, type PostgresLayout } from './embedded-postgres-files.ts';
import { findServer, isAlive, processStart } from './embedded-postgres-process.ts';
import { assertAnswers, prepareDatabase } from './embedded-postgres-roles.ts';
import { PostgresServer } from './embedded-postgres-server.ts';

const joinLimitMs = 15_000;

/** What {@link startEmbeddedPostgres} needs. */
export type EmbeddedPostgresOptions = {
  /** Millrace's data folder; the server lives in its folder `postgres`. */
  dataDirectory: string;
  logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Told what is being done, in words for a terminal, when it takes a moment. */
  onProgress?: (step: string) => void;
  /** `disposable` gives up durability for speed and ends the server with this process: for tests only. */
  durability?: 'durable' | 'disposable';
};

/** A running embedded server, seen by one Millrace process. */
export type EmbeddedPostgres = {
  /** Database `millrace` as its owner `millrace`. */
  url: string;
  port: number;
  /** Database `postgres` as superuser: to make other databases and roles. Never given to jobs. */
  superuserUrl: string;
  /** Shuts the server down when this process answers for it; when it only joined, does nothing. Safe to call twice. */
  stop(): Promise<void>;
};

/**
 * Gives the embedded PostgreSQL of a data folder: makes the cluster at the first time, starts the server, or takes over
 * the one that an earlier process left behind when it was killed. While another living Millrace process answers for the
 * server, this one joins it. A server that dies by itself is started again on the same port.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    throw inWords(error, options.dataDirectory);
  }
}

/** Errors of the file system as a sentence; others as they are. */
function inWords(error: unknown, dataDirectory: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StartupError(`The disk of the data folder ${dataDirectory} is full. Free some space, or set MILLRACE_DATA_DIR to a folder on another disk.`, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartupError(`The data folder ${dataDirectory} cannot be used: ${message}. Run Millrace as the user who made it, or set MILLRACE_DATA_DIR to another folder.`, { cause: error });
  }
  return error;
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, logger, onProgress = () => undefined } = options;
  const isDurable = options.durability !== 'disposable';
  const layout = layoutOf(dataDirectory);
  const connection = await readConnection(layout);
  if (connection !== undefined && isOwnedByAnother(connection)) return await joinEmbeddedPostgres({ dataDirectory });
  await makeFolders(layout);
  const binaries = await findPostgresBinaries();
  const account = chooseAccount(layout, [binaries.postgres]);
  if (!(await hasCluster(layout))) {
    onProgress('Creating the database');
    await createCluster({ layout, account, binaries, isDurable });
  }
  adoptFiles(layout, account);
  const credentials = await readCredentials(layout);
  const server = new PostgresServer({ layout, account, binaries, isDurable, credentials, logger, onProgress });
  const port = await server.start(connection?.port);
  const release = await takeOwnership(layout, port);
  const stop = async (): Promise<void> => {
    await server.stop();
    await release();
  };
  try {
    await prepareDatabase(port, credentials);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...addresses(port, credentials), stop };
}

/** Writes that this process answers for the server; gives the way to take that back. */
async function takeOwnership(layout: PostgresLayout, port: number): Promise<() => Promise<void>> {
  await writePrivately(layout.connection, { port, ownerPid: process.pid, ownerStartedAt: processStart(process.pid) ?? '' } satisfies Connection);
  return () => writePrivately(layout.connection, { port, ownerPid: 0, ownerStartedAt: '' } satisfies Connection).catch(() => undefined);
}

/** Finds the embedded server that another Millrace process on this machine runs: for a further worker. */
export async function joinEmbeddedPostgres({ dataDirectory }: { dataDirectory: string }): Promise<EmbeddedPostgres> {
  try {
    return await join(dataDirectory);
  } catch (error) {
    throw inWords(error, dataDirectory);
  }
}

async function join(dataDirectory: string): Promise<EmbeddedPostgres> {
  const layout = layoutOf(dataDirectory);
  const connection = await readConnection(layout);
  if (connection === undefined || !(await appears(layout))) {
    throw new StartupError(
      `There is no running database to join in ${layout.root}. A further worker needs the database of a running Millrace: ` +
        'run `npm start` first, with the same MILLRACE_DATA_DIR, or set DATABASE_URL to the database that all of them share.',
    );
  }
  const credentials = await readCredentials(layout);
  await assertAnswers(connection.port, credentials);
  return { ...addresses(connection.port, credentials), stop: () => Promise.resolve() };
}

/** A server that its owner is just starting again is waited for. */
async function appears(layout: PostgresLayout): Promise<boolean> {
  const connection = await readConnection(layout);
  const end = Date.now() + (connection !== undefined && isOwnedByAnother(connection) ? joinLimitMs : 0);
  while (findServer(layout)?.status !== 'ready') {
    if (Date.now() > end) return false;
    await wait(100);
  }
  return true;
}

function addresses(port: number, { superuserPassword, password }: Credentials): Omit<EmbeddedPostgres, 'stop'> {
  return { port, url: `postgres://millrace:${password}@127.0.0.1:${port}/millrace`, superuserUrl: `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/postgres` };
}

function isOwnedByAnother({ ownerPid, ownerStartedAt }: Connection): boolean {
  return ownerPid !== 0 && ownerPid !== process.pid && isAlive(ownerPid) && processStart(ownerPid) === ownerStartedAt;
}

async function makeFolders(layout: PostgresLayout): Promise<void> {
  try {
    await mkdir(layout.root, { recursive: true, mode: 0o711 });
    await openOwnFolders(layout);
  } catch (error) {
    throw new StartupError(
      `The data folder ${layout.root} cannot be made: ${(error as Error).message}. Give this user the right to write there, or set MILLRACE_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}
