import { ensureFolder } from './common/ensure-folder.ts';
import { StartupError } from './common/startup-error.ts';
import type { Config } from './config/config.ts';
import { openDatabase } from './database/database.ts';
import { entities } from './database/entities.ts';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { Notifications } from './events/notifications.ts';
import { Logger } from './observability/logger.ts';
import type { Platform } from './platform.ts';
import { migrateQueue } from './queue/queue.ts';
import { readMasterKey } from './secrets/master-key.ts';

/** The platform with what only the start needs: superuser access to the embedded server, and the way to close everything. */
export type OpenedPlatform = Platform & {
  /** Address of the embedded server as superuser; `null` with a `DATABASE_URL`. */
  superuserUrl: string | null;
  /** Closes the connections, then the embedded server if it is ours. */
  close(): Promise<void>;
};

/** Connections besides one per job that runs: for requests, the queue and its own housekeeping. */
const sparePoolSize = 12;
/** Jobs seldom hold a connection, so that many share few. */
const longestPool = 40;

/** Opens what every part of a process stands on, in order: the database server, the connections, the tables, the master key. */
export async function openPlatform(config: Config, onProgress: (step: string) => void): Promise<OpenedPlatform> {
  const logger = Logger.create(config.MILLRACE_LOG_LEVEL, 'millrace');
  await ensureFolder(config.dataDirectory).catch((error: Error) => {
    throw new StartupError(`The data folder ${config.dataDirectory} cannot be made: ${error.message}. Set MILLRACE_DATA_DIR to a folder that this user may write.`, { cause: error });
  });
  const server = await openServer(config, logger, onProgress);
  const state = { isClosing: false };
  // Of its own end the server tells every connection that is still open.
  const onLost = (error: Error): void => (state.isClosing ? logger.debug({ err: error }, 'A connection ended with Postgres') : logger.warn({ err: error }, 'A connection to Postgres was lost'));
  try {
    const database = await connect(server.url, config, onLost);
    onProgress('Bringing the tables up to date');
    await database.migrate().then(() => migrateQueue(database.pool)).catch((error: unknown) => { throw unfit(error, config); });
    const notifications = new Notifications(server.url, logger);
    await notifications.start();
    const masterKey = await readMasterKey(config);
    const close = async () => {
      state.isClosing = true;
      await notifications.close();
      await database.close().catch(() => undefined);
      await server.stop();
    };
    return { config, logger, database, notifications, masterKey, superuserUrl: server.superuserUrl, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Server = { url: string; superuserUrl: string | null; stop(): Promise<void> };

async function openServer(config: Config, logger: Logger, onProgress: (step: string) => void): Promise<Server> {
  if (config.DATABASE_URL !== undefined) return { url: config.DATABASE_URL, superuserUrl: null, stop: () => Promise.resolve() };
  if (config.MILLRACE_MODE === 'worker') return joinEmbeddedPostgres({ dataDirectory: config.dataDirectory });
  onProgress('Starting PostgreSQL');
  return startEmbeddedPostgres({ dataDirectory: config.dataDirectory, logger, onProgress }).catch((error: unknown) => { throw unfit(error, config); });
}

/** No right, no such database, read only, disk full, files missing or damaged: of the database that was given, and no mistake in Millrace. */
const statesOfUnfit = /^(42501|3D000|25006|53100|58\w{3}|XX00[0-2])$/;

/** What Postgres says to a start, with what to do. */
function unfit(error: unknown, { DATABASE_URL, dataDirectory }: Config): unknown {
  const { code, message, driverError } = error as { code?: unknown; message?: string; driverError?: { code?: unknown } };
  const state = String(driverError?.code ?? code ?? '');
  if (!statesOfUnfit.test(state) || error instanceof StartupError) return error;
  const advice = DATABASE_URL === undefined
    ? `The database in ${dataDirectory}/postgres is damaged: put the folder back from a backup, or move it away to start with an empty database`
    : 'The user of DATABASE_URL must be the owner of its database, which belongs to Millrace alone';
  return new StartupError(`The database is there, but does not do what a start needs. PostgreSQL says: ${message} (${state}). ${advice}.`, { cause: error });
}

async function connect(url: string, config: Config, onError: (error: Error) => void) {
  const poolSize = Math.min(longestPool, config.MILLRACE_CONCURRENCY + sparePoolSize);
  try {
    return await openDatabase({ url, entities, poolSize, onError });
  } catch (error) {
    const where = new URL(url);
    throw new StartupError(`The database at ${where.host}${where.pathname} cannot be reached: ${(error as Error).message}. Check that it runs and that DATABASE_URL is right.`, { cause: error });
  }
}
