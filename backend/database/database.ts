import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DataSource, type DataSourceOptions, type EntityManager, type EntityTarget } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import { LimitedClient } from './limited-client.ts';

/** A transaction that is open: entities through its methods, hand-written SQL through `query`. */
export type Transaction = EntityManager;

/** A hand-written statement. A name makes Postgres keep its plan per connection: give one to whatever runs often. */
export type Statement = { name?: string; text: string; values: unknown[]; /** Without an answer in that time its connection is taken for lost; see `limited-client.ts`. */ answerWithinMs?: number };

/**
 * The database: one pool for entities, hand-written SQL and the queue. Repositories use the entity manager, `*.sql.ts`
 * files give statements for {@link run}.
 */
export class Database {
  constructor(readonly dataSource: DataSource) {}

  /** The pool of the driver; graphile-worker shares it. */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** Outside of a transaction: every statement commits by itself. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /** Runs one statement by itself and gives its rows. */
  async run<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    return (await this.pool.query<Row>(statement)).rows;
  }

  /** All of `work` happens or nothing does. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(work);
  }

  /** Applies what is missing of the migrations, under a lock: several servers may start at once. */
  async migrate(): Promise<void> {
    // Connections of its own: a migration may take as long as it needs.
    const dataSource = await new DataSource({ ...this.dataSource.options, extra: { max: 2 } } as DataSourceOptions).initialize();
    const runner = dataSource.createQueryRunner();
    try {
      await runner.query('select pg_advisory_lock(hashtext($1))', ['millrace:migrate']);
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query('select pg_advisory_unlock(hashtext($1))', ['millrace:migrate']).catch(() => undefined);
      await runner.release();
      await dataSource.destroy();
    }
  }

  close(): Promise<void> {
    return this.dataSource.isInitialized ? this.dataSource.destroy() : Promise.resolve();
  }
}

/** Runs a hand-written statement within a transaction. */
export async function runIn<Row>(transaction: Transaction, statement: Statement): Promise<Row[]> {
  return (await transaction.query(statement.text, statement.values)) as Row[];
}

/** The same by the name of the statement, so that Postgres keeps its plan: for what runs in every step of a flow. Errors are those of the driver. */
export async function runNamed<Row extends QueryResultRow>(transaction: Transaction, statement: Statement): Promise<Row[]> {
  const client = (await transaction.queryRunner?.connect()) as PoolClient;
  return (await client.query<Row>(statement)).rows;
}

/** Options of {@link openDatabase}. */
export type DatabaseOptions = { url: string; entities: EntityTarget<unknown>[]; poolSize: number; onError: (error: Error) => void };

/** Connects. Rejects when the server does not answer within ten seconds. */
export async function openDatabase({ url, entities, poolSize, onError }: DatabaseOptions): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    entities: entities as [],
    migrations,
    migrationsTableName: 'migration',
    synchronize: false,
    poolErrorHandler: onError,
    extra: { Client: LimitedClient, max: poolSize, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 60_000, keepAlive: true },
    applicationName: 'millrace',
  });
  const database = new Database(await dataSource.initialize());
  surviveLostConnections(database.pool, onError);
  return database;
}

/** A connection that ends while somebody holds it emits `error`, which would end the process where nobody listens: the statement under way rejects anyway. */
function surviveLostConnections(pool: Pool, onError: (error: Error) => void): void {
  const guarded = new WeakSet<object>();
  const guard = (client: PoolClient) => {
    if (guarded.has(client)) return;
    guarded.add(client);
    client.on('error', onError);
  };
  pool.on('connect', guard);
  // Those that were opened while we connected.
  pool.on('acquire', guard);
}
