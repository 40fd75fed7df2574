import pg from 'pg';
import { testServerUrl } from '../support/database.ts';

/** A statement of one database and how often it ran. */
export type CountedStatement = { text: string; calls: number };

/** Counts what the whole product asks of the database of one test, by `pg_stat_statements`: nothing that goes over any connection is left out. */
export class StatementCounter {
  private constructor(private readonly client: pg.Client, private readonly database: string) {}

  static async open(databaseUrl: string): Promise<StatementCounter> {
    const client = new pg.Client({ connectionString: testServerUrl() });
    await client.connect();
    await client.query('create extension if not exists pg_stat_statements');
    return new StatementCounter(client, new URL(databaseUrl).pathname.slice(1));
  }

  /** All statements up to now. */
  async read(): Promise<CountedStatement[]> {
    const { rows } = await this.client.query<CountedStatement>(
      'select query as text, sum(calls)::integer as calls from pg_stat_statements where toplevel and dbid = (select oid from pg_database where datname = $1) group by query order by 2 desc',
      [this.database],
    );
    return rows;
  }

  /** What came after an earlier reading. */
  async since(before: readonly CountedStatement[]): Promise<CountedStatement[]> {
    const earlier = new Map(before.map(({ text, calls }) => [text, calls]));
    return (await this.read()).map(({ text, calls }) => ({ text, calls: calls - (earlier.get(text) ?? 0) })).filter(({ calls }) => calls > 0);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
